#!/bin/sh
# Install what the tests need, build the program in every way it is built, run
# every test, and close with how many there were. With names of stages, run
# only those: sh packaging/test.sh style unit
# What is built and what clang-tidy reads is done ahead while tests wait.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$here")
cd "$top"
# shellcheck source=packaging/install.sh
. "$here/install.sh"

cache=${GARDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/garde}
export GARDE_CACHE="$cache"
jobs=$(nproc)
passed=0
failed=0
stages=${*:-style unit sanitize none fuzz words windows pages package tidy}

TEST_PACKAGES="clang clang-format clang-tidy libclang-rt-14-dev libcmocka-dev
gcovr shellcheck chromium poppler-utils hunspell
hunspell-fr-comprehensive hunspell-en-gb fonts-dejavu-core fonts-liberation
borgbackup restic rsnapshot samba-common-bin openssh-server libnss3-tools
git util-linux bsdutils passwd procps time
iproute2 nftables tcpdump openssl samba smbclient nginx-light vsftpd rsync
inetutils-telnetd inetutils-inetd snmpd miniupnpd-nftables dnsmasq-base
postgresql redis-server mariadb-server-core tigervnc-standalone-server xrdp
dovecot-imapd dovecot-pop3d exim4-daemon-light nfs-ganesha nfs-ganesha-vfs
rpcbind wsdd avahi-daemon curl tshark
gcc-mingw-w64-x86-64-win32 mingw-w64-x86-64-dev wine wine64
dpkg-dev perl make flex bison librsvg2-bin icoutils
nsis osslsigncode faketime zip unzip
xvfb openbox xdotool x11-xkb-utils imagemagick locales"

say() {
	printf '\n== %s\n' "$1"
}

# count PASSED FAILED
count() {
	passed=$((passed + $1))
	failed=$((failed + $2))
}

# check NAME COMMAND...: one test that is a command; its output if it fails.
check() {
	name=$1
	shift
	if "$@" >"$work/check.log" 2>&1; then
		count 1 0
		echo "ok   $name"
	else
		count 0 1
		echo "FAIL $name"
		tail -n 60 "$work/check.log"
	fi
}

# needs STAGE: what is done ahead for it.
needs() {
	case $1 in
	unit) echo coverage dev ;;
	sanitize) echo asan ;;
	none) echo none release ;;
	fuzz) echo fuzz ;;
	words | pages) echo dev ;;
	windows) echo dev mingw mingw-test ;;
	tidy) echo dev tidy ;;
	esac
}

# begin_ahead STAGE...: have all that they need done, each once, in their order.
begin_ahead() {
	all=""
	for stage in "$@"; do
		for needed in $(needs "$stage"); do
			case " $all " in
			*" $needed "*) ;;
			*) all="$all $needed" ;;
			esac
		done
	done
	# shellcheck disable=SC2086
	setsid nice -n 19 sh "$here/ahead.sh" "$work" $all &
	ahead=$!
}

# done_ahead WORK: wait for it; false when it failed.
done_ahead() {
	until [ -e "$work/$1.done" ]; do
		kill -0 "$ahead" 2>/dev/null || [ -e "$work/$1.done" ] || return 1
		sleep 0.5
	done
	[ "$(cat "$work/$1.done")" -eq 0 ]
}

# build PRESET: configured and built, warnings are errors.
build() {
	if ! done_ahead "$1"; then
		grep -E 'error|warning|FAILED' "$work/$1.log" | head -n 40
		count 0 1
		echo "FAIL build $1"
		return 1
	fi
	count 1 0
	echo "ok   build $1"
}

# alone PRESET: whether what failed among others holds by itself, which is told.
# They wait for servers, for disks, for Wine; a busy machine keeps some waiting.
alone() {
	echo "Once more, by itself:"
	status=0
	ctest --test-dir "build/$1" --rerun-failed --output-on-failure \
		>"$work/alone.log" 2>&1 || status=$?
	tail -n 80 "$work/alone.log"
	[ "$status" -eq 0 ] && grep -q '^100% tests passed' "$work/alone.log"
}

# tests PRESET [OPTION...]: ctest, counted program by program and case by case.
# More at once than there are processors: most of them wait.
tests() {
	preset=$1
	shift
	status=0
	ctest --test-dir "build/$preset" -j "$((jobs + 2))" --output-on-failure "$@" \
		>"$work/ctest.log" 2>&1 || status=$?
	good=$(grep -cE '^ *[0-9]+/[0-9]+ Test .* Passed' "$work/ctest.log") || true
	bad=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*\*\*\*' "$work/ctest.log") || true
	if [ "$status" -ne 0 ] || [ "$bad" -ne 0 ]; then
		grep -vE ' Passed |^ +Start ' "$work/ctest.log" | tail -n 80
		[ "$bad" -ne 0 ] || bad=1
		if [ "$bad" -le 3 ] && alone "$preset"; then
			good=$((good + bad))
			bad=0
		fi
	fi
	count "$good" "$bad"
	echo "ctest $preset: $good passed, $bad failed"
}

# names PRESET [OPTION...]: of its tests.
names() {
	preset=$1
	shift
	ctest --test-dir "build/$preset" -N "$@" |
		sed -n 's/^ *Test *#[0-9]*: //p' | sort
}

