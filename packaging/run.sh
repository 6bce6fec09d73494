#!/bin/sh
# Build the program and look at this machine. Options go to "garde scan":
#   sh packaging/run.sh --no-questions --lang en
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$here")
# shellcheck source=packaging/install.sh
. "$here/install.sh"

# shellcheck disable=SC2086
install_missing $BUILD_PACKAGES

log=$(mktemp)
trap 'rm -f "$log"' EXIT
cd "$top"
if ! { cmake --preset release && cmake --build --preset release; } >"$log" 2>&1; then
	cat "$log" >&2
	echo "The build failed; what the compiler said is above." >&2
	exit 1
fi
rm -f "$log"
trap - EXIT
exec "$top/build/release/garde" scan "$@"
