#!/bin/sh
# The window, by keyboard alone, as a person in a town hall uses it:
#   sh test_window.sh GARDE.EXE SEE_PAGE.EXE FOLDER
# A picture of every page is left in FOLDER, for somebody to look at.
# shellcheck disable=SC1112 # apostrophes as they are printed
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
	start
}

start() {
	(cd "$stick" && exec wine Garde.exe >"$work/output" 2>&1) &
	running=$!
}

# ended STATUS...: the program ends with one of these, and was silent.
ended() {
	status=0
	wait "$running" || status=$?
	for allowed in "$@"; do
		[ "$status" != "$allowed" ] || allowed=yes
		[ "$allowed" != yes ] || break
	done
	[ "$allowed" = yes ] || fail "it ended with $status, not $*"
	[ ! -s "$work/output" ] || fail "it wrote: $(cat "$work/output")"
}

# escape NAME STATUS...: Esc closes the window within a second.
escape() {
	name=$1
	shift
	wine "$see" --gone >/dev/null 2>&1 &
	gone=$!
	sleep 0.7
	before=$(date +%s%3N)
	desk_key Escape
	wait "$gone" || fail "$name: the window stays"
	after=$(date +%s%3N)
	[ $((after - before)) -le 1000 ] ||
		fail "$name: it took $((after - before)) ms to close"
	ended "$@"
	echo "$name: closed after $((after - before)) ms"
}

# The first of the answers, by its letter; Enter alone would take the last.
first() {
	desk_key "$(sed -n 's/^..Button: [^&]*&\(.\).*/\1/p' "$work/page.txt" |
		head -n 1 | tr '[:upper:]' '[:lower:]')"
}

# The links are behind the answers, of which the last has the focus, and Cancel.
back() {
	desk_key Tab Tab Return
}

enough() {
	desk_key Tab Tab Tab Return
}

# network NAME SHARED LOOK WHO NEXT: the network's questions, if this machine
# is plugged into one, until nobody agrees; then the page NEXT.
network() {
	desk_page '' "$2" "$5"
	desk_says "$2" || return 0
	desk_page "$1-network-shared" "$2"
	first
	desk_page "$1-network-look" "$3"
	first
	desk_page "$1-network-who" "$4"
	desk_key Return
	desk_page '' "$5"
}

# commune NAME TITLE: type it, then the code.
commune() {
	desk_page "$1-commune" "$2"
	desk_says '> Edit:' || fail 'no field has the focus'
	desk_type 'Orée-le-Bois'
	desk_shot "$1-commune-typed"
	desk_key Return
	desk_page '' INSEE
	desk_type 12
	desk_key Return
	desk_page "$1-insee-refused" '2A004'
	desk_key BackSpace
	desk_type 01001
	desk_key Return
}

# Every question in turn; back once, where the answer before is kept.
answer_all() {
	number=1
	desk_page '' 'Question 1 sur'
	total=$(sed -n 's/.*Question 1 sur \([0-9]*\).*/\1/p' "$work/page.txt")
	while [ "$number" -le "$total" ]; do
		desk_page "fr-question-$number" "Question $number sur"
		case $number in
		2)
			desk_key j
			desk_page '' 'Question 3 sur'
			back
			desk_page fr-question-2-again 'réponse d’avant'
			desk_says '> Button: &Je ne sais pas' ||
				fail 'Enter does not keep the answer'
			desk_key Return
			;;
		*[05]) desk_key Return ;;
		*) if desk_says '> Edit:'; then desk_key Return; else first; fi ;;
		esac
		number=$((number + 1))
	done
}

