# shellcheck shell=sh
# Sourced by the tests of this folder, with $here and $garde: scan a town, and
# check what came out.
# shellcheck disable=SC2154

if [ "$(id -u)" -ne 0 ]; then
	echo "skipped: namespaces need root"
	exit 77
fi

work=$(mktemp -d)
chmod 755 "$work"
town=$work/town
trap 'sh "$here/town.sh" down "$town"; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
passed=0
failed=0
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

# town_known: what the town that is up is called.
town_known() {
	cp "$town/spaces" "$work/spaces"
	street=$(head -n 1 "$town/spaces")
	own=$(cat "$town/clerk/address")
	network=${own%.*}
}

# close: how many there were.
close() {
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# scan AS NAME OPTION...: facts and document of a scan, with its capture, what
# it cost (seconds and kilobytes), and its exit status, 0 or one of $honest.
honest=${HONEST:-}
scan() {
	as=$1
	out=$work/$2
	shift 2
	mkdir -p "$out"
	chmod 777 "$out"
	tcpdump_start "$out/capture"
	status=0
	sh "$here/town.sh" "$as" "$town" env HOME="$out" LANG=C.UTF-8 \
		time -q -f '%e %M' -o "$out/cost" "$garde" collect "$@" -o "$out/facts.json" >"$out/log" 2>&1 ||
		status=$?
	tcpdump_stop
	echo "$status" >"$out/status"
	case " 0 $honest " in
	*" $status "*) ;;
	*)
		cat "$out/log"
		return 1
		;;
	esac
	"$garde" judge "$out/facts.json" -o "$out/document.json"
	cat "$out/cost"
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

# printers: nobody said a word to the one of the town.
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
