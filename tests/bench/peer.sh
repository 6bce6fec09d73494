#!/bin/sh
# Compare a whole scan with a real peer on this very machine, in one run:
# "garde scan" against "lynis audit system" (Debian's package), both without
# questions. Prints seconds, resident memory and the ratios; fails when the scan
# is not at least 50 times faster, takes 2 s, or holds more than 20 MB.
#   sh tests/bench/peer.sh [RUNS]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
runs=${1:-5}
# shellcheck source=packaging/install.sh
. "$top/packaging/install.sh"
# shellcheck disable=SC2086
install_missing $BUILD_PACKAGES lynis time

cd "$top"
cmake --preset release >/dev/null
cmake --build --preset release >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure FILE COMMAND...: append "seconds kilobytes" of the whole process; the
# memory is that of the largest single process it started.
measure() {
	file=$1
	shift
	command time -f '%e %M' -a -o "$file" "$@" >/dev/null 2>&1 </dev/null || true
}

# middle FILE COLUMN: the median.
middle() {
	grep -E '^[0-9.]+ [0-9]+$' "$1" | awk -v c="$2" '{ print $c }' | sort -n |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

measure "$work/warm" build/release/garde scan --no-questions --no-open --out "$work/out"
i=0
while [ "$i" -lt "$runs" ]; do
	measure "$work/garde" build/release/garde scan --no-questions --no-open --out "$work/out"
	i=$((i + 1))
done
measure "$work/lynis" lynis audit system --quick --no-colors

seconds=$(middle "$work/garde" 1)
memory=$(middle "$work/garde" 2)
peer_seconds=$(middle "$work/lynis" 1)
peer_memory=$(middle "$work/lynis" 2)
awk -v s="$seconds" -v m="$memory" -v ps="$peer_seconds" -v pm="$peer_memory" -v n="$runs" '
BEGIN {
	if (s < 0.01) s = 0.01 # the resolution of time(1)
	printf "garde scan:         %6.2f s  %6.1f MB  (median of %d)\n", s, m / 1024, n
	printf "lynis audit system: %6.2f s  %6.1f MB  (one run)\n", ps, pm / 1024
	printf "ratio:              %6.0f x  %6.1f x\n", ps / s, pm / m
	exit !(ps / s >= 50 && s < 2 && m < 20 * 1024)
}'
