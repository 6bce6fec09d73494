#!/bin/sh
# The console program at a terminal of its own, under Wine: what a person sees
# and types there, and Ctrl+C.
#   sh test_console.sh GARDE-CLI.EXE
# Without Wine: 77, skipped.
set -eu

for needed in wine script; do
	command -v "$needed" >/dev/null || exit 77
done

program=$1
work=$(mktemp -d /tmp/garde-console-XXXXXX)
export HOME="$work" WINEPREFIX="$work/wine" WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
export LC_ALL=C.UTF-8 LANG=fr_FR.UTF-8

finish() {
	wineserver -k 2>/dev/null || true
	wineserver -w 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT

wineboot -i >/dev/null 2>&1
cp "$program" "$work/garde-cli.exe"
cd "$work"

# at_terminal ARGUMENTS: run it there; standard input is what is typed, "said"
# what is seen, without the codes that move the cursor. Ctrl+C reaches the shell
# too, which must live on to tell how the program ended.
at_terminal() {
	timeout 60 script -qec "stty cols 100 rows 60; trap : INT
		wine garde-cli.exe $1; echo ends with \$?" "$work/raw" \
		>/dev/null 2>&1 || true
	sed 's/\x1b\[[?0-9;]*[a-zA-Z]//g' "$work/raw" | tr -d '\r' >"$work/said"
}

said() {
	grep -qF -- "$1" "$work/said" || {
		cat "$work/said" >&2
		echo "it does not say: $1" >&2
		exit 1
	}
}

# type_when_asked TEXT: once it waits for an answer, which a ">" shows.
type_when_asked() {
	tries=0
	while ! tail -n +2 "$work/raw" 2>/dev/null | grep -aq '>' &&
		 [ "$tries" -lt 200 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	sleep 0.5
	printf '%b' "$1"
}

nothing() {
	sleep 2
}

# line ARGUMENTS|EXIT STATUS|SENTENCE
while IFS='|' read -r arguments status sentence; do
	nothing | at_terminal "$arguments"
	said "ends with $status"
	said "$sentence"
done <<'END'
--version|0|garde 
--help|0|Codes de fin
explain sauvegarde-reguliere|0|backup-recent
scna|2|Vouliez-vous dire
judge absent.json|2|Ce fichier n’existe pas.
judge C:/nul.json|2|Je ne peux pas lire
--lang de|2|Choisissez fr ou en
--lang=en zzzzzz|2|garde --help
END

rm "$work/raw"
{
	type_when_asked 'Saint-L\0303\0264\r'
	sleep 1
	printf 'q\r'
	sleep 8
} | at_terminal --no-open
said 'Quel est le nom de votre commune'
said 'rapport.html'
grep -q 'Saint-Lô' resultats/reponses.json ||
	{
		cat "$work/said" >&2
		echo "the name is not kept" >&2
		exit 1
	}

rm "$work/raw"
{
	type_when_asked 'ab\0003'
	sleep 3
} | at_terminal --no-open
said 'ends with 130'
said "Les résultats d’avant restent en place."
