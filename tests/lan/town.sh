#!/bin/sh
# A small town hall's network on one machine, for root: a namespace per device,
# real daemons from Debian in them, and what is true of each in three files.
#   sh town.sh up SEED FOLDER           build it; FOLDER/truth, ports, hosts
#   sh town.sh farm FOLDER REPLIES      hostile devices on all other addresses
#   sh town.sh crowd COUNT FOLDER       no town: that many live, dull addresses
#   sh town.sh clerk FOLDER COMMAND...  run something where the scan is run
#   sh town.sh user FOLDER COMMAND...   the same without any privilege
#   sh town.sh down FOLDER              end everything, leave no trace
# FOLDER/hosts: address kind name MAC ("any": no kind can be told)
# FOLDER/ports: address port transport must|may
# FOLDER/truth: address port transport code value ("-": none, or not judged)
# The seed changes addresses, order, dates, names of shares, moods.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
conf=$here/town
devices=
# shellcheck source=tests/lan/town/devices.sh
. "$conf/devices.sh"

# name_space HOST: the prefix is that of the folder, so that two towns can be.
name_space() {
	printf 't%s-%s' "$(printf %s "$folder" | cksum | cut -c1-5)" "$1"
}

# pick LABEL COUNT: a number below COUNT that the seed decides.
pick() {
	echo $(($(printf '%s %s' "$seed" "$1" | cksum | cut -d' ' -f1) % $2))
}

# choose LABEL WORD...: one of the words, by the seed.
choose() {
	label=$1
	shift
	shift "$(pick "$label" $#)"
	echo "$1"
}

days() {
	date -u -d "$1 days" +%s
}

# inside HOST COMMAND...: run in its namespace, with a /run of its own.
inside() {
	space=$(name_space "$1")
	own=$folder/$1/run
	shift
	# shellcheck disable=SC2016
	ip netns exec "$space" sh -c \
		'mount --bind "$0" /run && exec "$@"' "$own" "$@"
}

# start HOST NAME COMMAND...: a daemon in the foreground of its own session.
start() {
	host=$1
	log=$folder/$1/log/$2.log
	shift 2
	(inside "$host" setsid "$@" </dev/null >"$log" 2>&1 &)
}

# fill HOST FILE...: the templates with the host's values, to standard output.
fill() {
	fill_host=$1
	shift
	(cd "$conf" && cat "$@") | sed -e "s|@FOLDER@|$folder/$fill_host|g" \
		-e "s|@ADDRESS@|$(address "$fill_host")|g" -e "s|@NET@|$net|g" \
		-f "$folder/$fill_host/values"
}

# value HOST KEY TEXT: what fill puts for @KEY@.
value() {
	printf 's|@%s@|%s|g\n' "$2" "$3" >>"$folder/$1/values"
}

address() {
	cat "$folder/$1/address"
}

# sign HOST PORT TRANSPORT CODE [VALUE]: what the scan must say, and only that.
sign() {
	echo "$(address "$1") $2 $3 $4 ${5:--}" >>"$folder/truth"
}

# port HOST PORT [TRANSPORT [must|may]]
port() {
	echo "$(address "$1") $2 ${3:-tcp} ${4:-must}" >>"$folder/ports"
}

# host NAME KIND MAC NUMBER: a namespace with a cable to the bridge.
host() {
	mkdir -p "$folder/$1/run/sshd" "$folder/$1/run/samba" "$folder/$1/log" "$folder/$1/www"
	echo "$net.$4" >"$folder/$1/address"
	echo "s|@NAME@|$1|g" >"$folder/$1/values"
	space=$(name_space "$1")
	ip netns add "$space"
	echo "$space" >>"$folder/spaces"
	ip -n "$street" link add "$1" type veth peer name eth0 \
		address "$3" netns "$space"
	ip -n "$street" link set "$1" master street up
	ip netns exec "$space" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1 net.ipv4.ping_group_range='0 0'
	ip -n "$space" link set lo up
	ip -n "$space" address add "$net.$4/24" brd + dev eth0
	ip -n "$space" link set eth0 up
	[ "$1" != clerk ] || ip -n "$space" route add default via "$gateway"
	echo "$net.$4 $2 $1 $3" >>"$folder/hosts"
}

# The folder, the helper, the street that all cables go to.
town_ground() {
	[ ! -e "$folder/spaces" ] || {
		echo "There is a town in $folder already." >&2
		exit 1
	}
	mkdir -p "$folder/authority"
	: >"$folder/truth"
	: >"$folder/ports"
	: >"$folder/hosts"
	chmod 755 "$folder"
	echo "$net.0/24" >"$folder/range"
	cc -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -o "$folder/talk" "$here/talk.c"
	street=$(name_space street)
	ip netns add "$street"
	echo "$street" >"$folder/spaces"
	ip -n "$street" link add street type bridge mcast_snooping 0
	ip -n "$street" link set street up
	ip -n "$street" link set lo up
}

