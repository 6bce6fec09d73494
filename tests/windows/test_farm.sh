#!/bin/sh
# The program of Windows, under Wine, among the hostile devices of
# tests/lan/test_farm.sh; the memory is Wine's too.
#   sh test_farm.sh GARDE_CLI.EXE
# Without Wine, node or root: 77, skipped.
set -eu

windows=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for needed in wine node; do
	command -v "$needed" >/dev/null || exit 77
done
[ "$(id -u)" -eq 0 ] || exit 77
stand_in=$(mktemp -d)
trap 'rm -rf "$stand_in"' EXIT
sh "$windows/stand_in.sh" "$(realpath "$1")" "$stand_in"
# Of the machine itself, a bare Wine can tell but little.
HONEST=3 sh "$windows/../lan/test_farm.sh" "$stand_in/garde" 98304
