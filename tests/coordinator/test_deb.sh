#!/bin/sh
# The Debian package of the coordinator: the same bytes twice, and what is in
# it works: sh test_deb.sh FOLDER_OF_PROGRAMS
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT
fail() {
	echo "FAIL: $*" >&2
	exit 1
}

export GARDE_BUILD="$1" SOURCE_DATE_EPOCH=1795348800
one=$(sh "$top/packaging/deb/package.sh" "$work/one")
sleep 1
two=$(umask 077 && sh "$top/packaging/deb/package.sh" "$work/two")
cmp "$one" "$two" || fail "two builds differ"

dpkg-deb -f "$one" Depends | grep -q 'libmicrohttpd' || fail "no libraries are asked for"
[ "$(dpkg-deb -f "$one" Package)" = garde-coordinator ] || fail "another name"
dpkg-deb -c "$one" | awk '$2 != "root/root" { exit 1 }' || fail "an owner who is not root"
dpkg-deb -c "$one" | awk '$1 !~ /^l/ && ($1 ~ /w..w/ || substr($1, 9, 1) == "w") { exit 1 }' ||
	fail "a file that everybody may write"
dpkg-deb -R "$one" "$work/root"
(cd "$work/root" && md5sum -c --quiet DEBIAN/md5sums) || fail "other bytes than told"
for script in postinst prerm postrm; do
	sh -n "$work/root/DEBIAN/$script" || fail "$script"
done
while read -r file; do
	[ -f "$work/root$file" ] || fail "there is no $file"
done <"$work/root/DEBIAN/conffiles"

# What nobody asks about at an upgrade, and finds all the same.
[ -f "$work/root/usr/share/doc/garde-coordinator/examples/nginx.conf" ] ||
	fail "the site of nginx leads nowhere"
grep -q sites-available "$work/root/DEBIAN/conffiles" && fail "the site is a conffile"
bash -c '. "$1" && COMP_WORDS=(garde-coordinator store mo) COMP_CWORD=2 && _garde_coordinator &&
	[ "${COMPREPLY[*]}" = move ]' bash \
	"$work/root/usr/share/bash-completion/completions/garde-coordinator" ||
	fail "no completion"
if command -v lintian >/dev/null 2>&1; then
	found=$(lintian --allow-root --fail-on error,warning "$one" 2>&1) || fail "$found"
fi

# A kit's program runs with what is beside it.
programs=$work/root/usr/lib/garde-coordinator/programs
ldd "$programs/garde" | awk -v lib="$programs/lib/" '
	/libcares|libcjson|liblz4|libsqlite3/ { n++; if (index($3, lib) != 1) bad = 1 }
	END { exit bad || n != 4 }' || fail "a kit lacks libraries"
"$programs/garde" --version >/dev/null || fail "a kit's program does not run"

# The unit names what is there, and keeps its sandbox.
unit=$work/root/lib/systemd/system/garde-coordinator.service
sed -n 's/^ExecStart=\([^ ]*\) .*/\1/p' "$unit" | while read -r program; do
	[ -x "$work/root$program" ] || fail "the unit starts $program"
done
if command -v systemd-analyze >/dev/null 2>&1; then
	score=$(systemd-analyze security --offline=true --no-pager "$unit" 2>/dev/null |
		sed -n 's/.*exposure level.*: \([0-9]*\)\.\([0-9]\).*/\1\2/p')
	[ -z "$score" ] || [ "$score" -le 15 ] || fail "the sandbox has holes: $score tenths"
fi

# It starts, answers at the socket that the site of nginx passes on to, ends.
socket=$work/http.sock
"$work/root/usr/bin/garde-coordinator" serve --state "$work/state" \
	--listen "unix:$socket" >"$work/log" 2>&1 &
pid=$!
for _ in $(seq 1 100); do
	[ -S "$socket" ] && break
	sleep 0.1
done
[ "$(curl -s --unix-socket "$socket" http://h/healthz)" = ok ] || {
	cat "$work/log" >&2
	fail "no answer"
}
[ "$(stat -c %a "$socket")" = 660 ] || fail "the socket is open to others"
kill "$pid"
wait "$pid" || fail "it ended badly"
pid=
[ ! -e "$socket" ] || fail "the socket is left behind"
echo "the package is whole"
