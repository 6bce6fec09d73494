#!/bin/sh
# Compare the reading of one capture, in one run on this very machine: "garde
# listen" against tshark and dsniff (Debian's packages). The capture is made by
# traffic.c: large files of 200 conversations at a time, and between them every
# conversation of listened.def, whose sums are known. Prints packets a second,
# resident memory and what was found; fails when garde reads less than 500,000
# packets a second, when its memory grows with the capture or passes 12 MB, and
# when one of its counts is not the known one.
#   sh tests/bench/listen.sh [PACKETS]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
packets=${1:-1000000}
# shellcheck source=packaging/install.sh
. "$top/packaging/install.sh"
# shellcheck disable=SC2086
install_missing $BUILD_PACKAGES tshark dsniff time

cd "$top"
cmake --preset release >/dev/null
cmake --build --preset release --target garde >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -I. \
	tests/bench/traffic.c core/buf.c core/err.c -o "$work/traffic"
"$work/traffic" "$work/tenth.pcap" $((packets / 10)) >/dev/null
"$work/traffic" "$work/all.pcap" "$packets" | sort >"$work/truth"

# measure NAME COMMAND...: "seconds of one core, kilobytes, seconds" to NAME,
# output to NAME.out. Other programs that run meanwhile do not count.
measure() {
	name=$work/$1
	shift
	command time -f '%U %S %M %e' -o "$name.raw" "$@" >"$name.out" 2>"$name.err" </dev/null || true
	tail -n 1 "$name.raw" | awk '{ print $1 + $2, $3, $4 }' >"$name"
}

# What garde counted, a name and a number a line.
counts() {
	tr -d '\n\t' <"$1" | grep -oE '"(protocol|code)":"[a-z0-9-]+","count":[0-9]+' |
		sed 's/.*:"\([^"]*\)","count":/\1 /' | sort
}

# The logins that tshark shows, each field of one.
fields='ftp.request.command=="PASS" || pop.request.command=="PASS" || http.authbasic ||
imap.request.command=="LOGIN" || imap.request.command=="login" || smtp.auth.password ||
smtp.auth.username_password || ldap.simple || snmp.community || vnc.client_security_type'

# The file is read into memory first, so that the disk favours nobody.
cat "$work/all.pcap" >/dev/null
measure tenth build/release/garde listen --quiet --read "$work/tenth.pcap" -o -
for try in 1 2 3; do
	measure "garde$try" build/release/garde listen --quiet --read "$work/all.pcap" -o -
done
sort -n "$work/garde1" "$work/garde2" "$work/garde3" | sed -n 2p >"$work/garde"
measure dsniff dsniff -n -p "$work/all.pcap"
measure tshark tshark -r "$work/all.pcap" -Y "$fields" -T fields -e frame.number

counts "$work/garde1.out" >"$work/heard"
if ! diff "$work/truth" "$work/heard" >"$work/wrong"; then
	echo "FAIL the counts are not the known ones:"
	cat "$work/wrong"
	exit 1
fi
real=$(tr -d '\n\t' <"$work/garde1.out" | sed 's/.*"listen.packets":{"state":"known","value":\([0-9]*\).*/\1/')
logins=$(awk '/^(ftp|telnet|pop3|imap|smtp|http|ldap|snmp|vnc) / { n += $2 } END { print n }' "$work/heard")
events=$(awk '{ n += $2 } END { print n }' "$work/heard")
seen_dsniff=$(grep -c -- '-----' "$work/dsniff.out") || true
seen_tshark=$(wc -l <"$work/tshark.out")
echo "capture: $real packets, $(($(wc -c <"$work/all.pcap") / 1000000)) MB; $logins logins, $((events - logins)) other events"
for tool in garde dsniff tshark; do
	case $tool in
	garde) found="all of them, and nothing else" ;;
	dsniff) found="$seen_dsniff records, anonymous and empty ones among them" ;;
	tshark) found="$seen_tshark packets that show a login, each repetition among them" ;;
	esac
	awk -v t=$tool -v p="$real" -v f="$found" '{
		if ($1 < 0.01) $1 = 0.01
		printf "%-7s %6.2f s of a core (%.2f s in all) %8.0f packets/s %6.1f MB  %s\n", t, $1, $3, p / $1, $2 / 1024, f
	}' "$work/$tool"
done
awk -v p="$real" 'NR == 1 { s = $1; m = $2 } NR == 2 { t = $2 }
END {
	if (s < 0.01) s = 0.01
	printf "memory: %.1f MB for a tenth of it, %.1f MB for all\n", t / 1024, m / 1024
	exit !(p / s >= 500000 && m < 12 * 1024 && m - t < 512)
}' "$work/garde" "$work/tenth"
