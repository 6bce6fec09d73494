#!/bin/sh
# What the program touches while somebody uses it, as Wine sees it:
#   sh test_trace.sh GARDE.EXE SEE_PAGE.EXE TRESPASS.EXE PLANTED.DLL
# No child process, no file outside its folder, no registry write, no door
# opened, and no library but those of the system, whatever lies beside it.
# shellcheck disable=SC2034 # desk.sh uses them
set -eu

desk=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$(realpath "$1")
see=$(realpath "$2")
trespass=$(realpath "$3")
planted=$(realpath "$4")
work=$(mktemp -d "${TMPDIR:-/tmp}/trace-XXXXXX")
shots=$work

# shellcheck disable=SC2317 # the trap calls it
leave() {
	desk_close
	rm -rf "$work"
}
# shellcheck source=tests/windows/desk.sh
. "$desk/desk.sh"
trap leave EXIT
trap 'exit 130' INT TERM

fail() {
	echo "$*"
	exit 1
}

# Read a trace: what was done that a visitor must not do, one a line. Files are
# opened to write by bits of the access that is asked for, or by what is to
# happen when there is none (anything but "open"); pipes lead to the system's
# own services. version.dll is Wine's: its user32.dll asks for it, which that of
# Windows does not, and takes its own whatever it finds.
misdeeds() {
	awk '
	function bit(digit, value) {
		return int((index("0123456789abcdef", digit) - 1) / value) % 2
	}
	/trace:process:CreateProcess/ { print "child: " $0 }
	/trace:winsock:(listen|bind) / || /trace:winsock:.*listen/ {
		print "door: " $0
	}
	/trace:file:NtDeleteFile/ { print "file: " $0 }
	/trace:file:NtCreateFile handle/ {
		match($0, /access=[0-9a-f]+/)
		access = substr($0, RSTART + 7, 8)
		match($0, /disp=[0-9]/)
		how = substr($0, RSTART + 5, 1)
		name = $0
		sub(/.* name=L"/, "", name)
		sub(/" objattr.*/, "", name)
		writes = bit(substr(access, 1, 1), 4) ||
			bit(substr(access, 1, 1), 1) ||
			bit(substr(access, 4, 1), 1) ||
			bit(substr(access, 6, 1), 1) ||
			bit(substr(access, 8, 1), 2) ||
			bit(substr(access, 8, 1), 4) || how != 1
		if (writes && name !~ /\\pipe\\/ &&
		    name !~ /\\stick\\\\resultats(\\|$)/)
			print "file: " name
	}
	/trace:loaddll:build_module Loaded/ {
		name = tolower($0)
		if (name !~ /l"c:\\\\windows\\\\(system32|winsxs)\\\\/ &&
		    name !~ /\\\\(garde|trespass)\.exe"/ &&
		    name !~ /\\\\stick\\\\version\.dll".*builtin/)
			print "library: " $0
	}' "$1"
}

# Run in the folder of the stick, and be traced.
traced() {
	(cd "$stick" &&
		WINEDEBUG=+process,+file,+loaddll,+winsock exec wine "$@" \
			>"$work/trace" 2>&1) &
	running=$!
}

registry() {
	wine regedit /E "$work/$1.reg" >/dev/null 2>&1
	tr -d '\000\r' <"$work/$1.reg" >"$work/$1"
	grep -q '^.HKEY_USERS.S-1-5.*.Software.Wine' "$work/$1" ||
		fail 'the registry cannot be read'
}

# From the double-click to the result and out.
session() {
	desk_page '' 'Regardons si cet ordinateur'
	desk_key Return
	desk_page '' 'Partagez-vous' 'nom de votre commune'
	if desk_says 'Partagez-vous'; then
		desk_key Return
		desk_page '' 'Puis-je regarder'
		desk_key Return
		desk_page '' 'nom de votre commune'
	fi
	desk_key Return
	desk_page '' 'code INSEE'
	desk_key Return
	desk_page '' 'Question 1 sur'
	desk_key Tab Tab Tab Return
	desk_page '' '&Voir le rapport'
	desk_key Escape
	wait "$running" || [ $? = 3 ] || fail 'the session failed'
}

desk_language fr
desk_open "$work/wine" 96
# Wine starts its desktop from the first program that has a window.
wine notepad >/dev/null 2>&1 &
notepad=$!
stick=$work/stick
mkdir "$stick"
cp "$program" "$stick/Garde.exe"
cp "$trespass" "$stick/trespass.exe"
for name in bcrypt crypt32 winhttp iphlpapi dnsapi version wpcap wlanapi \
	netapi32 wevtapi secur32 uxtheme comctl32 dwmapi propsys; do
	cp "$planted" "$stick/$name.dll"
done
sleep 2

# The eye first: it has to see every one of them.
rm "$stick/version.dll"
traced trespass.exe
wait "$running" || fail 'trespass.exe could not do it'
misdeeds "$work/trace" >"$work/seen"
for kind in child door file library; do
	grep -q "^$kind: " "$work/seen" || fail "$kind: not seen"
done
cp "$planted" "$stick/version.dll"
registry before
wine reg add 'HKCU\Software\Seen' /v Here /d I /f >/dev/null 2>&1 ||
	fail 'the registry takes nothing'
registry after
! cmp -s "$work/before" "$work/after" || fail 'registry: not seen'

# Once untraced: what Wine writes the first time is not the program's.
(cd "$stick" && exec wine Garde.exe >/dev/null 2>&1) &
running=$!
session
rm -r "$stick/resultats"
registry before
traced Garde.exe
session
registry after
[ "$(wc -l <"$work/trace")" -gt 500 ] || fail 'there is no trace'
[ -f "$stick/resultats/rapport.html" ] || fail 'there is no report'
misdeeds "$work/trace" >"$work/seen"
if [ -s "$work/seen" ]; then
	cat "$work/seen"
	exit 1
fi
diff "$work/before" "$work/after" || fail 'it wrote to the registry'
kill "$notepad" 2>/dev/null || true
echo "no child, no door, no file elsewhere, nothing in the registry;" \
	"$(grep -c 'loaddll:build_module' "$work/trace") libraries, all the system's"
