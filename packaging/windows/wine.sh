#!/bin/sh
# Run a program of Windows: wine.sh PROGRAM.exe ARGUMENT... in a prefix of its
# own in the cache, made once, without the browser and .NET it would offer.
set -eu

cache=${GARDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/garde}
export WINEPREFIX="${WINEPREFIX:-$cache/wine}"
export WINEDEBUG="${WINEDEBUG:--all}"
export WINEDLLOVERRIDES="${WINEDLLOVERRIDES:-mscoree,mshtml=}"

if [ ! -e "$WINEPREFIX/made" ]; then
	mkdir -p "$WINEPREFIX"
	(
		flock 9
		[ -e "$WINEPREFIX/made" ] || {
			wineboot -u >/dev/null 2>&1 9>&- || true
			wineserver -w 9>&- || true
			: >"$WINEPREFIX/made"
		}
	) 9>"$WINEPREFIX.lock"
fi
exec wine "$@"
