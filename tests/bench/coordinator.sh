#!/bin/sh
# A campaign: communes send a report each, over a TLS connection each, through
# nginx with the site that is shipped, to the service. Prints seconds, p50 and
# p99 in ms, memory, what was lost, and the ratio to who writes the same rows
# and does nothing else: a bare loop of SQLite, pgbench. Fails where it must.
#   sh tests/bench/coordinator.sh [COMMUNES [sqlite|postgresql]...]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
communes=${1:-35000}
[ $# -gt 0 ] && shift
stores=${*:-sqlite postgresql}
build=${BUILD:-$top/build/bench}
threads=${THREADS:-64}
seconds_most=${SECONDS_MOST:-120}
p99_most=${P99_MOST:-2000}
ratio_least=${RATIO_LEAST:-0.5}
kilobytes_most=65536
# Two runs at once do not meet, nor below what systems give to clients.
port=$((10000 + $$ % 10000 * 2))
postgres=/usr/lib/postgresql/15/bin

if [ -z "${BUILD:-}" ]; then
	# shellcheck source=packaging/install.sh
	. "$top/packaging/install.sh"
	# shellcheck disable=SC2086
	install_missing $BUILD_PACKAGES libcmocka-dev nginx-light postgresql-15 openssl sqlite3
	cmake -S "$top" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=gcc >/dev/null
	cmake --build "$build" --target garde-coordinator swarm >/dev/null
fi
swarm=$build/tests/swarm
work=$(mktemp -d)
chmod 755 "$work"
missed=0
service=''
nginx=''
server=''

end() {
	for pid in $service $nginx $server; do
		kill "$pid" 2>/dev/null || true
	done
	for pid in $service $nginx $server; do
		wait "$pid" 2>/dev/null || true
	done
	service=''
	nginx=''
	server=''
}
trap 'end; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# await SECONDS COMMAND...: until it succeeds.
await() {
	left=$(($1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		sleep 0.1
	done
}

certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$work/key.pem" -out "$work/chain.pem" -days 2 \
		-subj /CN=localhost 2>/dev/null
}

# The shipped site, at another name, port and socket.
start_nginx() {
	mkdir -p "$work/nginx"
	{
		echo "user root; daemon off; pid $work/nginx.pid; error_log $work/nginx.err;"
		echo "worker_processes 2; worker_rlimit_nofile 8192;"
		echo "events { worker_connections 4096; }"
		echo "http { access_log off;"
		for part in client_body proxy fastcgi uwsgi scgi; do
			echo "${part}_temp_path $work/nginx/$part;"
		done
		sed -e "s|unix:/run/garde-coordinator/http.sock|unix:$work/http.sock|" \
			-e "s|/etc/letsencrypt/live/coordinateur.example.fr/fullchain.pem|$work/chain.pem|" \
			-e "s|/etc/letsencrypt/live/coordinateur.example.fr/privkey.pem|$work/key.pem|" \
			-e 's|coordinateur.example.fr|localhost|g' \
			-e "s|listen 80;|listen 127.0.0.1:$((port + 1));|; s|listen 443 ssl|listen 127.0.0.1:$port ssl|" \
			-e '/listen \[::\]/d' "$top/packaging/nginx/garde-coordinator.conf"
		echo "}"
	} >"$work/nginx.conf"
	nginx -c "$work/nginx.conf" &
	nginx=$!
}

start_postgresql() {
	chown postgres "$work"
	mkdir -p "$work/sockets"
	chown postgres "$work/sockets"
	runuser -u postgres -- "$postgres/initdb" -D "$work/data" -A trust >/dev/null
	runuser -u postgres -- "$postgres/postgres" -D "$work/data" -k "$work/sockets" \
		-c listen_addresses= -c max_wal_size=4GB -c shared_buffers=256MB 2>"$work/postgres.err" &
	server=$!
	await 30 psql -h "$work/sockets" -U postgres -c 'SELECT 1'
	psql -q -h "$work/sockets" -U postgres -c 'CREATE DATABASE garde'
}

# Kilobytes that the service and its processes have for themselves or share.
memory() {
	total=0
	for pid in $1 $(pgrep -P "$1") $(pgrep -P "$(pgrep -d, -P "$1" | tr -d '\n')" 2>/dev/null); do
		kb=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null || echo 0)
		total=$((total + ${kb:-0}))
	done
	echo "$total"
}

watch_memory() {
	most=0
	while kill -0 "$1" 2>/dev/null; do
		now=$(memory "$1")
		if [ "$now" -gt "$most" ]; then
			most=$now
			echo "$most" >"$work/memory"
		fi
		sleep 1
	done
}

must() {
	if awk "BEGIN { exit !($2) }"; then
		return
	fi
	echo "  MISSED: $1 ($2)"
	missed=1
}

word() {
	tr ' ' '\n' <"$work/sent" | awk -v w="$1" 'found { print; exit } $0 == w { found = 1 }'
}

# pgbench writes the rows that are there into tables of its own.
bench_postgresql() {
	psql -q -h "$work/sockets" -U postgres garde <<-SQL
		CREATE SCHEMA peer;
		CREATE SEQUENCE peer.n;
		CREATE TABLE peer.receipt (LIKE receipt INCLUDING ALL);
		CREATE TABLE peer.report (LIKE report INCLUDING ALL);
		CREATE TABLE peer.machine (LIKE machine INCLUDING ALL);
		CREATE TABLE peer.standing (LIKE standing INCLUDING ALL);
		CREATE TABLE peer.finding (LIKE finding INCLUDING ALL);
		CREATE TABLE peer.rating (LIKE rating INCLUDING ALL);
	SQL
	cat >"$work/peer.sql" <<-SQL
		BEGIN;
		SELECT lpad(nextval('peer.n')::text, 5, '0') AS insee \gset
		INSERT INTO peer.receipt SELECT * FROM receipt WHERE insee = ':insee';
		INSERT INTO peer.report SELECT * FROM report WHERE insee = ':insee';
		INSERT INTO peer.machine SELECT * FROM machine WHERE insee = ':insee';
		INSERT INTO peer.standing SELECT * FROM standing WHERE insee = ':insee';
		INSERT INTO peer.finding SELECT * FROM finding WHERE insee = ':insee';
		INSERT INTO peer.rating SELECT * FROM rating WHERE insee = ':insee';
		COMMIT;
	SQL
	pgbench -h "$work/sockets" -U postgres -n -c 8 -j 2 -t $((communes / 8)) \
		-f "$work/peer.sql" garde 2>/dev/null |
		awk '/^tps/ { printf "%d\n", $3 }'
}

campaign() {
	kind=$1
	folder=$work/$kind
	mkdir -m 700 "$folder"
	where=$folder/garde.db
	if [ "$kind" = postgresql ]; then
		start_postgresql
		where="postgresql:///garde?host=$work/sockets&user=postgres"
	fi
	"$swarm" prepare "$folder" "$communes" "$where"
	"$build/garde-coordinator" serve --state "$folder" --store "$where" \
		--listen "unix:$work/http.sock" >"$work/serve.out" 2>"$work/serve.err" &
	service=$!
	start_nginx
	await 20 curl -skf "https://localhost:$port/healthz" --resolve "localhost:$port:127.0.0.1" || { cat "$work/nginx.err" "$work/serve.err"; exit 1; }
	watch_memory "$service" &
	watcher=$!
	echo "$kind, $communes communes:"
	"$swarm" send "$folder" 127.0.0.1 "$port" "$threads" >"$work/sent" || missed=1
	sed 's/^/  /' "$work/sent"
	echo "  memory $(cat "$work/memory") kB"
	kill "$service"
	wait "$service" 2>/dev/null || true
	wait "$watcher" 2>/dev/null || true
	kill "$nginx"
	wait "$nginx" 2>/dev/null || true
	service=''
	nginx=''
	"$swarm" check "$folder" "$where" | sed 's/^/  /'
	if [ "$kind" = sqlite ]; then
		bare=$("$swarm" peer "$folder" | awk '{ print $2 }')
	else
		bare=$(bench_postgresql)
	fi
	rate=$(word rate)
	echo "  bare $bare a second, ratio $(awk "BEGIN { printf \"%.2f\", $rate / $bare }")"
	must "seconds" "$(word seconds) <= $seconds_most"
	must "p99" "$(word p99) < $p99_most"
	must "lost" "$(word taken) == $communes"
	must "memory" "$(cat "$work/memory") < $kilobytes_most"
	must "half of who only writes" "$rate >= $ratio_least * $bare"
	end
	rm -rf "$folder"
}

certificate
for store in $stores; do
	campaign "$store"
done
exit "$missed"
