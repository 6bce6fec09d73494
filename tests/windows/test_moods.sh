#!/bin/sh
# Whole machines that run Windows, each a folder of moods/, played in Wine:
#   sh test_moods.sh GARDE_CLI.EXE [MOOD...]
# Each begins as the machine of machine.reg beside this file: Windows 11 25H2
# Professional, and nothing else known. A mood may hold
#   machine.reg  what its registry says besides, as regedit writes it, in UTF-8
#   services     a line each: NAME START, where 2 is by itself and 4 never; and
#                "running" behind it, for one that the stub service plays, and
#                a TCP port of this machine that it listens on
#   files/       put over drive C:, the user being files/users/clerk
#   drives/      other drives, a folder each: e-removable, f-fixed, n-network;
#                what is in it is what is on the drive
#   dates        a line each: a time, a blank and a path on drive C:
#   now          the day it is looked at, else 2026-11-22
#   expected     what must come of it: see mood.mjs
# RECORD=FOLDER keeps the facts there, as windows-MOOD.facts.json, for
# checks/test_recorded. STUB is the program of a stub service. KEEP=1 leaves
# the folder of each mood behind. Without Wine or node: 77, skipped.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$(realpath "$1")
shift
for needed in wine node; do
	command -v "$needed" >/dev/null || exit 77
done

cache=${GARDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/garde}
base=$cache/mood-$({ wine --version 2>&1 && cat "$0" "$here/machine.reg"; } | sha256sum | cut -c 1-16)
work=$(mktemp -d "${TMPDIR:-/tmp}/mood-XXXXXX")
# Nothing of whoever runs the tests gets in.
export HOME="$work/home" USER=clerk LOGNAME=clerk WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe=' LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY
mkdir -p "$HOME" "$cache"

