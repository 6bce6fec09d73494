#!/bin/sh
# Make what a town hall gets for Windows, in the folder $1 (or build/dist):
#
#   garde-VERSION-windows.zip   the programs, how to use them, licences, and
#                               what is in them
#   garde-VERSION-windows.exe   the same, put in place for one account
#
#   sh packaging/windows/package.sh [FOLDER]
#
# The same commit gives the same bytes, wherever and whenever it is built:
# nothing but the sources, the compiler and the time of the commit goes in.
# SOURCE_DATE_EPOCH may say another time. CERTIFICATE and KEY, as sign.sh takes
# them, sign the programs before they are packed. GARDE_BUILD: the folder of
# programs that are built already. GARDE_PREFIX: what dependencies.sh built.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
mkdir -p "${1:-$top/build/dist}"
out=$(realpath "${1:-$top/build/dist}")
export LC_ALL=C TZ=UTC
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
version=$(sed -n 's/^project(garde VERSION \([0-9.]*\).*/\1/p' "$top/CMakeLists.txt")
name=garde-$version-windows
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The licences of what is linked, as Debian keeps them, one package a file.
LINKED="openssl:libssl-dev curl:libcurl4-openssl-dev cjson:libcjson-dev
c-ares:libc-ares-dev libpcap:libpcap-dev mingw-w64:mingw-w64-x86-64-dev
gcc:gcc-mingw-w64-base ieee-data:ieee-data"

prefix=${GARDE_PREFIX:-$(sh "$here/dependencies.sh")}
if [ -n "${GARDE_BUILD:-}" ]; then
	build=$GARDE_BUILD
else
	build=$top/build/mingw
	(cd "$top" && cmake --preset mingw -DGARDE_PREFIX="$prefix" &&
		cmake --build --preset mingw) >&2
fi

stage=$work/$name
mkdir -p "$stage/licences"
cp "$build/Garde.exe" "$build/garde-cli.exe" "$stage/"
if [ -n "${CERTIFICATE:-}" ]; then
	for program in "$stage"/*.exe; do
		sh "$here/sign.sh" "$program"
	done
fi
cp "$here/LISEZMOI.html" "$stage/"
for picture in 1 2 3; do
	if [ -e "$here/lisezmoi-$picture.png" ]; then
		cp "$here/lisezmoi-$picture.png" "$stage/"
	else
		echo "There is no lisezmoi-$picture.png yet." >&2
	fi
done
cp "$top/LICENSE" "$stage/LICENSE.txt"
for pair in $LINKED; do
	cp "/usr/share/doc/${pair#*:}/copyright" "$stage/licences/${pair%%:*}.txt"
done
sh "$here/sbom.sh" "$version" "$prefix" "$stage" >"$work/sbom"
mv "$work/sbom" "$stage/garde.cdx.json"

# One time, one set of rights, one order.
find "$stage" -type d -exec chmod 755 {} +
find "$stage" -type f -exec chmod 644 {} +
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
rm -f "$out/$name.zip" "$out/$name.exe"
(cd "$stage" && find . -type f | sed 's,^\./,,' | sort |
	zip -q -X -9 -D "$out/$name.zip" -@)
set -- -DVERSION="$version" -DSTAGE="$stage" -DOUT="$out/$name.exe"
icon=$(find "$build" -name '*.ico' | sort | head -n 1)
[ -z "$icon" ] || set -- "$@" -DICON="$icon"
makensis -V2 -NOCD "$@" "$here/installer.nsi" >&2
[ -z "${CERTIFICATE:-}" ] || sh "$here/sign.sh" "$out/$name.exe"
(cd "$out" && sha256sum "$name.zip" "$name.exe")
