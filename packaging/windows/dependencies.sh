#!/bin/sh
# Build once, for Windows, the libraries that the program carries with it, and
# print the folder they are in: include/, lib/, and VERSIONS with what they are.
#
#   prefix=$(sh packaging/windows/dependencies.sh)
#
# The sources are those of Debian, the newest of its release, checked by apt
# down to Debian's key: OpenSSL as its authors published it, the others with
# Debian's patches. The system's own lists are not touched. The folder lies in
# the cache, named by what went into it; the lists are a day old at most, and
# without a network what is there is used.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
release=bookworm
host=x86_64-w64-mingw32
jobs=${JOBS:-2}
cache=${GARDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/garde}
apt=$cache/windows-apt
PACKAGES="openssl curl cjson c-ares libpcap cmocka"
# No date of today in what is built.
export SOURCE_DATE_EPOCH=1700000000 LC_ALL=C TZ=UTC

# What every object is compiled with: small, since the program is carried on
# sticks. Of CET, Windows has the shadow stack alone, so that no landing pads
# are needed.
FLAGS="-Os -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fcf-protection=return
-ffunction-sections -fdata-sections -D_WIN32_WINNT=0x0A00 -w"

say() {
	echo "$@" >&2
}

# The lists of sources, in a folder of their own.
lists() {
	mkdir -p "$apt/lists/partial" "$apt/archives/partial"
	for suite in "debian $release" "debian $release-updates" \
		"debian-security $release-security"; do
		echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
			"http://deb.debian.org/$suite main"
	done >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "-";
		Dir::State::lists "$apt/lists";
		Dir::Cache "$apt";
		APT::Sandbox::User "root";
	END
	export APT_CONFIG="$apt/apt.conf"
	[ -z "$(find "$apt/fresh" -mtime -1 2>/dev/null)" ] || return 0
	if apt-get update -qq --error-on=any >&2; then
		touch "$apt/fresh"
	elif [ -e "$apt/fresh" ]; then
		say "Debian does not answer: going on with the sources known before."
	else
		say "Debian does not answer, and no list of sources is there."
		return 1
	fi
}

# The newest version of each package, one a line.
versions() {
	for package in $PACKAGES; do
		apt-get source --print-uris -qq "$package" 2>/dev/null |
			sed -n "s/.* \(${package}_[^ ]*\)\.dsc .*/\1/p" |
			tr '_' ' '
	done
}

