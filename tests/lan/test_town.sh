#!/bin/sh
# Scan the town hall of town.sh, at two seeds, with and without privilege, and
# compare what is found with what is true; then the manners, in a capture.
#   sh test_town.sh GARDE
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
garde=$(realpath "$1")
passed=0
failed=0

if [ "$(id -u)" -ne 0 ]; then
	echo "skipped: namespaces need root"
	exit 77
fi

work=$(mktemp -d)
chmod 755 "$work"
town=$work/town
trap 'sh "$here/town.sh" down "$town"; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
# Another user may not come where the program is built.
install -m 755 "$garde" "$work/garde"
garde=$work/garde

# check NAME COMMAND...: what it says if it fails, its last line if not.
check() {
	name=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
		echo "ok   $name: $(tail -n 1 "$work/said")"
	else
		failed=$((failed + 1))
		echo "FAIL $name"
		sed 's/^/     /' "$work/said"
	fi
}

# scan AS NAME OPTION...: facts and document of a scan, with its capture.
scan() {
	as=$1
	out=$work/$2
	shift 2
	mkdir -p "$out"
	chmod 777 "$out"
	tcpdump_start "$out/capture"
	sh "$here/town.sh" "$as" "$town" env HOME="$out" LANG=C.UTF-8 \
		"$garde" collect "$@" -o "$out/facts.json" >"$out/log" 2>&1 ||
		{
			cat "$out/log"
			return 1
		}
	tcpdump_stop
	"$garde" judge "$out/facts.json" -o "$out/document.json"
}

tcpdump_start() {
	ip netns exec "$street" tcpdump -i clerk -n -B 16384 -w "$1" -U -Z root \
		>"$1.log" 2>&1 &
	tcpdump=$!
	while ! grep -q 'listening on' "$1.log"; do
		sleep 0.05
	done
}

tcpdump_stop() {
	sleep 0.2
	kill -INT "$tcpdump"
	wait "$tcpdump" || true
}

# look AS NAME LEVEL OPTION...: a scan, what it found, how it behaved.
look() {
	label="seed $seed, $2"
	out=$work/$2
	as=$1
	level=$3
	part=$2
	shift 3
	check "$label: scan" scan "$as" "$part" "$@"
	check "$label: truth" node "$here/compare.mjs" "$town" \
		"$out/facts.json" "$out/document.json" "$level"
	check "$label: manners" node "$here/manners.mjs" "$out/capture" \
		"$own" "$network"
}

printers() {
	for number in 9100 515 631; do
		[ ! -s "$town/copier/received/$number" ] || {
			echo "port $number was sent something"
			return 1
		}
	done
	echo "nothing was sent to a printer"
}

# gone: the town left nothing behind.
gone() {
	while read -r space; do
		! ip netns list | grep -q "^$space" || return 1
		! grep -q "$space" /proc/self/mountinfo || return 1
	done <"$work/spaces"
	! pgrep -f "$town" || return 1
	[ ! -e "$town" ] || return 1
	echo "no trace"
}

for seed in 1 2; do
	check "seed $seed: up" timeout 60 sh "$here/town.sh" up "$seed" "$town"
	cp "$town/spaces" "$work/spaces"
	street=$(head -n 1 "$town/spaces")
	own=$(cat "$town/clerk/address")
	network=${own%.*}
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
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
