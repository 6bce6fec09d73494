#!/bin/sh
# Print what the programs of a folder are made of, in CycloneDX 1.5:
#
#   sh packaging/windows/sbom.sh VERSION PREFIX FOLDER
#
# PREFIX is what dependencies.sh built: the hashes are of the very archives
# that were linked. The time is SOURCE_DATE_EPOCH.
set -eu

version=$1
prefix=$2
folder=$3
when=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)

hash_of() {
	sha256sum "$1" | cut -c 1-64
}

# A version as an address may hold it.
encoded() {
	printf '%s' "$1" | sed 's/+/%2B/g;s/:/%3A/g'
}

# file NAME PATH: a file with its hash, as a part of a component.
file() {
	printf '{"type": "file", "name": "%s", "hashes": [{"alg": "SHA-256", "content": "%s"}]}' \
		"$1" "$(hash_of "$2")"
}

# component NAME VERSION LICENCE WHAT PURL ARCHIVE...
component() {
	printf '    {"type": "library", "bom-ref": "%s", "name": "%s", "version": "%s",\n' \
		"$1" "$1" "$2"
	printf '     "description": "%s", "licenses": [{"expression": "%s"}],\n' "$4" "$3"
	printf '     "purl": "%s", "scope": "required"' "$5"
	shift 5
	separator=',
     "components": ['
	for archive; do
		printf '%s' "$separator"
		file "$(basename "$archive")" "$archive"
		separator=', '
	done
	[ $# -eq 0 ] || printf ']'
	printf '},\n'
}

# source NAME LICENCE WHAT ARCHIVE...: one of dependencies.sh.
source_of() {
	name=$1
	licence=$2
	what=$3
	shift 3
	full=$(sed -n "s/^$name //p" "$prefix/VERSIONS")
	for archive; do
		shift
		set -- "$@" "$prefix/lib/$archive"
	done
	component "$name" "$full" "$licence" "$what" \
		"pkg:deb/debian/$name@$(encoded "$full")?arch=source&distro=$release" "$@"
}

# installed PACKAGE LICENCE WHAT FILE...: one of this system's packages.
installed() {
	name=$1
	licence=$2
	what=$3
	shift 3
	full=$(dpkg-query -W -f '${Version}' "$name")
	component "$name" "$full" "$licence" "$what" \
		"pkg:deb/debian/$name@$(encoded "$full")?arch=all&distro=$release" "$@"
}

programs=
for program in "$folder"/*.exe; do
	[ -z "$programs" ] || programs="$programs,
      "
	programs=$programs$(file "$(basename "$program")" "$program")
done
components=$(
	source_of openssl Apache-2.0 "TLS and certificates" libssl.a libcrypto.a
	source_of curl curl "HTTP" libcurl.a
	source_of cjson MIT "JSON" libcjson.a
	source_of c-ares MIT "DNS" libcares.a
	source_of libpcap BSD-3-Clause "filters of captures" libpcap.a
	crt=/usr/x86_64-w64-mingw32/lib
	installed mingw-w64-x86-64-dev "ZPL-2.1" "start of a program, C library" \
		"$crt/libmingw32.a" "$crt/libmingwex.a"
	gcc=$(dirname "$(x86_64-w64-mingw32-gcc-win32 -print-libgcc-file-name)")
	installed gcc-mingw-w64-x86-64-win32-runtime \
		"GPL-3.0-or-later WITH GCC-exception-3.1" "run time of the compiler" \
		"$gcc/libgcc.a" "$gcc/libssp.a"
	installed ieee-data "LicenseRef-IEEE-public" "who makes network cards" \
		/usr/share/ieee-data/oui.csv
)
# A number that the content decides, in the shape of one at random.
digest=$(printf '%s%s%s' "$version" "$programs" "$components" | sha256sum)
uuid=$(printf '%s' "$digest" | sed 's/\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\).*/\1-\2-4\3-8\4-\5/')

cat <<END
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.5",
  "serialNumber": "urn:uuid:$uuid",
  "version": 1,
  "metadata": {
    "timestamp": "$when",
    "component": {"type": "application", "bom-ref": "garde", "name": "garde",
      "version": "$version", "licenses": [{"license": {"id": "Apache-2.0"}}],
      "components": [$programs]}
  },
  "components": [
$(printf '%s' "$components" | sed '$s/,$//')
  ],
  "dependencies": [
    {"ref": "garde", "dependsOn": ["openssl", "curl", "cjson", "c-ares", "libpcap",
      "mingw-w64-x86-64-dev", "gcc-mingw-w64-x86-64-win32-runtime", "ieee-data"]},
    {"ref": "curl", "dependsOn": ["openssl"]}
  ]
}
END