# OpenSSL as published: Debian's patches are for Debian's system.
unpack_openssl() {
	apt-get source --print-uris -qq openssl 2>/dev/null |
		grep '\.orig\.tar\.gz '"[0-9]" |
		while read -r uri name _ sum; do
			uri=${uri#\'}
			/usr/lib/apt/apt-helper download-file "${uri%\'}" "$name" "$sum" >&2
			tar -xzf "$name"
		done
	mv openssl-* openssl
}

# unpack PACKAGE: with Debian's patches, into a folder of that name.
unpack() {
	apt-get source -qq --download-only "$1" >&2
	# What came is what apt checked: the lists carry its sums.
	dpkg-source -q --no-copy --no-check -x "$1"_*.dsc "$1" >&2
}

# A client of TLS 1.0 to 1.3 that diagnoses old devices, X.509, CMS; no module
# and no configuration file can be put under it. The folders are those of
# Windows, where only an administrator writes. Without assembler it is 400 kB
# smaller and all that plays with the stack is the compiler's; AES is then the
# one that takes the same time for every key.
build_openssl() {
	cd "$work/openssl"
	# shellcheck disable=SC2086
	./Configure mingw64 --cross-compile-prefix="$host-" --prefix=/openssl \
		no-shared no-tests no-module no-dso no-engine no-dynamic-engine \
		no-asm no-capieng no-padlockeng no-afalgeng no-legacy no-autoload-config \
		no-async no-comp no-zlib no-ssl3 no-weak-ssl-ciphers no-dtls no-srtp \
		no-srp no-psk no-ui-console no-ct no-ts no-cmp no-gost no-idea no-seed \
		no-aria no-bf no-cast no-camellia no-rc2 no-rc4 no-rc5 no-md4 no-mdc2 \
		no-rmd160 no-whirlpool no-sm2 no-sm3 no-sm4 no-blake2 no-siphash \
		no-scrypt no-ocb no-siv no-ec2m no-rfc3779 no-multiblock no-ktls \
		no-nextprotoneg \
		-DOPENSSL_AES_CONST_TIME $FLAGS >configure.log 2>&1 || { tail configure.log >&2; return 1; }
	set -- OPENSSLDIR=C:/Windows/System32/OpenSSL \
		ENGINESDIR=C:/Windows/System32/OpenSSL \
		MODULESDIR=C:/Windows/System32/OpenSSL
	make -j"$jobs" build_generated libcrypto.a libssl.a "$@"
	mkdir -p "$prefix/include/openssl" "$prefix/lib"
	cp include/openssl/*.h "$prefix/include/openssl"
	cp libcrypto.a libssl.a "$prefix/lib"
}

# with_cmake PACKAGE OPTION...: a package that CMake builds.
with_cmake() {
	package=$1
	shift
	cmake -S "$work/$package" -B "$work/$package/garde" -G Ninja \
		-DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" \
		-DCMAKE_BUILD_TYPE=None -DCMAKE_POLICY_DEFAULT_CMP0091=NEW \
		-DCMAKE_C_FLAGS="$(echo "$FLAGS" | tr '\n' ' ') ${more:-} -ffile-prefix-map=$work/=" \
		-DGARDE_PREFIX="$prefix" -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
		-DBUILD_SHARED_LIBS=OFF "$@"
	cmake --build "$work/$package/garde" -j "$jobs" --target "${target:-all}"
}

# HTTP and HTTPS alone, OpenSSL beneath, the session of the user for proxies.
build_curl() {
	# CMake would offer SSPI beside Schannel alone.
	more=-DUSE_WINDOWS_SSPI with_cmake curl -DHTTP_ONLY=ON -DBUILD_CURL_EXE=OFF -DBUILD_TESTING=OFF \
		-DENABLE_MANUAL=OFF -DCURL_USE_OPENSSL=ON -DCURL_USE_SCHANNEL=OFF \
		-DENABLE_THREADED_RESOLVER=ON \
		-DENABLE_ARES=OFF -DCURL_ZLIB=OFF -DCURL_USE_LIBSSH2=OFF \
		-DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF -DUSE_WIN32_IDN=OFF \
		-DUSE_LIBRTMP=OFF -DENABLE_UNIX_SOCKETS=OFF -DENABLE_UNICODE=OFF \
		-DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_HSTS=ON \
		-DCURL_DISABLE_COOKIES=ON -DCURL_DISABLE_MIME=ON \
		-DCURL_DISABLE_NETRC=ON -DCURL_DISABLE_GETOPTIONS=ON \
		-DCURL_DISABLE_PROGRESS_METER=ON -DCURL_DISABLE_DOH=ON \
		-DCURL_DISABLE_VERBOSE_STRINGS=ON \
		-DCURL_DISABLE_OPENSSL_AUTO_LOAD_CONFIG=ON \
		-DOPENSSL_ROOT_DIR="$prefix" -DOPENSSL_USE_STATIC_LIBS=ON
	cmake --install "$work/curl/garde"
}

build_cjson() {
	# What is exported is kept, used or not.
	more=-DCJSON_HIDE_SYMBOLS with_cmake cjson -DENABLE_CJSON_TEST=OFF -DENABLE_CUSTOM_COMPILER_FLAGS=OFF
	cmake --install "$work/cjson/garde"
}

build_c_ares() {
	# Not a DLL that lies beside the program: the system's.
	sed -i 's/LoadLibraryW(\(L"[a-z0-9]*.dll"\))/LoadLibraryExW(\1, NULL, 0x800)/' \
		"$work/c-ares/src/lib/ares_library_init.c"
	if grep -r 'LoadLibrary[AW](' "$work/c-ares/src/lib"; then return 1; fi
	# The patch for CVE-2023-31130 takes a name of glibc for granted.
	more=-DINADDRSZ=4 with_cmake c-ares -DCARES_STATIC=ON -DCARES_SHARED=OFF \
		-DCARES_BUILD_TOOLS=OFF -DCARES_BUILD_TESTS=OFF
	cmake --install "$work/c-ares/garde"
}

# For its headers, and to compile filters: no capture of its own.
build_libpcap() {
	target=pcap_static with_cmake libpcap -DPCAP_TYPE=null \
		-DBUILD_SHARED_LIBS=ON -DDISABLE_DBUS=ON -DDISABLE_RDMA=ON \
		-DDISABLE_USB=ON -DDISABLE_BLUETOOTH=ON -DHAVE_SNPRINTF=1 \
		-DENABLE_REMOTE=OFF
	mkdir -p "$prefix/include/pcap"
	cp "$work/libpcap/pcap.h" "$prefix/include"
	cp "$work/libpcap/pcap/"*.h "$prefix/include/pcap"
	find "$work/libpcap/garde" -name 'libpcap.a' -exec cp {} "$prefix/lib" \;
}

build_cmocka() {
	# The formats of C, not those of Windows' old library: %zu and the like.
	sed -i 's/__printf__/__gnu_printf__/' "$work/cmocka/include/cmocka.h"
	more=-D__USE_MINGW_ANSI_STDIO=1 with_cmake cmocka -DWITH_STATIC_LIB=ON -DWITH_EXAMPLES=OFF \
		-DUNIT_TESTING=OFF
	cmake --install "$work/cmocka/garde"
	mv "$prefix/lib/libcmocka-static.a" "$prefix/lib/libcmocka.a"
	rm -f "$prefix/lib/libcmocka.dll.a"
}

lists
all=$(versions)
[ "$(echo "$all" | wc -l)" -eq "$(echo "$PACKAGES" | wc -w)" ] || {
	say "Debian's sources lack one of: $PACKAGES"
	exit 1
}
key=$({ cat "$here/dependencies.sh"; echo "$all"
	dpkg-query -W 'gcc-mingw-w64-x86-64*' 'binutils-mingw*' 'mingw-w64*'
} | sha256sum | cut -c1-16)
final=$cache/windows-$key
exec 9>"$cache/windows.lock"
flock 9
if [ ! -d "$final" ]; then
	say "Building for Windows: $(echo "$all" | tr '\n' ',')"
	# Beside first: a build that was cut short must not stay.
	rm -rf "$final.part"
	mkdir -p "$final.part"
	prefix=$final.part
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	cd "$work"
	for package in $PACKAGES; do
		say "  $package"
		build=build_$(echo "$package" | tr - _)
		cd "$work"
		if [ "$package" = openssl ]; then unpack_openssl; else unpack "$package"; fi
		# Not in the condition of an if: there the shell ignores -e.
		set +e
		(set -e; "$build") >"$work/build.log" 2>&1
		status=$?
		set -e
		if [ "$status" -ne 0 ]; then
			tail -n 40 "$work/build.log" >&2
			exit 1
		fi
	done
	echo "$all" >"$prefix/VERSIONS"
	(cd "$prefix" && rm -rf bin share lib/cmake lib/pkgconfig)
	mv "$prefix" "$final"
fi
echo "$final"