stage_style() {
	say "Style and walls"
	check "clang-format" sh -c \
		'git ls-files "*.c" "*.h" | tr "\n" "\0" | xargs -0 clang-format --dry-run -Werror'
	check "shellcheck" sh -c \
		'git ls-files "*.sh" .ci/run | tr "\n" "\0" | xargs -0 shellcheck -x'
	check "walls" sh tests/walls.sh
}

# The same program twice: where lines are counted all runs that can be counted,
# and without it what is left.
stage_unit() {
	say "Tests, gcc, and line coverage"
	if build coverage; then
		find build/coverage -name '*.gcda' -delete
		tests coverage
		check "coverage" sh tests/coverage.sh build/coverage
		cat "$work/check.log"
	fi
	build dev || return 0
	names coverage >"$work/counted"
	names dev -LE '^uncounted$' >"$work/left"
	check "no test is left out" diff "$work/counted" "$work/left"
	tests dev -L '^uncounted$'
}

stage_sanitize() {
	say "Tests, clang with AddressSanitizer and UndefinedBehaviorSanitizer"
	build asan && tests asan
}

stage_none() {
	say "Without any probe, and as users run it"
	build none && tests none
	build release || true
}

# Every fuzzer runs for a moment, so that none of them rots.
stage_fuzz() {
	say "Fuzzers"
	build fuzz || return 0
	mkdir -p "$work/fuzz"
	# shellcheck disable=SC2016
	find build/fuzz/tests -maxdepth 1 -type f -name 'fuzz_*' -print0 | sort -z |
		xargs -0 -n 1 -P "$jobs" sh -c '
			noun=${2##*/fuzz_}
			mkdir -p "$1/corpus/$noun"
			status=0
			"$2" -max_total_time="${FUZZ_SECONDS:-1}" \
				-rss_limit_mb=1024 -timeout=10 -artifact_prefix="$1/" \
				"$1/corpus/$noun" "tests/fuzz/corpus/$noun" \
				>"$1/fuzz/$noun" 2>&1 || status=$?
			echo "ended with $status" >>"$1/fuzz/$noun"' fuzz "$work"
	for fuzzer in build/fuzz/tests/fuzz_*; do
		noun=${fuzzer##*/fuzz_}
		check "fuzz $noun" fuzzed "$work/fuzz/$noun"
	done
}

# fuzzed FILE: what a fuzzer said, and whether it ended well.
fuzzed() {
	cat "$1"
	[ "$(tail -n 1 "$1")" = "ended with 0" ]
}

stage_words() {
	say "Plain language and spelling"
	build dev && check "plain language" node tests/words/words.mjs build/dev
}

# Cross-built, and run under Wine.
stage_windows() {
	say "Windows, under Wine"
	if build mingw; then
		for exe in build/mingw/*.exe; do
			check "${exe##*/}" sh tests/windows/test_exe.sh "$exe"
		done
	fi
	# Its town is looked at by the program of Linux too.
	build dev && build mingw-test && tests mingw-test
}

# After Windows, whose program the pages of a region see at work too.
stage_pages() {
	say "Pages in a browser"
	build dev || return 0
	modules=$(node_modules) || {
		count 0 1
		echo "FAIL npm install"
		return 0
	}
	status=0
	GARDE_MODULES="$modules" GARDE_PROGRAM="$top/build/dev/garde" \
		node --test --test-concurrency="$jobs" --test-reporter=tap \
		tests/pages/*.test.mjs \
		>"$work/pages.log" 2>&1 || status=$?
	good=$(sed -n 's/^# pass //p' "$work/pages.log" | tail -n 1)
	bad=$(sed -n 's/^# fail //p' "$work/pages.log" | tail -n 1)
	if [ "$status" -ne 0 ]; then
		tail -n 80 "$work/pages.log"
		[ "${bad:-0}" -ne 0 ] || bad=1
	fi
	count "${good:-0}" "${bad:-0}"
	echo "pages: ${good:-0} passed, ${bad:-0} failed"
}

# What is handed out for Windows; built twice.
stage_package() {
	say "The package for Windows"
	check "package" sh tests/windows/test_package.sh
}

# Last, since it takes its time while others wait.
stage_tidy() {
	say "clang-tidy"
	build dev || return 0
	check "clang-tidy" tidied
}

tidied() {
	done_ahead tidy && return 0
	cat "$work/tidy.log"
	return 1
}

# The test tools from npm, in the cache, keyed by their list.
node_modules() {
	key=$(cat tests/package.json tests/package-lock.json | sha256sum | cut -c1-16)
	folder=$cache/node-$key
	if [ ! -d "$folder" ]; then
		# Beside first: an install that was cut short must not stay.
		rm -rf "$folder.part"
		mkdir -p "$folder.part" &&
			cp tests/package.json tests/package-lock.json "$folder.part" &&
			(cd "$folder.part" && npm ci --ignore-scripts --no-audit --no-fund) >&2 &&
			mv "$folder.part" "$folder" ||
			return 1
	fi
	echo "$folder/node_modules"
}

# Node may have come from elsewhere, with which Debian's npm would clash.
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
	TEST_PACKAGES="$TEST_PACKAGES nodejs npm"
fi
# shellcheck disable=SC2086
install_missing $BUILD_PACKAGES $TEST_PACKAGES
mkdir -p "$cache"
work=$(mktemp -d)
ahead=
trap '[ -z "$ahead" ] || kill -- "-$ahead" 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# shellcheck disable=SC2086
begin_ahead $stages
for stage in $stages; do
	"stage_$stage"
done

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
