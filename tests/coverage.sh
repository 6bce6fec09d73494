#!/bin/sh
# Print the line coverage that the tests just left in the build folder $1, and
# fail under the bars: 95 % for the pure folders, 85 % for the rest.
set -eu

build=$1
trace=$build/lines.json

# bar NAME PERCENT FILTER...
bar() {
	name=$1
	least=$2
	shift 2
	filters=""
	for path in "$@"; do
		filters="$filters --filter $path"
	done
	# shellcheck disable=SC2086
	percent=$(gcovr --root . --add-tracefile "$trace" $filters \
		--print-summary 2>/dev/null |
		sed -n 's/^lines: \([0-9.]*\)%.*/\1/p')
	echo "$name: ${percent:-0} % of lines, at least $least %"
	awk -v got="${percent:-0}" -v least="$least" \
		'BEGIN { exit !(got + 0 >= least + 0) }'
}

# Read once, since that takes longest.
gcovr --root . --object-directory "$build" -j "$(nproc)" \
	--filter core/ --filter checks/ --filter report/ --filter agent/ \
	--filter coordinator/ --exclude-throw-branches --json "$trace"
bad=0
bar "checks/rule" 95 checks/rule/ || bad=1
bar "report" 95 report/ || bad=1
bar "core, checks, agent" 85 core/ 'checks/[^/]*\.c' checks/probe/ agent/ || bad=1
bar "coordinator" 85 coordinator/ || bad=1
exit "$bad"
