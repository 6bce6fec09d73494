#!/bin/sh
# From the double-click to the result, under Wine and without a network: how
# long, and how much memory. The answers are those of the visit before, and a
# program presses the buttons.
#   sh tests/bench/windows.sh [RUNS]
# Fails beyond 5 seconds or 60 MB.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(dirname -- "$(dirname -- "$here")")
runs=${1:-5}
cd "$top"
# What is measured is what users run; the tests' own programs see to the rest.
cmake --preset mingw >/dev/null
cmake --build --preset mingw >/dev/null
cmake --preset mingw-test >/dev/null
cmake --build --preset mingw-test --target see_page >/dev/null

work=$(mktemp -d "${TMPDIR:-/tmp}/bench-XXXXXX")
# shellcheck disable=SC2034 # desk.sh uses them
desk=$top/tests/windows shots=$work see=$top/build/mingw-test/tests/see_page.exe
# shellcheck source=tests/windows/desk.sh
. "$desk/desk.sh"
# shellcheck disable=SC2317 # the trap calls it
leave() {
	desk_close
	rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

# The letters of the system below are not the program's to carry.
desk_language en
desk_open "$work/wine" 96
# The desktop and the services are there before somebody double-clicks.
wine notepad >/dev/null 2>&1 &
sleep 3

# middle FILE: the middle one of its numbers.
middle() {
	sort -n "$1" | sed -n "$(((runs + 1) / 2))p"
}

run=0
while [ "$run" -lt "$runs" ]; do
	stick=$work/stick-$run
	mkdir -p "$stick/resultats"
	cp build/mingw/Garde.exe "$stick"
	# Without an address nobody has to be asked on the Internet.
	sed -e "s/\"made_at\": \"[^\"]*\"/\"made_at\": \"$(date -u +%FT%TZ)\"/" \
		-e '/website-https\|mail-official-address/d' \
		tests/facts/all-right.answers.json >"$stick/resultats/reponses.json"
	(cd "$stick" && exec wine "$see" --race 'Garde.exe --lang fr --lan none') \
		>>"$work/time"
	pid=$(pgrep -nf 'Garde.exe --lang fr --lan none')
	sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" \
		>>"$work/memory"
	sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" \
		>>"$work/own"
	desk_key Escape
	while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
	[ -f "$stick/resultats/rapport.html" ] || exit 1
	run=$((run + 1))
done
time=$(middle "$work/time")
memory=$(($(middle "$work/memory") / 1024))
echo "double-click to result: $time ms, at most $(sort -n "$work/time" | tail -n 1)"
echo "memory at its highest: $memory MB, of which not from files" \
	"$(($(middle "$work/own") / 1024)) MB at the end"
[ "$time" -le 5000 ] && [ "$memory" -le 60 ]
