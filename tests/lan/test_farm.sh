#!/bin/sh
# The town among hostile devices on every other address of its /24: the scan
# ends within its deadline and says the same of the town.
#   sh test_farm.sh GARDE [SECONDS]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck disable=SC2034 # read by looking.sh
garde=$(realpath "$1")
deadline=${2:-65} # that of the look at a network, and the other probes
memory=49152      # kilobytes
# shellcheck source=tests/lan/looking.sh
. "$here/looking.sh"

bounded() {
	read -r seconds kilobytes <"$work/$1/cost"
	echo "$seconds s, $kilobytes KB, at most $deadline s, $memory KB"
	[ "${seconds%.*}" -lt "$deadline" ] && [ "$kilobytes" -le "$memory" ]
}

# shellcheck disable=SC2016
hostile() {
	node -e '
		const list = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
			.facts["lan.devices"].value;
		console.log(`${list.length} devices found`);
		process.exitCode = list.length >= 250 ? 0 : 1;
	' "$work/$1/facts.json"
}

check "up" timeout 60 sh "$here/town.sh" up 1 "$town"
town_known
check "good replies: scan" scan clerk good --lan auto --lan-thorough --roots "$town/ca.pem"
check "good replies" node "$here/record.mjs" "$work/good/capture" "$own" "$work/replies"
sh "$here/town.sh" farm "$town" "$work/replies"
cp "$town/spaces" "$work/spaces"
check "farm: scan" scan user farm --lan auto --lan-thorough --roots "$town/ca.pem"
check "farm: within its bounds" bounded farm
check "farm: all there" hostile farm
check "farm: the town is read" node "$here/compare.mjs" "$town" \
	"$work/farm/facts.json" "$work/farm/document.json" thorough among
check "farm: manners" node "$here/manners.mjs" "$work/farm/capture" "$own" "$network"
close
