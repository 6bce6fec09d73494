#!/bin/sh
# What a program for Windows must be, read from the file itself:
#   sh tests/windows/test_exe.sh build/mingw/garde-cli.exe
set -eu

exe=$1
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# say WHAT: something is not as it must be.
say() {
	echo "$exe: $1"
	bad=1
}

# header PATTERN: a line of what objdump says of it.
header() {
	grep -qE "$1" "$work/header"
}

# holds TEXT: these bytes are in it.
holds() {
	grep -aqF -e "$1" "$exe"
}

# wide TEXT: it is there as Windows writes text.
wide() {
	perl -CA -MEncode -e 'local $/; open my $f, "<:raw", $ARGV[0] or die;
		exit(index(<$f>, encode("UTF-16LE", $ARGV[1])) < 0)' "$exe" "$1"
}

x86_64-w64-mingw32-objdump -p "$exe" >"$work/header"
x86_64-w64-mingw32-objdump -h "$exe" >"$work/sections"
x86_64-w64-mingw32-objdump -t "$exe" >"$work/symbols"
wrestool -l "$exe" >"$work/resources"

size=$(wc -c <"$exe")
[ "$size" -le 5000000 ] || say "$size bytes, more than 5 MB"
grep -q 'no symbols' "$work/symbols" || say "symbols are left in it"

# Its place in memory is another at each start, and data are not run.
header 'HIGH_ENTROPY_VA' || say "no ASLR of 64 bits"
header 'DYNAMIC_BASE' || say "no ASLR"
grep -q '\.reloc ' "$work/sections" || say "nothing to move it by"
header 'NX_COMPAT' || say "data may be run"
# IMAGE_DEBUG_TYPE_EX_DLLCHARACTERISTICS of "PE Format": 4 bytes, bit 0.
entry='^ *20 +Unknown +00000004 [0-9a-f]+ ([0-9a-f]+).*'
if header "$entry"; then
	at=$(sed -nE "s/$entry/\1/p" "$work/header")
	mark=$(od -An -tu4 -j "$((0x$at))" -N 4 "$exe")
	[ $((mark & 1)) -eq 1 ] || say "the shadow stack is refused"
else
	say "no shadow stack"
fi

# A DLL that Windows would look for beside the program first is taken from
# System32 when it is needed: only those of KnownDLLs are named here.
known='ntdll|kernel32|user32|gdi32|advapi32|shell32|ole32|oleaut32|msvcrt|ws2_32|comctl32'
strangers=$(sed -n 's/.*DLL Name: //p' "$work/header" |
	tr '[:upper:]' '[:lower:]' | grep -vxE "($known)\.dll") || true
[ -z "$strangers" ] || say "it names other DLLs: $strangers"
header '^Entry 0 0+ 0+ Export' || say "it exports functions"

# The same sources, the same bytes: no time, and nobody's folders.
header '^Time/Date.*1970' || say "the time of its build"
for path in "$top/" "${GARDE_CACHE:-$HOME/.cache}/" /tmp/tmp.; do
	if holds "$path"; then say "it holds $path"; fi
done

for word in 'level="asInvoker"' '>UTF-8<' PerMonitorV2 longPathAware \
	Microsoft.Windows.Common-Controls 8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a; do
	holds "$word" || say "its manifest lacks $word"
done
for word in 'Garde Champêtre' 'Logiciel libre' 'Free software'; do
	wide "$word" || say "its version lacks $word"
done
for type in 3 14 16 24; do
	grep -q -- "--type=$type " "$work/resources" || say "no resource of type $type"
done

exit "$bad"