french() {
	begin fr
	desk_page fr-welcome 'Regardons si cet ordinateur'
	desk_says '> Button: &Commencer' || fail 'Enter does not begin'
	desk_key Return
	network fr 'Partagez-vous' 'Puis-je regarder' 'Qui donne son accord' \
		'nom de votre commune'
	commune fr 'nom de votre commune'
	answer_all
	desk_page fr-name 'Comment appelez-vous'
	desk_type 'accueil'
	desk_key Return
	desk_page fr-result '&Voir le rapport'
	[ -f "$stick/resultats/rapport.html" ] || fail 'there is no report'
	[ -f "$stick/resultats/liste-a-cocher.html" ] || fail 'there is no list'
	grep -q 'Orée-le-Bois' "$stick/resultats/reponses.json" ||
		fail 'the name of the commune is not kept'
	desk_key a
	desk_page fr-other 'retirez la clé'
	desk_key r
	desk_page '' '&Voir le rapport'
	# Details, by the keyboard too.
	desk_key Shift+Tab space
	desk_page fr-result-details 'rapport.html'
	escape 'the result' 0 3
}

# The next day: what is known is not asked again.
french_again() {
	start
	desk_page '' 'Regardons si cet ordinateur'
	desk_key Return
	desk_page '' 'Partagez-vous' 'nom de votre commune'
	desk_page '' 'nom de votre commune'
	desk_says '> Edit: Orée-le-Bois' || fail 'the commune is forgotten'
	desk_key Return
	desk_page '' 'code INSEE'
	desk_key Return
	desk_page fr-keep 'Voulez-vous les garder'
	desk_key Return
	desk_page '' 'Question 1 sur'
	enough
	desk_page '' '&Voir le rapport'
	escape 'the result of the second visit' 0 3
}

# Esc in every kind of page.
cancel() {
	begin cancel
	desk_page '' 'Regardons si cet ordinateur'
	escape 'the welcome' 130
	start
	desk_page '' 'Regardons si cet ordinateur'
	desk_key Return
	network cancel 'Partagez-vous' 'Puis-je regarder' \
		'Qui donne son accord' 'nom de votre commune'
	escape 'a field' 130
	start
	desk_page '' 'Regardons si cet ordinateur'
	desk_key Return
	desk_page '' 'nom de votre commune'
	desk_key Return
	desk_page '' 'code INSEE'
	desk_key Return
	desk_page '' 'Question 1 sur'
	first
	desk_page '' 'Question 2 sur'
	escape 'a question' 130
	grep -q '"control"\|"week"' "$stick/resultats/reponses.json" ||
		fail 'an answer was lost'
	# Somebody else is at work on the folder: there is only to wait.
	wine "$see" --hold "$stick/resultats/.garde-lock" >/dev/null 2>&1 &
	holder=$!
	start
	desk_page '' 'Regardons si cet ordinateur'
	desk_key Return
	desk_page '' 'nom de votre commune'
	desk_key Return
	desk_page '' 'code INSEE'
	desk_key Return
	desk_page '' 'Voulez-vous les garder'
	desk_key Return
	desk_page '' 'Question 1 sur'
	enough
	desk_page fr-waiting 'Le programme tourne déjà'
	escape 'the wait' 130
	kill "$holder" 2>/dev/null || true
	[ ! -e "$stick/resultats/rapport.html" ] || fail 'a report was written'
	if find "$stick" -name '*.tmp-*' | grep .; then
		fail 'something was left half written'
	fi
}

english() {
	begin en
	desk_page en-welcome 'Let us see whether'
	desk_key Return
	network en 'Do you share' 'May I look' 'Who agrees' 'name of your commune'
	commune en 'name of your commune'
	desk_page en-question 'Question 1 of'
	enough
	desk_page en-result '&See the report'
	escape 'the result in English' 0 3
}

# The stick of a coordinator: the commune is shown, the coordinator too.
make_kit() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj /CN=test -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
	cat >"$stick/kit.json" <<-END
		{"format": 1, "id": "01001-0123456789abcdef", "made_at": "2026-01-01",
		 "expires": "2099-01-01", "token": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		 "commune": {"insee": "01001", "name": "Orée-le-Bois"}, "lan": "none",
		 "coordinator": {"name": "Syndicat d’exemple", "phone": "04 00 00 00 00",
		                 "url": "https://cyber.localhost:9/"},
		 "certificates": "$(sed 's/$/\\n/' "$work/certificate.pem" | tr -d '\n')"}
	END
	openssl cms -sign -binary -md sha256 -outform DER -in "$stick/kit.json" \
		-out "$stick/kit.p7s" -signer "$work/certificate.pem" -inkey "$work/key.pem"
}

