#!/bin/sh
# Compare the look at a network with nmap, on one network and the same ports,
# one run: the town of tests/lan/town.sh. Prints seconds, memory, what is found
# of what is there, ratios; fails where the look is not as good as it must be.
#   sh tests/bench/lan.sh [RUNS]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
lan=$top/tests/lan
runs=${1:-5}
scripts=smb-protocols,smb2-security-mode,smb-enum-shares,rdp-enum-encryption
scripts=$scripts,vnc-info,ftp-anon,snmp-sysdescr,ssl-cert,ssl-enum-ciphers
scripts=$scripts,upnp-info,redis-info,nfs-showmount,rsync-list-modules
scripts=$scripts,telnet-encryption,http-auth,http-title,imap-capabilities
scripts=$scripts,pop3-capabilities,smtp-commands,mysql-empty-password

# shellcheck source=packaging/install.sh
. "$top/packaging/install.sh"
# shellcheck disable=SC2086
install_missing $BUILD_PACKAGES nmap time
cd "$top"
cmake --preset release >/dev/null
cmake --build --preset release >/dev/null

work=$(mktemp -d)
chmod 755 "$work"
town=$work/town
trap 'sh "$lan/town.sh" down "$town"; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
install -m 755 build/release/garde "$work/garde"
garde=$work/garde
missed=0

# cost FILE AS COMMAND...: append "seconds kilobytes processor-seconds" of a
# command in the clerk's place; what it said is in FILE.out.
cost() {
	file=$work/$1
	as=$2
	shift 2
	touch "$file.cost"
	chmod 666 "$file.cost"
	sh "$lan/town.sh" "$as" "$town" time -f '%e %M %U %S' -a -o "$file.cost" \
		"$@" >"$file.out" 2>"$file.err" </dev/null || true
}

# middle FILE COLUMN: the median.
middle() {
	awk -v c="$2" '{ print $c }' "$work/$1.cost" | sort -n |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

most() {
	awk -v c="$2" '$c > m { m = $c } END { print m }' "$work/$1.cost"
}

# seen FILE: hosts and open ports that were told, of the town alone.
seen() {
	awk -v known="$town/hosts" '
	BEGIN { while ((getline line < known) > 0) { split(line, f, " "); town[f[1]] = 1 } }
	{
		for (i = 1; i <= NF; i++) {
			word = $i
			gsub(/[(),]/, "", word)
			if (word in town) { if (!(word in hosts)) n++; hosts[word] = 1 }
			if (word ~ /^[0-9]+\/tcp$/ && $0 !~ /closed|filtered|\[/) ports++
		}
	}
	END { printf "%d/%d hosts %d ports", n, length(town), ports }' "$work/$1.out"
}

# row NAME FILE
row() {
	printf '%-34s %7.2f s %6.1f MB  %s\n' "$1" "$(middle "$2" 1)" \
		"$(ratio "$(most "$2" 2)" 1024)" "$(seen "$2")"
}

# must NAME OURS COMPARISON LIMIT: say it, and count what is not so.
must() {
	if awk -v a="$2" -v b="$4" "BEGIN { exit !(a $3 b) }"; then
		printf 'ok   %s: %s (%s %s)\n' "$1" "$2" "$3" "$4"
	else
		printf 'MISS %s: %s (must be %s %s)\n' "$1" "$2" "$3" "$4"
		missed=$((missed + 1))
	fi
}

ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'
}

sh "$lan/town.sh" up 1 "$town"
range=$(cat "$town/range")
tcp=$(sed -n '/"lan_ports"/,/\]/s/.*"port": \([0-9]*\), "transport": "tcp".*/\1/p' \
	checks/baseline/baseline.json | paste -sd,)
there=$(awk -v asked=",$tcp," '$3 == "tcp" && index(asked, "," $2 ",")' \
	"$town/ports" | wc -l)
echo "== Hosts and ports: $(wc -l <"$town/hosts") hosts, $there open ports of $(echo "$tcp" | tr , '\n' | wc -l)"
i=0
while [ "$i" -lt "$runs" ]; do
	cost ours clerk "$garde" network --lan "$range" --lan-ports
	cost plain user "$garde" network --lan "$range" --lan-ports
	cost nmap-s clerk nmap -sS -n -T4 -p "$tcp" "$range"
	cost nmap-t clerk nmap -sT -n -T4 -p "$tcp" "$range"
	cost nmap-plain user nmap -n -T4 -p "$tcp" "$range"
	i=$((i + 1))
done
cost nmap-pn user nmap -Pn -n -T4 -p "$tcp" "$range"
row "garde, root" ours
row "garde, plain user" plain
row "nmap -sS" nmap-s
row "nmap -sT" nmap-t
row "nmap, plain user" nmap-plain
row "nmap -Pn, plain user (once)" nmap-pn

echo "== Everything, thorough"
i=0
while [ "$i" -lt "$runs" ]; do
	cost all clerk "$garde" network --lan "$range" --lan-thorough --roots "$town/ca.pem"
	cost all-plain user "$garde" network --lan "$range" --lan-thorough --roots "$town/ca.pem"
	i=$((i + 1))
done
# As nmap is run: the TCP ports and the UDP ones that the scripts ask.
cost scripts clerk nmap -sS -sU -n -T4 -p "T:$tcp,U:137,161,1900" --script "$scripts" \
	-oX "$work/nmap.xml" "$range"
row "garde, root" all
row "garde, plain user" all-plain
row "nmap with scripts (once)" scripts
cost collect clerk "$garde" collect --lan "$range" --lan-thorough --roots "$town/ca.pem" \
	-o "$work/facts.json"
"$garde" judge "$work/facts.json" -o "$work/document.json"
node "$lan/compare.mjs" "$town" "$work/facts.json" "$work/document.json" thorough \
	>"$work/compared" || true
node "$here/nmap_signs.mjs" "$work/nmap.xml" "$town" >"$work/counted" 2>"$work/missed"
read -r signs theirs false <"$work/counted"
absent=$(grep -c '^missing sign' "$work/compared") || true
wrong=$(grep -c '^false sign' "$work/compared") || true
echo "signs: $signs there; garde $((signs - absent)) and $wrong false; nmap $theirs and $false false"
cat "$work/missed"

echo "== Ten runs, five packets of a hundred lost each way"
loss() {
	ip netns exec "$1" nft -f - <<END
table netdev loss {
	chain in {
		type filter hook ingress device "$2" priority 0;
		numgen random mod 100 < 5 drop
	}
}
END
}
loss "$(head -n 1 "$town/spaces")" clerk
loss "$(sh "$lan/town.sh" clerk "$town" ip netns identify)" eth0
whole=0
i=0
while [ "$i" -lt 10 ]; do
	cost lossy clerk "$garde" network --lan "$range" --lan-ports
	cost lossy-nmap clerk nmap -sS -n -T4 -p "$tcp" "$range"
	printf 'garde %s; nmap %s\n' "$(seen lossy)" "$(seen lossy-nmap)"
	case $(seen lossy) in *" $there ports") whole=$((whole + 1)) ;; esac
	i=$((i + 1))