# shellcheck disable=SC2317 # the trap calls it
leave() {
	[ -z "${WINEPREFIX:-}" ] || wineserver -k 2>/dev/null || true
	[ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

# import FILE: into the registry of $WINEPREFIX; regedit reads UTF-8 only as
# UTF-16.
import() {
	{
		printf '\377\376'
		sed 's/\r*$/\r/' "$1" | iconv -f UTF-8 -t UTF-16LE
	} >"$WINEPREFIX/drive_c/mood.reg"
	wine regedit /S 'C:\mood.reg' >/dev/null 2>&1
	rm "$WINEPREFIX/drive_c/mood.reg"
}

# The machine that every mood begins as, kept from one run to the next. Its
# user's folders lead out of it, into the home folder: they become real.
make_base() {
	part=$base.part
	find "$cache" -maxdepth 1 -name 'mood-*' -type d -mtime +1 \
		-exec rm -rf {} + 2>/dev/null || true
	rm -rf "$part"
	export WINEPREFIX="$part"
	wineboot -i >/dev/null 2>&1
	import "$here/machine.reg"
	wineserver -k
	wineserver -w
	find "$part/drive_c/users" -type l | while read -r link; do
		rm "$link"
		mkdir "$link"
	done
	rm -f "$part/dosdevices/z:" "$part/dosdevices/com"*
	mv "$part" "$base"
}

exec 9>"$cache/mood.lock"
flock 9
[ -d "$base" ] || make_base 9>&-
exec 9>&-

# The services of a mood, as a part of its registry.
services() {
	while read -r service start running port; do
		case $service in '' | '#'*) continue ;; esac
		printf '\n[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\\%s]\n' "$service"
		printf '"Type"=dword:00000010\n"ErrorControl"=dword:00000001\n'
		printf '"Start"=dword:%08x\n"DisplayName"="%s"\n' "$start" "$service"
		if [ "$running" = running ]; then
			printf '"ObjectName"="LocalSystem"\n"ImagePath"="C:\\\\windows\\\\stub.exe %s%s"\n' "$service" "${port:+ $port}"
		fi
	done <"$1"
}

# The drives of a mood, as a part of its registry: Wine's names of their kinds.
drives() {
	for folder in "$1"/drives/*-*; do
		[ -d "$folder" ] || continue
		drive_name=$(basename "$folder")
		case ${drive_name#*-} in
		removable) kind=floppy ;;
		network) kind=network ;;
		*) kind=hd ;;
		esac
		letter=${drive_name%%-*}
		cp -r "$folder" "$WINEPREFIX/drive_$letter"
		ln -s "../drive_$letter" "$WINEPREFIX/dosdevices/$letter:"
		printf '\n[HKEY_LOCAL_MACHINE\\Software\\Wine\\Drives]\n"%s:"="%s"\n' "$letter" "$kind"
	done
}

# prepare MOOD: its prefix. The registry is written in place, and files may be
# given dates: those are not shared with the base.
prepare() {
	mood=$here/moods/$1
	export WINEPREFIX="$work/$1"
	drive=$WINEPREFIX/drive_c
	cp -al "$base" "$WINEPREFIX"
	for file in system.reg user.reg userdef.reg .update-timestamp; do
		cp -p --remove-destination "$base/$file" "$WINEPREFIX/$file"
	done
	[ -z "${STUB:-}" ] || cp "$STUB" "$drive/windows/stub.exe"
	if [ -d "$mood/files" ]; then
		cp -r --remove-destination "$mood/files/." "$drive/"
	fi
	{
		printf 'Windows Registry Editor Version 5.00\n'
		[ ! -e "$mood/services" ] || services "$mood/services"
		drives "$mood"
		[ ! -e "$mood/machine.reg" ] || sed 1d "$mood/machine.reg"
	} >"$work/registry"
	import "$work/registry"
	# Wine learns what drives are, and starts services, when it starts.
	wineserver -k || true
	wineserver -w
	if [ -e "$mood/dates" ]; then
		while read -r time path; do
			case $time in '' | '#'*) continue ;; esac
			touch -d "$time" "$drive/$path"
		done <"$mood/dates"
	fi
}

# play MOOD: look at it, judge, and compare.
play() {
	mood=$here/moods/$1
	now=2026-11-22
	[ ! -e "$mood/now" ] || now=$(cat "$mood/now")
	prepare "$1"
	cp "$program" "$drive/garde-cli.exe"
	# Services come up a moment after Wine does.
	if [ -e "$mood/services" ]; then
		wine hostname >/dev/null 2>&1 && sleep 1
	fi
	code=0
	(cd "$drive" && timeout 120 wine 'C:\garde-cli.exe' collect --now "$now" \
		-o facts.json </dev/null >"$work/said" 2>&1) || code=$?
	# 3: some probe did not finish, which the facts tell.
	case $code in
	0 | 3) ;;
	*)
		cat "$work/said"
		echo "$1: collect ended with $code"
		return 1
		;;
	esac
	(cd "$drive" && timeout 60 wine 'C:\garde-cli.exe' judge --now "$now" \
		-o document.json facts.json </dev/null >"$work/said" 2>&1) || {
		cat "$work/said"
		echo "$1: judge failed"
		return 1
	}
	wineserver -k || true
	wineserver -w
	[ -z "${RECORD:-}" ] ||
		cp "$drive/facts.json" "$RECORD/windows-$1.facts.json"
	node "$here/mood.mjs" "$drive/facts.json" "$drive/document.json" \
		"$mood/expected" || {
		echo "$1: not as expected"
		return 1
	}
}

if [ $# -eq 0 ]; then
	for file in "$here"/moods/*/expected; do
		set -- "$@" "$(basename "$(dirname "$file")")"
	done
fi
bad=0
for name; do
	if play "$name"; then
		echo "$name: as expected"
	else
		bad=1
	fi
	[ -n "${KEEP:-}" ] || rm -rf "${work:?}/$name"
done
exit "$bad"
