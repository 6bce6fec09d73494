#!/bin/sh
# Scan the town hall of town.sh, at two seeds, with and without privilege, and
# compare what is found with what is true; then the manners, in a capture.
#   sh test_town.sh GARDE
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
garde=$(realpath "$1")
# shellcheck source=tests/lan/looking.sh
. "$here/looking.sh"

for seed in 1 2; do
	check "seed $seed: up" timeout 60 sh "$here/town.sh" up "$seed" "$town"
	town_known
	look clerk root thorough --lan auto --lan-thorough --roots "$town/ca.pem"
	look user user thorough --lan auto --lan-thorough --roots "$town/ca.pem"
	if [ "$seed" = 1 ]; then
		look user normal normal --lan "$(cat "$town/range")" \
			--roots "$town/ca.pem"
		check "without --lan: scan" scan clerk silent
		check "without --lan: silence" node "$here/manners.mjs" \
			"$work/silent/capture" "$own" "$network" silent
	fi
	check "seed $seed: printers" printers
	sh "$here/town.sh" down "$town"
	check "seed $seed: down" gone
done
close
