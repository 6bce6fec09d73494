# A desk with a screen and a keyboard, for tests of the window under Wine: to be
# sourced by a script that has set $work, a folder of its own, and $see, the
# program see_page.exe. Without what it needs: 77, skipped.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2030,SC2031 # what the script sets; subshells

for needed in wine Xvfb openbox xdotool import localedef; do
	command -v "$needed" >/dev/null || exit 77
done

cache=${GARDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/garde}
# Nothing of whoever runs the tests gets in.
export HOME="$work/home" USER=clerk LOGNAME=clerk WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
mkdir -p "$HOME" "$cache"

# What Windows speaks: Wine asks the system below for it.
desk_language() {
	unset LANG LC_ALL LOCPATH
	[ "$1" = fr ] || return 0
	export LOCPATH="$work/locale" LC_ALL=fr_FR.UTF-8
	[ -d "$LOCPATH" ] || {
		mkdir "$LOCPATH"
		LC_ALL=C localedef -i fr_FR -f UTF-8 "$LOCPATH/fr_FR.UTF-8"
	}
}

# A machine with letters about as wide as Windows', kept from one run to the
# next. Wine breaks the lines of links at what its font "System" says is a
# blank, which only some fonts do.
desk_base() {
	base=$cache/desk-$(sha256sum <"$desk/desk.sh" | cut -c 1-16)
	(
		flock 9
		[ ! -d "$base" ] || exit 0
		rm -rf "$base.part"
		export WINEPREFIX="$base.part"
		wineboot -i >/dev/null 2>&1 9>&-
		cat >"$work/desk.reg" <<-'END'
			REGEDIT4

			[HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements]
			"Segoe UI"="Liberation Sans"
			"Tahoma"="Liberation Sans"
			"MS Shell Dlg"="Liberation Sans"
			"MS Shell Dlg 2"="Liberation Sans"
			"System"="DejaVu Sans"
		END
		wine regedit /S "$work/desk.reg" >/dev/null 2>&1 9>&-
		wineserver -w 9>&-
		mv "$base.part" "$base"
	) 9>"$cache/desk.lock"
}

# desk_open FOLDER DPI: a screen, and a machine of its own in FOLDER.
desk_open() {
	desk_base
	cp -al "$base" "$1"
	# Wine writes into a registry that has two names.
	cp --remove-destination "$base"/*.reg "$1"
	export WINEPREFIX="$1"
	exec 8>"$work/display"
	Xvfb -displayfd 8 -screen 0 1920x1080x24 -nolisten tcp >/dev/null 2>&1 &
	desk_pids=$!
	until [ -s "$work/display" ]; do sleep 0.1; done
	DISPLAY=:$(cat "$work/display")
	export DISPLAY
	setxkbmap fr >/dev/null 2>&1
	openbox >/dev/null 2>&1 &
	desk_pids="$desk_pids $!"
	if [ "$2" != 96 ]; then
		wine reg add 'HKCU\Control Panel\Desktop' /v LogPixels \
			/t REG_DWORD /d "$2" /f >/dev/null 2>&1
		wineserver -k
	fi
}

desk_close() {
	if [ -n "${WINEPREFIX:-}" ]; then
		wineserver -k 2>/dev/null || true
		wineserver -w 2>/dev/null || true
	fi
	for pid in ${desk_pids:-}; do
		kill "$pid" 2>/dev/null || true
	done
	desk_pids=
	rm -f "$work/display"
}

# desk_page NAME TEXT...: wait for a page that says one of them, keep it as a
# picture and as $work/page.txt.
desk_page() {
	name=$1
	shift
	if ! wine "$see" "$@" >"$work/page.txt" 2>/dev/null; then
		echo "no page says: $*; this is there:"
		cat "$work/page.txt"
		desk_shot "$name-missing"
		exit 1
	fi
	# A key goes to whom the screen has given the focus, by now or soon.
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(xdotool getwindowfocus getwindowname 2>/dev/null)" != \
			'Garde Champêtre' ] || break
		sleep 0.2
	done
	[ -z "$name" ] || desk_shot "$name"
}

# Whether the screen shows all of the page.
desk_fits() {
	wine "$see" --fits >/dev/null 2>&1
}

desk_shot() {
	import -window root "$shots/$1.png"
	convert "$shots/$1.png" -trim +repage "$shots/$1.png"
}

# Whether the page that was last waited for says so.
desk_says() {
	grep -qF -- "$1" "$work/page.txt"
}

desk_key() {
	xdotool key --delay 60 "$@"
}

# What a busy machine loses of it is typed again.
desk_type() {
	for _ in 1 2 3; do
		LC_ALL=C.UTF-8 xdotool type --delay 80 "$1"
		sleep 0.3
		wine "$see" Edit >"$work/page.txt" 2>/dev/null || true
		! grep -qxF "> Edit: $1" "$work/page.txt" || return 0
		desk_key Home Shift+End
	done
	fail "the field does not take $1: $(grep Edit "$work/page.txt")"
}
