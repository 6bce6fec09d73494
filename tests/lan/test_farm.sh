#!/bin/sh
# The town among hostile devices on every other address of its /24: the scan
# ends within its deadline and says the same of the town.
#   sh test_farm.sh GARDE [KILOBYTES]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck disable=SC2034 # read by looking.sh
garde=$(realpath "$1")
memory=${2:-49152} # kilobytes
deadline=65        # seconds: that of the look at a network, and the other probes
# shellcheck source=tests/lan/looking.sh
. "$here/looking.sh"

bounded() {
	read -r seconds kilobytes <"$work/$1/cost"
	echo "$seconds s, $kilobytes KB, at most $deadline s, $memory KB"
	[ "${seconds%.*}" -lt "$deadline" ] && [ "$kilobytes" -le "$memory" ]
}

# Two hundred liars have more to say than a document holds: that is said.
# shellcheck disable=SC2016
said() {
	node -e '
		const [file, status] = process.argv.slice(1);
		const facts = JSON.parse(require("fs").readFileSync(file, "utf8")).facts;
		const why = Object.entries(facts).filter(([name, f]) =>
			name.startsWith("lan.") && f.state === "failed").map(([, f]) => f.why);
		const whole = why.length === 0;
		console.log(whole ? "whole" : why[0]);
		process.exitCode = (status === "0") === whole &&
			why.every(w => /more than a document can hold/.test(w)) ? 0 : 1;
	' "$work/$1/facts.json" "$(cat "$work/$1/status")"
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

# The report keeps some lines a finding: judge the town's own facts.
# shellcheck disable=SC2016
town_only() {
	node -e '
		const fs = require("fs");
		const [all, hosts, out] = process.argv.slice(1);
		const town = new Set(fs.readFileSync(hosts, "utf8").split("\n").map(l => l.split(" ")[0]));
		const file = JSON.parse(fs.readFileSync(all, "utf8"));
		for (const [name, fact] of Object.entries(file.facts))
			if (name.startsWith("lan.") && Array.isArray(fact.value))
				fact.value = fact.value.filter(row =>
					!(row.address ?? row.host) || town.has(row.address ?? row.host));
		fs.writeFileSync(out, JSON.stringify(file));
	' "$work/$1/facts.json" "$town/hosts" "$work/$1/town.json"
	"$garde" judge "$work/$1/town.json" -o "$work/$1/document.json"
}

check "up" timeout 60 sh "$here/town.sh" up 1 "$town"
town_known
check "good replies: scan" scan clerk good --lan auto --lan-thorough --roots "$town/ca.pem"
check "good replies" node "$here/record.mjs" "$work/good/capture" "$own" "$work/replies"
sh "$here/town.sh" farm "$town" "$work/replies"
cp "$town/spaces" "$work/spaces"
# shellcheck disable=SC2034 # read by looking.sh
honest=3
check "farm: scan" scan user farm --lan auto --lan-thorough --roots "$town/ca.pem"
check "farm: within its bounds" bounded farm
check "farm: what is left out is said" said farm
check "farm: all there" hostile farm
check "farm: judge the town alone" town_only farm
check "farm: the town is read" node "$here/compare.mjs" "$town" \
	"$work/farm/town.json" "$work/farm/document.json" thorough
check "farm: manners" node "$here/manners.mjs" "$work/farm/capture" "$own" "$network"
close