# press WORDS: the button that says so, by its letter.
press() {
	desk_key "$(sed -n 's/^..Button: //p' "$work/page.txt" | tr -d '\r' |
		sed -n "/^&*$(printf '%s' "$1" | sed 's/./&\&*/g')/s/[^&]*&\(.\).*/\1/p" |
		head -n 1 | tr '[:upper:]' '[:lower:]')"
}

# Nothing leaves without a yes; and nobody is there to receive it.
sending() {
	press 'Envoyer au coordinateur'
	desk_page kit-send 'Voir exactement ce qui part'
	for answer in Oui 'Voir exactement ce qui part' 'Pas maintenant'; do
		tr -d '&' <"$work/page.txt" | grep -q "Button: $answer" ||
			fail "$answer cannot be chosen"
	done
	# No other question stands around this one.
	! desk_says 'Question précédente' || fail 'sending goes back to a question'
	press 'Pas maintenant'
	desk_page kit-send-not 'Rien n’est parti'
	! find "$stick/resultats/envoi" -name '*.garde' | grep . ||
		fail 'something was sealed without a yes'
	desk_key Return
	desk_page '' '&Voir le rapport'
	press 'Envoyer au coordinateur'
	desk_page '' 'Voir exactement ce qui part'
	press Oui
	desk_page kit-waits 'Vos résultats attendent ici'
	find "$stick/resultats/envoi" -name '*.garde' | grep -q . ||
		fail 'nothing waits to leave'
	desk_key Return
	desk_page '' '&Voir le rapport'
}

kit() {
	stick=$work/stick-kit
	mkdir -p "$stick"
	make_kit
	begin kit
	desk_page '' 'Regardons si cet ordinateur'
	desk_key Return
	desk_page kit-commune 'Votre commune est bien Orée-le-Bois, code INSEE 01001'
	desk_says '> Button: &Oui' || fail 'Enter does not say yes'
	desk_key Return
	desk_page '' 'Question 1 sur'
	enough
	desk_page kit-result 'Votre coordinateur : Syndicat d’exemple, au 04 00 00 00 00'
	escape 'the result with a kit' 0 3
	grep -q '"01001"' "$stick/resultats/commune.json" || fail 'the commune is not known'
	[ -f "$stick/resultats/kit/1/kit.p7s" ] || fail 'the kit is not kept'
	# The kit on the stick is damaged: the kept one serves.
	echo x >>"$stick/kit.json"
	start
	desk_page kit-refused 'Le nouveau kit a été modifié ou abîmé'
	desk_says 'Le vôtre reste en service' || fail 'what happens is not said'
	desk_key Return
	desk_page '' 'Regardons si cet ordinateur'
	desk_key Return
	desk_page '' 'Question 1 sur'
	enough
	desk_page '' '&Voir le rapport'
	desk_says 'Votre coordinateur : Syndicat' || fail 'the kept kit is forgotten'
	sending
	escape 'the result with a refused kit' 0 3
}

# Text twice as large, on a screen of 1920 x 1080.
large() {
	begin large
	desk_page large-welcome 'Regardons si cet ordinateur'
	desk_fits || fail 'the welcome is larger than the screen'
	desk_key Return
	network large 'Partagez-vous' 'Puis-je regarder' \
		'Qui donne son accord' 'nom de votre commune'
	desk_fits || fail 'the field is larger than the screen'
	commune large 'nom de votre commune'
	desk_page large-question 'Question 1 sur'
	desk_fits || fail 'the question is larger than the screen'
	enough
	desk_page large-result '&Voir le rapport'
	desk_fits || fail 'the result is larger than the screen'
	escape 'the result in large' 0 3
}

desk_language fr
desk_open "$work/wine" 96
french
french_again
cancel
kit
desk_close
desk_language en
desk_open "$work/wine-en" 96
english
desk_close
desk_language fr
desk_open "$work/wine-large" 192
large
echo "the window: $(find "$shots" -name '*.png' | wc -l) pictures in $shots"
