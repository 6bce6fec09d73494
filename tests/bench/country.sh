#!/bin/sh
# How large a country gets in a store, and how long each page takes, on SQLite
# and on PostgreSQL: what coordinator/SCALE.md reckons with. Weeks of history
# are tried twice, few and many: no page may take longer for it.
#   sh tests/bench/country.sh [COMMUNES [WEEKS]]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
communes=${1:-35000}
weeks=${2:-52}
build=${BUILD:-$top/build/bench}
postgres=/usr/lib/postgresql/15/bin

if [ -z "${BUILD:-}" ]; then
	cmake -S "$top" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=gcc >/dev/null
	cmake --build "$build" --target country >/dev/null
fi
country=$build/tests/country
work=$(mktemp -d)
chmod 755 "$work"
server=''

end() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
	rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

as_postgres() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid postgres --regid postgres --clear-groups "$@"
	else
		"$@"
	fi
}

for n in 4 "$weeks"; do
	echo "== SQLite, $communes communes, $n weeks of reports"
	"$country" "$work/$n.db" "$communes" "$n"
	stat -c 'file  %s bytes' "$work/$n.db"
	rm -f "$work/$n.db"*
done

mkdir "$work/pg"
[ "$(id -u)" -ne 0 ] || chown postgres "$work/pg"
as_postgres "$postgres/initdb" -D "$work/pg" -U postgres -A trust --no-locale -E UTF8 >/dev/null
as_postgres "$postgres/postgres" -D "$work/pg" -k "$work/pg" \
	-c listen_addresses= -c shared_buffers=256MB -c max_wal_size=4GB \
	>"$work/pg.log" 2>&1 &
server=$!
until as_postgres "$postgres/pg_isready" -q -h "$work/pg"; do
	sleep 0.2
done
for n in 4 "$weeks"; do
	echo "== PostgreSQL, $communes communes, $n weeks of reports"
	as_postgres "$postgres/createdb" -h "$work/pg" -U postgres "r$n"
	"$country" "postgresql:///r$n?host=$work/pg&user=postgres" "$communes" "$n"
	as_postgres "$postgres/dropdb" -h "$work/pg" -U postgres "r$n"
done