done
sh "$lan/town.sh" down "$town"

echo "== A network of live hosts: seconds and processor seconds"
linear() {
	sh "$lan/town.sh" crowd "$1" "$town"
	range=$(cat "$town/range")
	cost "crowd-$1" clerk "$garde" network --lan "$range" --lan-ports
	cost "crowd-nmap-$1" clerk nmap -sS -n -T4 -p "$tcp" "$range"
	for who in crowd crowd-nmap; do
		awk -v n="$1" -v who="$who" '{ printf "%3d hosts %-10s %6.2f s %5.2f s cpu %5.1f MB\n",
			n, who, $1, $3 + $4, $2 / 1024 }' "$work/$who-$1.cost"
	done
	sh "$lan/town.sh" down "$town"
}
linear 60
linear 120
linear 240

echo "== What must be"
peer=$(awk -v a="$(middle nmap-s 1)" -v b="$(middle nmap-t 1)" 'BEGIN { print a < b ? a : b }')
must "ports: time to nmap's, root" "$(ratio "$(middle ours 1)" "$peer")" "<=" 0.5
must "ports: time to nmap's, plain user" "$(ratio "$(middle plain 1)" "$peer")" "<=" 0.5
must "ports: memory, MB" "$(ratio "$(most ours 2)" 1024)" "<=" 8
must "thorough: nmap's time to ours" "$(ratio "$(middle scripts 1)" "$(middle all 1)")" ">=" 27
must "thorough: seconds" "$(middle all 1)" "<=" 5
must "thorough: memory, MB" "$(ratio "$(most all 2)" 1024)" "<=" 12
must "thorough: signs found" "$((signs - absent))" ">=" "$signs"
must "thorough: false signs" "$wrong" "<=" 0
must "loss: runs with every port" "$whole" ">=" 10
cpu() {
	awk '{ print $3 + $4 }' "$work/crowd-$1.cost"
}
must "four times the hosts: processor time" "$(ratio "$(cpu 240)" "$(cpu 60)")" "<=" 5
[ "$missed" -eq 0 ]
