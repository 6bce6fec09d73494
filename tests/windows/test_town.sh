#!/bin/sh
# The program of Windows, under Wine, where the clerk of tests/lan/town.sh sits:
# as anybody, and with Npcap as who may send frames. What it finds is compared
# with what is true, and with what the program of Linux finds.
#   sh test_town.sh GARDE_CLI.EXE [GARDE]
# Without Wine, node or root: 77, skipped.
set -eu

windows=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
here=$windows/../lan
program=$(realpath "$1")
linux=${2:-}
for needed in wine node; do
	command -v "$needed" >/dev/null || exit 77
done

# What stands for the program: looking.sh takes a copy of it. Each run ends its
# own Wine, whose services know but the network that they began in.
stand_in=$(mktemp)
cat >"$stand_in" <<'END'
#!/bin/sh
home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export WINEPREFIX="$home/prefix-$(id -u)" WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
unset DISPLAY WAYLAND_DISPLAY
status=0
wine "$home/garde-cli.exe" "$@" || status=$?
wineserver -k || true
exit "$status"
END
garde=$stand_in
# shellcheck source=tests/lan/looking.sh
. "$here/looking.sh"
rm "$stand_in"
install -m 755 "$program" "$work/garde-cli.exe"

# prefix USER: the one of the cache, of which only the registry is copied.
prefix() {
	base=${GARDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/garde}/wine
	to=$work/prefix-$(id -u "$1")
	[ -e "$base/made" ] ||
		sh "$windows/../../packaging/windows/wine.sh" cmd /c exit >/dev/null 2>&1
	cp -al "$base" "$to" 2>/dev/null || cp -a "$base" "$to"
	# Debian's Wine notes there where its server is.
	rm -f "$to/wineserver"
	for file in system.reg user.reg userdef.reg .update-timestamp; do
		rm -f "$to/$file"
		cp "$base/$file" "$to/$file"
		chown "$1" "$to/$file"
	done
	find "$to" -type d -exec chown "$1" {} +
}

# npcap: what Wine has, where Npcap puts it.
npcap() {
	folder=$work/prefix-0/drive_c/windows/system32
	mkdir -p "$folder/Npcap"
	cp "$folder/wpcap.dll" "$folder/Npcap/"
}

# same NAME: as much as the program of Linux found a moment ago.
same() {
	sh "$here/town.sh" clerk "$town" "$linux" collect --lan auto \
		--lan-thorough --roots "$town/ca.pem" -o "$work/linux.json"
	node "$windows/same.mjs" "$work/linux.json" "$work/$1/facts.json"
}

# Of the machine itself, a bare Wine can tell but little.
# shellcheck disable=SC2034
honest=3
prefix root
prefix nobody
for seed in 1 2; do
	check "seed $seed: up" timeout 60 sh "$here/town.sh" up "$seed" "$town"
	town_known
	look user windows thorough --lan auto --lan-thorough --roots "$town/ca.pem"
	[ ! -x "$linux" ] || check "seed $seed: the same on Linux" same windows
	if [ "$seed" = 1 ]; then
		npcap
		look clerk npcap thorough --lan auto --lan-thorough \
			--roots "$town/ca.pem"
		look user normal normal --lan "$(cat "$town/range")" \
			--roots "$town/ca.pem"
		check "without --lan: scan" scan user silent
		check "without --lan: silence" node "$here/manners.mjs" \
			"$work/silent/capture" "$own" "$network" silent
	fi
	check "seed $seed: printers" printers
	sh "$here/town.sh" down "$town"
	check "seed $seed: down" gone
done
close
