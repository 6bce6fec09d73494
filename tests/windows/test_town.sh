#!/bin/sh
# The program of Windows, under Wine, where the clerk of tests/lan/town.sh sits:
# as anybody, and with Npcap as who may send frames. What it finds is compared
# with what is true, and with what the program of Linux finds.
#   sh test_town.sh GARDE_CLI.EXE [GARDE]
# Without Wine, node or root: 77, skipped.
set -eu

windows=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
here=$windows/../lan
linux=${2:-}
for needed in wine node; do
	command -v "$needed" >/dev/null || exit 77
done
stand_in=$(mktemp -d)
sh "$windows/stand_in.sh" "$(realpath "$1")" "$stand_in"
garde=$stand_in/garde
# shellcheck source=tests/lan/looking.sh
. "$here/looking.sh"
trap 'sh "$here/town.sh" down "$town"; rm -rf "$work" "$stand_in"' EXIT
# Of the machine itself, a bare Wine can tell but little.
# shellcheck disable=SC2034 # read by looking.sh
honest=3

# npcap: what Wine has, where Npcap puts it.
npcap() {
	folder=$stand_in/prefix-0/drive_c/windows/system32
	mkdir -p "$folder/Npcap"
	cp "$folder/wpcap.dll" "$folder/Npcap/"
}

# same NAME: as much as the program of Linux found a moment ago.
same() {
	sh "$here/town.sh" clerk "$town" "$linux" collect --lan auto \
		--lan-thorough --roots "$town/ca.pem" -o "$work/linux.json"
	node "$windows/same.mjs" "$work/linux.json" "$work/$1/facts.json"
}

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
