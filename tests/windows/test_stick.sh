#!/bin/sh
# The stick and its faults, under Wine: names with accents, long paths, a stick
# that is full or read only, two at once, killed in mid-write, a wrong clock,
# other languages, no home.
#   sh test_stick.sh GARDE-CLI.EXE
# Disks of its own take root: without, or without Wine, 77, skipped.
set -eu

[ "$(id -u)" = 0 ] || exit 77
for needed in wine unshare localedef; do
	command -v "$needed" >/dev/null || exit 77
done
if [ "${STICK_APART:-}" != yes ]; then
	# The mounts are this test's alone, and so is Wine's server.
	STICK_APART=yes exec unshare -m sh "$0" "$@"
fi
mount --make-rprivate /

program=$1
work=$(mktemp -d /tmp/garde-stick-XXXXXX)
export HOME="$work" WINEPREFIX="$work/wine" WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
export LC_ALL=C.UTF-8
kills=${KILLS:-50}

finish() {
	wineserver -k 2>/dev/null || true
	wineserver -w 2>/dev/null || true
	for disk in full small locked "wine/drive_c/users/root/AppData"; do
		umount "$work/$disk" 2>/dev/null || true
	done
	rm -rf "$work"
}
trap finish EXIT

fail() {
	echo "$*" >&2
	exit 1
}

wineboot -i >/dev/null 2>&1
stick="$work/clé é œ 日本"
mkdir "$stick"
cp "$program" "$stick/garde-cli.exe"

# scan ARGUMENT...: a scan without questions that ends well; what it says goes
# to $work/said. A fact that Wine cannot tell (3) is no matter here.
scan() {
	code=0
	wine "$stick/garde-cli.exe" scan --no-questions "$@" \
		</dev/null >"$work/said" 2>&1 || code=$?
	[ "$code" = 0 ] || [ "$code" = 3 ] || {
		cat "$work/said"
		fail "scan $*: $code"
	}
}

said() {
	grep -q "$1" "$work/said" || {
		cat "$work/said"
		fail "it does not say: $1"
	}
}

# whole FOLDER: the results there are complete and can be read again.
whole() {
	wine "$stick/garde-cli.exe" report "Z:$1/commune.json" --as text \
		</dev/null >/dev/null || fail "$1/commune.json is not whole"
	grep -q 'Poste 1' "$1/commune.json" ||
		fail "$1/commune.json holds no machine"
}

no_halves() {
	[ -z "$(find "$1" -name '*.tmp-*')" ] || fail "halves of files in $1"
}

echo "accents"
scan
whole "$stick/resultats"
for file in rapport.html rapport.txt points.csv commune.json; do
	[ -s "$stick/resultats/$file" ] || fail "there is no $file"
done
said "resultats.rapport.html"
no_halves "$stick/resultats"

echo "a long path"
long=$work/long
while [ ${#long} -lt 320 ]; do
	long="$long/un dossier de la mairie, année après année"
done
scan --out "Z:$long"
whole "$long"

echo "a read-only stick"
mkdir "$work/locked"
mount -t tmpfs -o size=32m none "$work/locked"
cp "$program" "$work/locked/garde-cli.exe"
mount -o remount,ro "$work/locked"
home=$stick
stick=$work/locked
scan
said "Je ne peux pas ranger les résultats"
said "AppData.Local.garde"
stick=$home
data="$WINEPREFIX/drive_c/users/root/AppData/Local/garde"
whole "$data"

echo "no home either"
mount -t tmpfs -o ro none "$WINEPREFIX/drive_c/users/root/AppData"
stick=$work/locked
scan
said "Temp.garde.rapport.html"
stick=$home
umount "$WINEPREFIX/drive_c/users/root/AppData"

echo "a full stick"
mkdir "$work/small"
mount -t tmpfs -o size=64k none "$work/small"
scan --out "Z:$work/small/resultats"
said "Le disque est plein"
said "AppData.Local.garde"
no_halves "$work/small/resultats"
# One that becomes full: what was there stays whole.
mkdir "$work/full"
mount -t tmpfs -o size=1m none "$work/full"
scan --out "Z:$work/full/resultats"
sum=$(sha256sum <"$work/full/resultats/commune.json")
dd if=/dev/zero of="$work/full/filler" bs=1k 2>/dev/null || true
scan --out "Z:$work/full/resultats"
said "Le disque est plein"
[ "$sum" = "$(sha256sum <"$work/full/resultats/commune.json")" ] ||
	fail "a full stick changed the results"
whole "$work/full/resultats"

echo "four at once"
pids=
for i in 1 2 3 4; do
	wine "$stick/garde-cli.exe" scan --no-questions --quiet \
		</dev/null >"$work/said-$i" 2>&1 &
	pids="$pids $!"
done
for pid in $pids; do
	code=0
	wait "$pid" || code=$?
	[ "$code" = 0 ] || [ "$code" = 3 ] || {
		cat "$work"/said-?
		fail "one of four at once: $code"
	}
done
whole "$stick/resultats"
no_halves "$stick/resultats"

echo "killed $kills times"
i=0
while [ "$i" -lt "$kills" ]; do
	wine "$stick/garde-cli.exe" scan --no-questions --quiet \
		</dev/null >/dev/null 2>&1 &
	pid=$!
	# Most of all towards its end, where it writes.
	sleep "0.$(printf %02d $((20 + i * 13 % 60)))"
	kill -9 "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	whole "$stick/resultats"
	i=$((i + 1))
done
scan
no_halves "$stick/resultats"
whole "$stick/resultats"

echo "ten years off"
for now in 2016-11-22 2036-11-22; do
	scan --now "$now" --out "Z:$work/clock-$now"
	whole "$work/clock-$now"
	grep -q "$now" "$work/clock-$now/commune.json" ||
		fail "the date of $now is not there"
done
# Older than the system itself: dates are not judged, and that is told.
grep -q 'heure de cet ordinateur est fausse' \
	"$work/clock-2016-11-22/commune.json" ||
	fail "a clock that cannot be is believed"
echo "other languages"
for place in fr_FR tr_TR; do
	mkdir -p "$work/locale"
	LC_ALL=C localedef -i "$place" -f UTF-8 "$work/locale/$place.UTF-8"
	LOCPATH="$work/locale" LC_ALL="$place.UTF-8" LANG="$place.UTF-8"
	export LOCPATH LC_ALL LANG
	wineserver -k || true
	scan --out "Z:$work/$place"
	whole "$work/$place"
	said "Le rapport"
done
