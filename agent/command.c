/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/collect.h"
#include "agent/console.h"
#include "agent/doctor.h"
#include "agent/explain.h"
#include "agent/help.h"
#include "agent/judge.h"
#include "agent/listen.h"
#include "agent/listing.h"
#include "agent/merging.h"
#include "agent/network.h"
#include "agent/rendering.h"
#include "agent/scan.h"
#include "agent/seal.h"
#include "agent/send.h"
#include "agent/version.h"
#include "core/crypto.h"
#include "core/desktop.h"
#include "core/text.h"
#include "core/worker.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY     (256u << 20) /* ceiling of everything a command keeps */
#define HELP_BYTES (64u << 10)

#define BIT(option) (UINT32_C(1) << OPTION_##option)
#define ALWAYS      (BIT(LANG) | BIT(HELP) | BIT(VERSION))
#define NETWORK     (BIT(LAN) | BIT(LAN_THOROUGH) | BIT(LAN_PORTS) | BIT(ROOTS))
#define OUTSIDE     (BIT(SITE) | BIT(MAIL))
#define ANY         SIZE_MAX

static const struct command commands[] = {
	{ .name = "scan",
	  .help = { { "Regarder cet ordinateur, poser les questions, écrire "
	              "le rapport",
	              "Look at this computer, ask the questions, write the "
	              "report" } },
	  .more = { { "« garde » seul fait la même chose. Le rapport va dans "
	              "le dossier « resultats », à côté du programme.",
	              "“garde” alone does the same. The report goes to the "
	              "folder “resultats” beside the program." } },
	  .examples = { { "  garde\n"
	                  "  garde scan --no-questions\n"
	                  "  garde scan --out /media/cle/resultats\n"
	                  "  garde scan --only backup-recent,os-updates\n"
	                  "  garde scan --quiet --json > commune.json\n",
	                  "  garde\n"
	                  "  garde scan --no-questions\n"
	                  "  garde scan --out /media/stick/results\n"
	                  "  garde scan --only backup-recent,os-updates\n"
	                  "  garde scan --quiet --json > commune.json\n" } },
	  .options = ALWAYS | BIT(OUT) | BIT(ANSWERS) | BIT(NO_QUESTIONS) |
	             BIT(BASELINE) | BIT(NO_OPEN) | BIT(ONLY) | BIT(SKIP) |
	             BIT(FAIL_ON) | BIT(JSON) | BIT(QUIET) | BIT(NOW) |
	             BIT(ROOT) | BIT(USER) | BIT(KIT) | NETWORK | OUTSIDE,
	  .run = scan_run },
	{ .name = "collect",
	  .help = { { "Lire l’ordinateur et écrire les faits, sans juger",
	              "Read the computer and write the facts, without judging" } },
	  .examples = { { "  garde collect -o faits.json\n"
	                  "  garde collect --site www.exemple.fr --mail "
	                  "mairie@exemple.fr\n",
	                  "  garde collect -o facts.json\n"
	                  "  garde collect --site www.example.fr --mail "
	                  "mairie@example.fr\n" } },
	  .options = ALWAYS | BIT(OUTPUT) | BIT(QUIET) | BIT(BASELINE) |
	             BIT(NOW) | BIT(ROOT) | BIT(USER) | NETWORK | OUTSIDE,
	  .run = collect_run },
	{ .name = "network",
	  .help = { { "Regarder le réseau seul et montrer ses appareils",
	              "Look at the network alone and show its devices" } },
	  .more = { { "Lancer cette commande vaut accord. Elle ne regarde que "
	              "le réseau auquel cet ordinateur est branché. Avec --json "
	              "ou --output, elle écrit les faits.",
	              "To run this command is to agree. It looks only at the "
	              "network that this computer is attached to. With --json "
	              "or --output it writes the facts." } },
	  .examples = { { "  garde network\n"
	                  "  garde network --lan 192.168.1.0/24 --lan-ports\n"
	                  "  garde network --lan-thorough -o reseau.json\n",
	                  "  garde network\n"
	                  "  garde network --lan 192.168.1.0/24 --lan-ports\n"
	                  "  garde network --lan-thorough -o network.json\n" } },
	  .options = ALWAYS | BIT(OUTPUT) | BIT(QUIET) | BIT(JSON) |
	             BIT(BASELINE) | BIT(NOW) | BIT(KIT) | NETWORK,
	  .run = network_run },
	{ .name = "listen",
	  .help = { { "Écouter le réseau sans rien dire et compter ce qui passe "
	              "en clair",
	              "Listen to the network in silence and count what passes "
	              "in clear" } },
	  .more = { { "Lancer cette commande vaut accord. Prévenez les personnes "
	              "qui travaillent là. Rien n’est gardé que des nombres. "
	              "Écouter demande des droits d’administrateur. Lire un "
	              "enregistrement n’en demande pas.",
	              "To run this command is to agree. Tell those who work "
	              "there. Nothing is kept but numbers. To listen takes "
	              "administrator’s rights. To read a capture takes "
	              "none." } },
	  .examples = { { "  sudo garde listen\n"
	                  "  sudo garde listen --seconds 300 -o ecoute.json\n"
	                  "  garde listen --read capture.pcapng\n",
	                  "  sudo garde listen\n"
	                  "  sudo garde listen --seconds 300 -o heard.json\n"
	                  "  garde listen --read capture.pcapng\n" } },
	  .options = ALWAYS | BIT(OUTPUT) | BIT(QUIET) | BIT(NOW) |
	             BIT(SECONDS) | BIT(INTERFACE) | BIT(READ),
	  .run = listen_run },
	{ .name = "judge",
	  .operands = { { "FAITS", "FACTS" } },
	  .help = { { "Juger des faits et écrire un document",
	              "Judge facts and write a document" } },
	  .more = { { "FAITS est un fichier de « garde collect », ou - pour "
	              "lire l’entrée.",
	              "FACTS is a file from “garde collect”, or - to read "
	              "standard input." } },
	  .examples = { { "  garde judge faits.json -o document.json\n"
	                  "  garde collect | garde judge - --lang en\n",
	                  "  garde judge facts.json -o document.json\n"
	                  "  garde collect | garde judge - --lang en\n" } },
	  .options = ALWAYS | BIT(ANSWERS) | BIT(BASELINE) | BIT(NOW) |
	             BIT(OUTPUT) | BIT(QUIET),
	  .least = 1,
	  .most = 1,
	  .run = judge_run },
	{ .name = "merge",
	  .operands = { { "DOCUMENT...", "DOC..." } },
	  .help = { { "Réunir les documents des ordinateurs d’une commune",
	              "Join the documents of a commune’s computers" } },
	  .examples = { { "  garde merge poste-*.json -o commune.json\n",
	                  "  garde merge poste-*.json -o commune.json\n" } },
	  .options = ALWAYS | BIT(OUTPUT) | BIT(QUIET),
	  .least = 1,
	  .most = ANY,
	  .run = merging_run },
	{ .name = "report",
	  .operands = { { "DOCUMENT", "DOC" } },
	  .help = { { "Montrer un document comme page, liste ou tableau",
	              "Show a document as a page, a list or a table" } },
	  .examples = { { "  garde report commune.json --as html -o rapport.html\n"
	                  "  garde report commune.json --as text --previous "
	                  "ancien.json\n",
	                  "  garde report commune.json --as html -o report.html\n"
	                  "  garde report commune.json --as text --previous "
	                  "old.json\n" } },
	  .options = ALWAYS | BIT(AS) | BIT(PREVIOUS) | BIT(KIT) | BIT(OUTPUT) |
	             BIT(QUIET),
	  .least = 1,
	  .most = 1,
	  .run = rendering_run },
	{ .name = "seal",
	  .operands = { { "DOCUMENT", "DOC" } },
	  .help = { { "Sceller un résultat pour votre coordinateur",
	              "Seal a result for your coordinator" } },
	  .more = { { "Le fichier ne contient que ce qui peut partir. Seul "
	              "votre coordinateur peut l’ouvrir. Envoyez-le par "
	              "courriel ou portez-le sur une clé. Avec --show, la "
	              "commande montre exactement ce qui serait scellé.",
	              "The file holds only what may leave. Your coordinator "
	              "alone can open it. Mail it or carry it on a stick. With "
	              "--show the command shows exactly what would be "
	              "sealed." } },
	  .examples = { { "  garde seal resultats/poste-0123.json\n"
	                  "  garde seal poste.json --show\n",
	                  "  garde seal resultats/poste-0123.json\n"
	                  "  garde seal poste.json --show\n" } },
	  .options = ALWAYS | BIT(OUT) | BIT(KIT) | BIT(SHOW) | BIT(OUTPUT) |
	             BIT(NOW) | BIT(QUIET),
	  .least = 1,
	  .most = 1,
	  .run = seal_run },
	{ .name = "send",
	  .operands = { { "DOCUMENT", "DOC" } },
	  .help = { { "Envoyer les résultats à votre coordinateur",
	              "Send the results to your coordinator" } },
	  .more = { { "Vous voyez tout ce qui part avant de dire oui. Sans "
	              "DOCUMENT, la commande prend ce qui est nouveau dans le "
	              "dossier des résultats. Ce qui ne peut pas partir attend "
	              "dans « envoi ».",
	              "You see all that leaves before you say yes. Without DOC "
	              "the command takes what is new in the folder of results. "
	              "What cannot leave waits in “envoi”." } },
	  .examples = { { "  garde send\n  garde send --yes --wait\n",
	                  "  garde send\n  garde send --yes --wait\n" } },
	  .options = ALWAYS | BIT(OUT) | BIT(KIT) | BIT(YES) | BIT(WAIT) |
	             BIT(ROOTS) | BIT(NOW) | BIT(QUIET),
	  .most = 1,
	  .run = send_run },
	{ .name = "checks",
	  .help = { { "Faire la liste des points contrôlés",
	              "List everything that is checked" } },
	  .examples = { { "  garde checks\n  garde checks --json\n",
	                  "  garde checks\n  garde checks --json\n" } },
	  .options = ALWAYS | BIT(JSON) | BIT(BASELINE),
	  .run = listing_run },
	{ .name = "explain",
	  .operands = { { "POINT", "ID" } },
	  .help = { { "Expliquer un point : pourquoi, quoi faire, qui",
	              "Explain one check: why, what to do, who" } },
	  .examples = { { "  garde explain sauvegarde-reguliere\n",
	                  "  garde explain backup-recent\n" } },
	  .options = ALWAYS | BIT(BASELINE),
	  .least = 1,
	  .most = 1,
	  .run = explain_run },
	{ .name = "doctor",
	  .help = { { "Dire ce que le programme peut lire ici",
	              "Tell what the program can read here" } },
	  .examples = { { "  garde doctor\n", "  garde doctor\n" } },
	  .options = ALWAYS | BIT(OUT) | BIT(BASELINE) | BIT(NOW) | BIT(ROOT) |
	             BIT(USER) | BIT(KIT),
	  .run = doctor_run },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

const struct command *command_list(size_t index)
{
	return index < COMMANDS ? &commands[index] : NULL;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

enum lang command_lang(int argc, char **argv)
{
	enum lang lang;

	if (lang_asked(argc, argv, &lang))
		return lang;
	return text_is(desktop_language(), "en") ? LANG_EN : LANG_FR;
}

static enum ending tell_problem(const struct session *s,
                                const struct flag_problem *p)
{
	static const enum say_id ids[] = {
		[FLAG_UNKNOWN] = SAY_NO_OPTION,
		[FLAG_NEEDS] = SAY_OPTION_NEEDS,
		[FLAG_REFUSES] = SAY_OPTION_REFUSES,
		[FLAG_NO_MEMORY] = SAY_NO_MEMORY,
	};

	console_error(s, ids[p->fault], "word", p->word);
	if (p->nearest)
		console_error(s, SAY_NEAREST, "word", p->nearest);
	console_error(s, SAY_SEE_HELP);
	return ENDING_USAGE;
}

static enum ending tell_no_command(const struct session *s, const char *word)
{
	const char *names[COMMANDS];
	const char *nearest;

	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = commands[i].name;
	nearest = text_nearest(word, names, COMMANDS);
	console_error(s, SAY_NO_COMMAND, "word", word);
	if (nearest)
		console_error(s, SAY_NEAREST, "word", nearest);
	console_error(s, SAY_SEE_HELP);
	return ENDING_USAGE;
}

/* Whether the command takes these options and so many operands. */
static bool fits(const struct session *s, const struct command *c)
{
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (!s->options.value[i] || c->options & UINT32_C(1) << i)
			continue;
		console_error(s, SAY_OPTION_ELSEWHERE, "word",
		              option_row((enum option_id)i)->name, "command",
		              c->name);
		return false;
	}
	if (s->options.operands < c->least) {
		console_error(s, SAY_TOO_FEW, "command", c->name, "word",
		              c->operands.text[s->lang]);
		return false;
	}
	if (s->options.operands > c->most) {
		console_error(s, SAY_TOO_MANY, "command", c->name, "word",
		              s->options.operand[c->most]);
		return false;
	}
	return true;
}

static enum ending show(const struct session *s, const struct command *c,
                        bool version)
{
	enum ending ending;
	struct buf b;

	buf_init(&b, HELP_BYTES);
	if (version)
		buf_fmt(&b, "garde %s\n", version_text());
	else
		help_write(&b, c, s->lang);
	ending = console_result(s, &b);
	buf_clear(&b);
	return ending;
}

/* The command of the line; its name leaves the operands. */
static const struct command *take_command(struct session *s)
{
	struct options *o = &s->options;
	const struct command *c;

	if (o->operands == 0)
		return &commands[0];
	c = command_find(o->operand[0]);
	if (c) {
		o->operand++;
		o->operands--;
	}
	return c;
}

static enum ending run(struct session *s)
{
	const char *lang = s->options.value[OPTION_LANG];
	bool named = s->options.operands > 0;
	const char *first = named ? s->options.operand[0] : NULL;
	const struct command *c;
	enum lang ignored;

	if (lang && !lang_parse(lang, &ignored)) {
		console_error(s, SAY_NO_LANG, "word", lang);
		return ENDING_USAGE;
	}
	if (s->options.value[OPTION_VERSION])
		return show(s, NULL, true);
	c = take_command(s);
	if (!c)
		return tell_no_command(s, first);
	if (s->options.value[OPTION_HELP])
		return show(s, named ? c : NULL, false);
	if (!fits(s, c)) {
		console_error(s, SAY_SEE_COMMAND_HELP, "command", c->name);
		return ENDING_USAGE;
	}
	return c->run(s);
}

enum ending command_main(int argc, char **argv, const struct frontend *frontend)
{
	struct session s = { .lang = command_lang(argc, argv),
		             .frontend = frontend,
		             .arena = arena_new(MEMORY) };
	struct flag_problem problem;
	enum ending ending;
	struct err e;

	if (!s.arena || !crypto_prepare(&e)) {
		console_error(&s, SAY_NO_MEMORY);
		arena_free(s.arena);
		return ENDING_BROKEN;
	}
	if (option_parse(&s.options, argc, argv, s.arena, &problem)) {
		s.quiet = s.options.value[OPTION_QUIET] != NULL;
		ending = run(&s);
	} else {
		ending = tell_problem(&s, &problem);
	}
	/* What was given up may still read them; the end is near anyway. */
	if (!worker_left_behind()) {
		baseline_free(s.baseline);
		arena_free(s.arena);
	}
	return ending;
}
