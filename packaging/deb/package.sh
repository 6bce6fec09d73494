#!/bin/sh
# Make garde-coordinator_VERSION_ARCHITECTURE.deb in the folder $1 (or
# build/dist):
#
#   sh packaging/deb/package.sh [FOLDER]
#
# The same commit on the same system gives the same bytes. SOURCE_DATE_EPOCH
# may say another time than the commit's. GARDE_BUILD: a folder of programs
# that are built already. GARDE_WINDOWS: a folder with Garde.exe and
# garde-cli.exe, for kits: of preset mingw, as windows/package.sh builds it.
# DEBFULLNAME and DEBEMAIL: who answers for the package.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
packaging=$(dirname -- "$here")
top=$(dirname -- "$packaging")
mkdir -p "${1:-$top/build/dist}"
out=$(realpath "${1:-$top/build/dist}")
export LC_ALL=C TZ=UTC
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
version=$(sed -n 's/^project(garde VERSION \([0-9.]*\).*/\1/p' "$top/CMakeLists.txt")
architecture=$(dpkg --print-architecture)
name=garde-coordinator
maintainer="${DEBFULLNAME:-Garde Champêtre} <${DEBEMAIL:-maintainers@garde-champetre.example}>"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022

LINKED="openssl:libssl-dev curl:libcurl4-openssl-dev cjson:libcjson-dev
c-ares:libc-ares-dev libpcap:libpcap-dev mingw-w64:mingw-w64-x86-64-dev
gcc:gcc-mingw-w64-base ieee-data:ieee-data lz4:liblz4-1 sqlite:libsqlite3-0"
CARRIED="libcares.so.2 libcjson.so.1 liblz4.so.1 libsqlite3.so.0"

if [ -n "${GARDE_BUILD:-}" ]; then
	build=$GARDE_BUILD
else
	build=$top/build/release
	(cd "$top" && cmake --preset release -DWERROR=OFF &&
		cmake --build --preset release --target garde garde-coordinator) >&2
fi

stage=$work/stage
doc=$stage/usr/share/doc/$name
programs=$stage/usr/lib/$name/programs
mkdir -p "$stage/DEBIAN" "$doc/examples" "$programs" "$stage/etc/default" \
	"$stage/usr/share/$name"
install -D -m 755 "$build/garde-coordinator" "$stage/usr/bin/garde-coordinator"
install -m 755 "$build/garde" "$programs/garde"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$stage/usr/bin/garde-coordinator" "$programs/garde"
# What kits carry beside the program: not every desktop has these.
for library in $CARRIED; do
	file=$(ldd "$build/garde" | awk -v name="$library" '$1 == name { print $3 }')
	install -D -m 644 "$file" "$programs/lib/$library"
done
if [ -n "${GARDE_WINDOWS:-}" ]; then
	for program in Garde.exe garde-cli.exe; do
		install -m 755 "$GARDE_WINDOWS/$program" "$programs/$program"
	done
fi
install -m 644 "$top/LICENSE" "$programs/LICENSE.txt"
# Of what the programs are made of, as this system's packages keep them. The
# ones for Windows carry all of it in themselves.
for pair in $LINKED; do
	licence=/usr/share/doc/${pair#*:}/copyright
	if [ -n "${GARDE_WINDOWS:-}" ] || [ -e "$licence" ]; then
		install -D -m 644 "$licence" "$programs/licences/${pair%%:*}.txt"
	fi
done
install -D -m 644 "$packaging/systemd/garde-coordinator.service" \
	"$stage/lib/systemd/system/garde-coordinator.service"
# An administrator writes a name into a copy of the site: no upgrade asks what
# to do about that. Not among the documents alone, which may be left out.
install -m 644 "$packaging/nginx/garde-coordinator.conf" "$stage/usr/share/$name/nginx.conf"
ln -s "../../../$name/nginx.conf" "$doc/examples/nginx.conf"
install -D -m 644 "$packaging/completions/$name" \
	"$stage/usr/share/bash-completion/completions/$name"
install -D -m 644 "$here/overrides" "$stage/usr/share/lintian/overrides/$name"
install -m 644 "$here/default" "$stage/etc/default/garde-coordinator"
for lang in "" fr/; do
	page=$stage/usr/share/man/${lang}man1/garde-coordinator.1
	install -D -m 644 "$packaging/man/${lang}garde-coordinator.1" "$page"
	gzip -9n "$page"
done
install -m 644 "$here/guide.md" "$here/guide.en.md" "$doc/"
install -m 644 "$here/copyright" "$doc/copyright"
gzip -9nc "$top/CHANGELOG.md" >"$doc/CHANGELOG.md.gz"
printf '%s (%s) stable; urgency=medium\n\n  * %s\n\n -- %s  %s\n' "$name" "$version" \
	"What changed is told in CHANGELOG.md." "$maintainer" \
	"$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"

# What the programs are linked to, as this system's packages call it.
mkdir -p "$work/debian"
printf 'Source: %s\n\nPackage: %s\nArchitecture: any\n' "$name" "$name" \
	>"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O stage/usr/bin/garde-coordinator \
	"stage/usr/lib/$name/programs/garde" 2>/dev/null |
	sed -n 's/^shlibs:Depends=//p')
size=$(du -ks --apparent-size "$stage" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
	-e "s/@MAINTAINER@/$maintainer/" -e "s/@DEPENDS@/$depends/" -e "s/@SIZE@/$size/" \
	"$here/control" >"$stage/DEBIAN/control"
echo /etc/default/garde-coordinator >"$stage/DEBIAN/conffiles"
for script in postinst prerm postrm; do
	install -m 755 "$here/$script" "$stage/DEBIAN/$script"
done
(cd "$stage" && find etc lib usr -type f | sort | xargs md5sum) >"$stage/DEBIAN/md5sums"
chmod 644 "$stage/DEBIAN/control" "$stage/DEBIAN/conffiles" "$stage/DEBIAN/md5sums"
find "$stage" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"

deb=$out/${name}_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$stage" "$deb" >/dev/null
echo "$deb"
