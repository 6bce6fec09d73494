#!/bin/sh
# The package for Windows, made twice in two folders, a year apart, is the same
# byte for byte; it holds what it should; it is put in place and taken away
# again by one account under Wine; signing works with a certificate of the
# moment. Without Wine, NSIS or mingw-w64: 77, skipped.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
for needed in wine makensis x86_64-w64-mingw32-gcc-win32 osslsigncode zip \
	unzip faketime node git; do
	command -v "$needed" >/dev/null || {
		echo "$needed is missing"
		exit 77
	}
done
work=$(mktemp -d)
export WINEPREFIX="$work/wine" WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe='
# shellcheck disable=SC2317 # the trap calls it
leave() {
	wineserver -k 2>/dev/null || true
	rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

fail() {
	echo "FAIL $*"
	exit 1
}

# What is in the tree now, committed or not, in a folder of that name.
copy() {
	mkdir -p "$work/$1"
	(cd "$top" && git ls-files -z --cached --others --exclude-standard |
		tar --null --ignore-failed-read -cf - -T - 2>/dev/null) |
		tar -xf - -C "$work/$1"
}

# The libraries first, by the right clock: they come from elsewhere.
GARDE_PREFIX=${GARDE_PREFIX:-$(sh "$top/packaging/windows/dependencies.sh")}
export GARDE_PREFIX
export SOURCE_DATE_EPOCH=1767225600
copy here
copy "another place, with a longer name"
sh "$work/here/packaging/windows/package.sh" "$work/one" >"$work/log" 2>&1 ||
	{ tail -n 40 "$work/log"; fail "the package is not built"; }
# Files keep their own times: only the clock differs.
NO_FAKE_STAT=1 faketime -f '+400d' \
	sh "$work/another place, with a longer name/packaging/windows/package.sh" \
	"$work/two" >"$work/log" 2>&1 ||
	{ tail -n 40 "$work/log"; fail "the package is not built a second time"; }
for file in "$work/one"/*; do
	cmp "$file" "$work/two/$(basename "$file")" ||
		fail "$(basename "$file") is not the same when it is built again"
done
echo "two builds: the same bytes"

zip=$(find "$work/one" -name '*.zip')
mkdir "$work/zip"
unzip -q "$zip" -d "$work/zip"
for file in Garde.exe garde-cli.exe LISEZMOI.html LICENSE.txt garde.cdx.json \
	licences/openssl.txt licences/curl.txt licences/mingw-w64.txt; do
	[ -s "$work/zip/$file" ] || fail "$file is not in the zip"
done
[ "$(find "$work/zip" -type f | wc -l)" -eq "$(unzip -Z1 "$zip" | wc -l)" ] ||
	fail "the zip holds something twice"
node "$here/package.mjs" "$work/zip" || fail "garde.cdx.json"
echo "the zip: whole"

# As a clerk would: double-click, and take it away when it is not needed.
setup=$(find "$work/one" -name '*.exe')
timeout 120 wine "$setup" /S || fail "the installer ended with $?"
place=$(find "$WINEPREFIX/drive_c/users" -path '*/Local/Programs/*' -name garde-cli.exe)
[ -n "$place" ] || fail "nothing is installed"
cmp "$place" "$work/zip/garde-cli.exe"
place=$(dirname "$place")
find "$WINEPREFIX/drive_c/users" -name 'Garde Champ*.lnk' | grep -q . ||
	fail "the start menu has no entry"
mkdir "$place/resultats"
echo '{}' >"$place/resultats/poste-1.json"
timeout 120 wine "$place/Desinstaller.exe" /S || fail "it cannot be taken away"
# What uninstalls goes on in a copy of itself.
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ -e "$place/garde-cli.exe" ] || break
	sleep 1
done
[ "$(find "$place" -type f)" = "$place/resultats/poste-1.json" ] ||
	fail "it left something behind, or took the results: $(find "$place" -type f)"
if find "$WINEPREFIX/drive_c/users" -name 'Garde Champ*.lnk' | grep -q .; then
	fail "the start menu still has its entry"
fi
echo "the installer: comes and goes"

cp "$work/zip/garde-cli.exe" "$work/signed.exe"
CERTIFICATE="test" sh "$top/packaging/windows/sign.sh" "$work/signed.exe" ||
	fail "it cannot be signed"
osslsigncode remove-signature -in "$work/signed.exe" -out "$work/unsigned.exe" >/dev/null ||
	fail "the signature does not come off"
# Signing sets the checksum of the header, 4 bytes, and fills up to 8 bytes.
differ=$(cmp -l "$work/unsigned.exe" "$work/zip/garde-cli.exe" 2>/dev/null | wc -l)
[ "$differ" -le 4 ] || fail "signing changes $differ bytes of the program"
wine "$work/signed.exe" --version >/dev/null || fail "signed, it does not run"
if CERTIFICATE="$work/none" KEY="$work/none" sh "$top/packaging/windows/sign.sh" \
	"$work/signed.exe" 2>/dev/null; then
	fail "a real signature needs a time stamp"
fi
echo "signing: as it should be"
