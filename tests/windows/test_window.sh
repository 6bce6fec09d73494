#!/bin/sh
# The window, by keyboard alone, as a person in a town hall uses it:
#   sh test_window.sh GARDE.EXE SEE_PAGE.EXE FOLDER
# A picture of every page is left in FOLDER, for somebody to look at.
set -eu

desk=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$(realpath "$1")
see=$(realpath "$2")
mkdir -p "$3"
shots=$(realpath "$3")
work=$(mktemp -d "${TMPDIR:-/tmp}/window-XXXXXX")

# shellcheck disable=SC2317 # the trap calls it
leave() {
	desk_close
	rm -rf "$work"
}
# shellcheck source=tests/windows/desk.sh
. "$desk/desk.sh"
trap leave EXIT
trap 'exit 130' INT TERM

fail() {
	echo "$*"
	exit 1
}

# A stick with the program on it, put in and double-clicked.
begin() {
	stick=$work/stick-$1
	mkdir -p "$stick"
	cp "$program" "$stick/Garde.exe"
	again "$@"
}

again() {
	shift
	(cd "$stick" && exec wine Garde.exe "$@" >"$work/output" 2>&1) &
	running=$!
}

# gone STATUS: the window closes and the program ends so.
gone() {
	wine "$see" --gone >/dev/null 2>&1 || fail "the window stays"
	status=0
	wait "$running" || status=$?
	[ "$status" = "$1" ] || fail "it ended with $status, not $1"
	[ ! -s "$work/output" ] || fail "it wrote: $(cat "$work/output")"
}

# The network's questions, if this machine is plugged into one: do not look.
no_network() {
	desk_page '' "$1" "$2"
	if desk_says "$1"; then
		desk_page "$3-network-shared" "$1"
		desk_key Return
		desk_page "$3-network-look" "$4"
		desk_key Return
		desk_page "$3-network-who" "$5"
		# The last of the answers says that nobody agrees.
		desk_key Shift+Tab Shift+Tab Shift+Tab Return
		desk_page '' "$2"
	fi
}

french() {
	begin fr
	desk_page fr-welcome 'Regardons si cet ordinateur'
	desk_says '> Button: &Commencer' || fail 'Enter does not begin'
	desk_key Return
	no_network 'Partagez-vous' 'nom de votre commune' fr \
		'Puis-je regarder' 'Qui donne son accord'
	desk_page fr-commune 'nom de votre commune'
	desk_says '> Edit:' || fail 'no field has the focus'
	desk_type 'Orée-le-Bois'
	desk_shot fr-commune-typed
	desk_key Return
	desk_page '' 'code INSEE'
	desk_type 12
	desk_key Return
	desk_page fr-insee-refused 'Un code INSEE a cinq'
	desk_key BackSpace
	desk_type 01001
	desk_key Return
	answer_all
	desk_page fr-name 'Comment appelez-vous'
	desk_type 'accueil'
	desk_key Return
	desk_page fr-result 'Voir le &rapport' '&Voir le rapport'
	[ -f "$stick/resultats/rapport.html" ] || fail 'there is no report'
	[ -f "$stick/resultats/liste-a-cocher.html" ] || fail 'there is no list'
	grep -q 'Orée-le-Bois' "$stick/resultats/reponses.json" ||
		fail 'the name of the commune is not kept'
	desk_key a
	desk_page fr-other 'retirez la clé'
	desk_key r
	desk_page '' '&Voir le rapport'
	desk_key Escape
	gone "$finished"
}

# Every question in turn: the first two by their letters, then back and on,
# then whatever the page offers.
answer_all() {
	number=1
	desk_page '' 'Question 1 sur'
	total=$(sed -n 's/.*Question 1 sur \([0-9]*\).*/\1/p' "$work/page.txt")
	while [ "$number" -le "$total" ]; do
		desk_page "fr-question-$number" "Question $number sur" 'Edit:'
		case $number in
		2)
			desk_key j
			desk_page '' 'Question 3 sur'
			# The links are behind the answers and Cancel; Wine
			# lets the text before the answers have the focus.
			desk_key Shift+Tab Shift+Tab Return
			desk_page fr-question-2-again 'réponse d’avant'
			desk_says '> Button: &Je ne sais pas' ||
				fail 'the answer before is not the one of Enter'
			desk_key Return
			;;
		*) desk_key Return ;;
		esac
		number=$((number + 1))
	done
}

finished=0
desk_language fr
desk_open "$work/wine" 96
french
echo "the window: $(find "$shots" -name '*.png' | wc -l) pictures in $shots"
