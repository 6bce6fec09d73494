#!/bin/sh
# Do what the stages of test.sh wait for, one after another, at the lowest
# priority: most of a test is waiting, and the processors are free meanwhile.
#   sh packaging/ahead.sh FOLDER WORK...
# A WORK is a preset of CMake, to be built with warnings as errors, or "tidy",
# once "dev" is built. FOLDER/WORK.log is what it said, and FOLDER/WORK.done,
# when it is over, its exit status.
set -u

folder=$1
shift
cd "$(dirname -- "$0")/.." || exit 1

# tidy: clang-tidy on every file that gcc compiles for Linux.
tidy() {
	git ls-files 'core/*.c' 'checks/*.c' 'report/*.c' 'agent/*.c' 'coordinator/*.c' |
		grep -v -e _windows -e /none/ -e 'probe/windows/[^/]*$' |
		tr '\n' '\0' |
		xargs -0 -n 8 -P "$(nproc)" clang-tidy -p build/dev --quiet
}

for work in "$@"; do
	status=0
	case $work in
	tidy) tidy ;;
	*) cmake --preset "$work" -DWERROR=ON && cmake --build --preset "$work" ;;
	esac >"$folder/$work.log" 2>&1 || status=$?
	echo "$status" >"$folder/$work.part"
	mv "$folder/$work.part" "$folder/$work.done"
done
