# shellcheck shell=sh
# Sourced by run.sh and test.sh: install what is missing, and nothing else.

# install_missing PACKAGE...: with apt, as root or through sudo. Does not touch
# the network when everything is there.
install_missing() {
	missing=""
	for package in "$@"; do
		status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) || true
		case $status in
		"install ok installed") ;;
		*) missing="$missing $package" ;;
		esac
	done
	[ -n "$missing" ] || return 0

	if ! command -v apt-get >/dev/null 2>&1; then
		echo "These packages are missing, and there is no apt to install them:$missing" >&2
		return 1
	fi
	as_root=""
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null 2>&1; then
			echo "These packages are missing:$missing" >&2
			echo "Ask an administrator to run: apt-get install$missing" >&2
			return 1
		fi
		as_root=sudo
	fi
	echo "Installing:$missing" >&2
	# An old list may name packages that are gone: refresh it once. What comes
	# with a service does not start it: the tests start their own.
	policy=/usr/sbin/policy-rc.d
	[ ! -e "$policy" ] || policy=
	[ -z "$policy" ] || printf '#!/bin/sh\nexit 101\n' |
		$as_root install -m 755 /dev/stdin "$policy"
	status=0
	# shellcheck disable=SC2086
	$as_root apt-get update -qq >&2 &&
		$as_root env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends $missing >&2 ||
		status=1
	[ -z "$policy" ] || $as_root rm -f "$policy"
	return "$status"
}

# What the program itself is built from.
# shellcheck disable=SC2034
BUILD_PACKAGES="gcc libc6-dev cmake ninja-build libcjson-dev libssl-dev libsqlite3-dev liblz4-dev libpcap-dev libseccomp-dev libcurl4-openssl-dev libc-ares-dev libmicrohttpd-dev libarchive-dev libpq-dev libqrencode-dev zlib1g-dev ieee-data"
