#!/bin/sh
# Make FOLDER/garde, a program of Linux that runs that of Windows under Wine,
# for root and for nobody, in a prefix each. Every run ends its own Wine, whose
# services know but the network that they began in.
#   sh stand_in.sh GARDE_CLI.EXE FOLDER
set -eu

tree=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
base=${GARDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/garde}/wine
install -m 755 "$1" "$2/garde-cli.exe"
[ -e "$base/made" ] ||
	sh "$tree/packaging/windows/wine.sh" cmd /c exit >/dev/null 2>&1

# Of the prefix in the cache, only the registry is copied.
for user in root nobody; do
	to=$2/prefix-$(id -u "$user")
	cp -al "$base" "$to" 2>/dev/null || cp -a "$base" "$to"
	# Debian's Wine notes there where its server is.
	rm -f "$to/wineserver"
	for file in system.reg user.reg userdef.reg .update-timestamp; do
		rm -f "$to/$file"
		cp "$base/$file" "$to/$file"
		chown "$user" "$to/$file"
	done
	find "$to" -type d -exec chown "$user" {} +
done

{
	printf "#!/bin/sh\nhome='%s'\n" "$2"
	cat <<'END'
export WINEPREFIX="$home/prefix-$(id -u)" WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
unset DISPLAY WAYLAND_DISPLAY
status=0
wine "$home/garde-cli.exe" "$@" || status=$?
wineserver -k || true
exit "$status"
END
} >"$2/garde"
chmod 755 "$2" "$2/garde"