# One namespace that owns many addresses, with a page and a shell on each.
town_crowd() {
	net=10.99.7
	gateway=none
	town_ground
	host crowd any 52:54:00:ba:d0:02 253
	gateway=$net.253
	host clerk self 52:54:00:ba:d0:03 254
	number=1
	while [ "$number" -le "$1" ]; do
		echo "route add local $net.$number dev eth0"
		number=$((number + 1))
	done | ip -n "$(name_space crowd)" -batch -
	mkdir "$folder/crowd/received"
	start crowd talk "$folder/talk" "$folder/crowd/received" 80:hush 22:hush
	sleep 0.5
}

town_up() {
	# Read by devices.sh.
	# shellcheck disable=SC2034
	odd=$((seed % 2))
	case $((seed % 3)) in
	0) net=10.$((1 + $(pick a 250))).$(pick b 250) ;;
	1) net=192.168.$((1 + $(pick a 250))) ;;
	*) net=172.$((16 + $(pick a 16))).$(pick b 250) ;;
	esac
	gateway=$net.$(choose gateway 1 254)
	town_ground
	devices_place
	authority
	for name in $devices; do
		"device_$name" "$name"
	done
	town_wait
	# What lists the shares starts at the first question.
	for name in nas pc; do
		ip netns exec "$(name_space clerk)" smbclient -N -p 445 -L \
			"//$(address "$name")" \
			>/dev/null 2>&1 || true
	done
}

# A namespace that owns every address of the network that nobody has yet.
town_farm() {
	net=$(sed 's|\.0/24$||' "$folder/range")
	street=$(name_space street)
	gateway=none
	cc -std=c11 -D_GNU_SOURCE -O1 -o "$folder/farm-own" "$here/farm.c"
	host farm any 52:54:00:ba:d0:01 253
	sed -i '/ farm /d' "$folder/hosts"
	space=$(name_space farm)
	number=1
	while [ "$number" -lt 255 ]; do
		grep -q "^$net\.$number " "$folder/hosts" ||
			echo "route replace local $net.$number dev eth0"
		number=$((number + 1))
	done | ip -n "$space" -batch -
	ports=$(sed -n '/"lan_ports"/,/\]/s/.*"port": \([0-9]*\), "transport": "tcp".*/\1/p' \
		"$here/../../checks/baseline/baseline.json")
	ip netns exec "$space" sysctl -qw net.core.somaxconn=1024
	# shellcheck disable=SC2086
	start farm farm "$folder/farm-own" "$1" $ports
	while [ "$(ip netns exec "$space" ss -Hlnt | wc -l)" -lt 50 ]; do
		sleep 0.1
	done
}

# Until every port that must be there listens; 30 s at most. Looked up in the
# tables of the system: nothing is connected to.
town_wait() {
	tries=0
	while ! town_listens; do
		tries=$((tries + 1))
		if [ "$tries" -gt 150 ]; then
			echo "These do not listen after 30 s:" >&2
			cat "$folder/waiting" >&2
			exit 1
		fi
		sleep 0.2
	done
}

town_listens() {
	for name in $devices; do
		there=$(address "$name")
		ip netns exec "$(name_space "$name")" ss -Hlntu |
			awk -v a="$there" '{ n = split($5, p, ":"); print a, p[n], $1 }'
	done | sort -u >"$folder/listening"
	grep ' must$' "$folder/ports" | sed 's/ must$//' | sort -u |
		comm -23 - "$folder/listening" >"$folder/waiting"
	[ ! -s "$folder/waiting" ]
}

# Every process of the namespaces, then the namespaces with their cables.
town_down() {
	[ -e "$folder/spaces" ] || return 0
	for signal in TERM TERM KILL KILL KILL; do
		pids=
		while read -r space; do
			pids="$pids $(ip netns pids "$space" 2>/dev/null | tr '\n' ' ')"
		done <"$folder/spaces"
		[ -n "$(echo "$pids" | tr -d ' ')" ] || break
		# shellcheck disable=SC2086
		kill "-$signal" $pids 2>/dev/null || true
		sleep 0.3
	done
	while read -r space; do
		ip netns del "$space" 2>/dev/null || true
	done <"$folder/spaces"
	rm -rf "$folder"
}

usage() {
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

[ $# -ge 2 ] || usage
task=$1
shift
if [ "$task" = up ] || [ "$task" = crowd ]; then
	[ $# -eq 2 ] || usage
	seed=$1
	shift
fi
folder=$(realpath -m "$1")
shift
case $task in
up) town_up ;;
crowd) town_crowd "$seed" ;;
farm) town_farm "$1" ;;
down) town_down ;;
clerk) ip netns exec "$(name_space clerk)" "$@" ;;
user)
	ip netns exec "$(name_space clerk)" setpriv --reuid nobody --regid nogroup \
		--clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
	;;
*) usage ;;
esac
