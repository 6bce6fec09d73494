/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/option.h"

#include "core/text.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const struct option_row rows[OPTION_COUNT] = {
	[OPTION_OUT] = { "out",
	                 0,
	                 { { "DOSSIER", "FOLDER" } },
	                 { { "Dossier des résultats",
	                     "Folder of the results" } } },
	[OPTION_ANSWERS] = { "answers",
	                     0,
	                     { { "FICHIER", "FILE" } },
	                     { { "Réponses déjà données",
	                         "Answers that were given before" } } },
	[OPTION_NO_QUESTIONS] = { "no-questions",
	                          0,
	                          { { NULL, NULL } },
	                          { { "Ne poser aucune question",
	                              "Ask no question" } } },
	[OPTION_LANG] = { "lang",
	                  0,
	                  { { "fr|en", "fr|en" } },
	                  { { "Langue des textes",
	                      "Language of the words" } } },
	[OPTION_BASELINE] = { "baseline",
	                      0,
	                      { { "FICHIER", "FILE" } },
	                      { { "Autre liste de points à contrôler",
	                          "Another list of what to check" } } },
	[OPTION_NO_OPEN] = { "no-open",
	                     0,
	                     { { NULL, NULL } },
	                     { { "Ne pas ouvrir le rapport à la fin",
	                         "Do not open the report at the end" } } },
	[OPTION_ONLY] = { "only",
	                  0,
	                  { { "POINTS", "IDS" } },
	                  { { "Seulement ces points, séparés par des virgules",
	                      "Only these checks, with commas between" } } },
	[OPTION_SKIP] = { "skip",
	                  0,
	                  { { "POINTS", "IDS" } },
	                  { { "Tous les points sauf ceux-là",
	                      "All checks but these" } } },
	[OPTION_FAIL_ON] = { "fail-on",
	                     0,
	                     { { "A|B|C|D|E", "A|B|C|D|E" } },
	                     { { "Finir par le code 10 à cette lettre ou pire",
	                         "Exit with 10 at this letter or worse" } } },
	[OPTION_JSON] = { "json",
	                  0,
	                  { { NULL, NULL } },
	                  { { "Sortie pour un programme",
	                      "Output for a program" } } },
	[OPTION_QUIET] = { "quiet",
	                   'q',
	                   { { NULL, NULL } },
	                   { { "Ne dire que les erreurs",
	                       "Say nothing but errors" } } },
	[OPTION_OUTPUT] = { "output",
	                    'o',
	                    { { "FICHIER", "FILE" } },
	                    { { "Écrire dans ce fichier",
	                        "Write to this file" } } },
	[OPTION_AS] = { "as",
	                0,
	                { { "FORMAT", "FORMAT" } },
	                { { "Forme du rapport", "Form of the report" } } },
	[OPTION_PREVIOUS] = { "previous",
	                      0,
	                      { { "DOCUMENT", "DOC" } },
	                      { { "Dire ce qui a changé depuis ce document",
	                          "Tell what changed since this document" } } },
	[OPTION_NOW] = { "now",
	                 0,
	                 { { "DATE", "TIME" } },
	                 { { "Juger comme à cette date, 2026-11-22",
	                     "Judge as on that day, 2026-11-22" } } },
	[OPTION_ROOT] = { "root",
	                  0,
	                  { { "DOSSIER", "FOLDER" } },
	                  { { "Lire la machine copiée dans ce dossier : pour les "
	                      "essais et les disques de secours",
	                      "Read the machine copied in this folder: for tests "
	                      "and rescue disks" } } },
	[OPTION_USER] = { "user",
	                  0,
	                  { { "NUMÉRO", "UID" } },
	                  { { "Compte de tous les jours, par son numéro",
	                      "The daily account, by its number" } } },
	[OPTION_LAN] = { "lan",
	                 0,
	                 { { "auto|none|RÉSEAU", "auto|none|NETWORK" } },
	                 { { "Regarder aussi le réseau auquel cet ordinateur "
	                     "est branché, 256 adresses au plus",
	                     "Look at the network too that this computer is "
	                     "attached to, 256 addresses at most" } } },
	[OPTION_LAN_THOROUGH] = { "lan-thorough",
	                          0,
	                          { { NULL, NULL } },
	                          { { "Entrer sur le réseau là où aucun mot de "
	                              "passe n’est demandé, sans rien ouvrir ni "
	                              "changer",
	                              "On the network, enter where no password "
	                              "is asked, without opening or changing "
	                              "anything" } } },
	[OPTION_LAN_PORTS] = { "lan-ports",
	                       0,
	                       { { NULL, NULL } },
	                       { { "Sur le réseau, ne chercher que les appareils "
	                           "et leurs ports",
	                           "On the network, look for devices and their "
	                           "ports only" } } },
	[OPTION_KIT] = { "kit",
	                 0,
	                 { { "DOSSIER", "FOLDER" } },
	                 { { "Kit du coordinateur. Sinon celui à côté du programme",
	                     "Kit of the coordinator. Else the one beside the "
	                     "program" } } },
	[OPTION_ROOTS] = { "roots",
	                   0,
	                   { { "FICHIER", "FILE" } },
	                   { { "Certificats de confiance de ce réseau, en plus "
	                       "de ceux du système",
	                       "Certificates that this network trusts, besides "
	                       "the system’s" } } },
	[OPTION_SITE] = { "site",
	                  0,
	                  { { "ADRESSE|none", "ADDRESS|none" } },
	                  { { "Regarder aussi le site de la commune, vu "
	                      "d’Internet",
	                      "Look at the commune’s website too, as the "
	                      "Internet sees it" } } },
	[OPTION_MAIL] = { "mail",
	                  0,
	                  { { "ADRESSE|none", "ADDRESS|none" } },
	                  { { "Regarder aussi ce qui protège le courriel de la "
	                      "commune",
	                      "Look at what protects the commune’s e-mail "
	                      "too" } } },
	[OPTION_SECONDS] = { "seconds",
	                     0,
	                     { { "DURÉE", "TIME" } },
	                     { { "Durée de l’écoute, de 1 à 600 s. Sinon 60",
	                         "How long to listen, 1 to 600 s. Else 60" } } },
	[OPTION_INTERFACE] = { "interface",
	                       0,
	                       { { "NOM", "NAME" } },
	                       { { "Carte réseau à écouter",
	                           "Network card to listen to" } } },
	[OPTION_READ] = { "read",
	                  0,
	                  { { "FICHIER", "FILE" } },
	                  { { "Lire cet enregistrement, pcap ou pcapng",
	                      "Read this capture, pcap or pcapng" } } },
	[OPTION_SHOW] = { "show",
	                  0,
	                  { { NULL, NULL } },
	                  { { "Montrer exactement ce qui serait scellé",
	                      "Show exactly what would be sealed" } } },
	[OPTION_YES] = { "yes",
	                 0,
	                 { { NULL, NULL } },
	                 { { "Envoyer sans demander",
	                     "Send without asking" } } },
	[OPTION_WAIT] = { "wait",
	                  0,
	                  { { NULL, NULL } },
	                  { { "Attendre que tout soit parti",
	                      "Stay until all has left" } } },
	[OPTION_HELP] = { "help",
	                  'h',
	                  { { NULL, NULL } },
	                  { { "Montrer cette aide", "Show this help" } } },
	[OPTION_VERSION] = { "version",
	                     'V',
	                     { { NULL, NULL } },
	                     { { "Montrer la version", "Show the version" } } },
};

const struct option_row *option_row(enum option_id id)
{
	return &rows[id];
}

/* What getopt_long() wants, made from the rows; val is the id + 256. */
static void describe(struct option *longs, char *shorts)
{
	/* '-': words come in their place; ':': a missing value is told. */
	*shorts++ = '-';
	*shorts++ = ':';
	for (int i = 0; i < OPTION_COUNT; i++) {
		bool value = rows[i].value.text[LANG_FR] != NULL;

		longs[i].name = rows[i].name;
		longs[i].has_arg = value ? required_argument : no_argument;
		longs[i].flag = NULL;
		longs[i].val = 256 + i;
		if (!rows[i].letter)
			continue;
		*shorts++ = rows[i].letter;
		if (value)
			*shorts++ = ':';
	}
	memset(&longs[OPTION_COUNT], 0, sizeof(*longs));
	*shorts = '\0';
}

static int find_letter(int letter)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (rows[i].letter && rows[i].letter == letter)
			return i;
	return -1;
}

/* Who was meant by a long option that does not exist. */
static const char *nearest(const char *word, struct arena *a)
{
	const char *names[OPTION_COUNT];
	char name[64];
	const char *found;

	if (!text_begins(word, "--"))
		return NULL;
	snprintf(name, sizeof(name), "%s", word + 2);
	name[strcspn(name, "=")] = '\0';
	for (int i = 0; i < OPTION_COUNT; i++)
		names[i] = rows[i].name;
	found = text_nearest(name, names, OPTION_COUNT);
	return found ? arena_fmt(a, "--%s", found) : NULL;
}

static bool complain(struct option_problem *p, int result, char **argv,
                     struct arena *a)
{
	int id = optopt >= 256 ? optopt - 256 : find_letter(optopt);
	bool takes = id >= 0 && rows[id].value.text[LANG_FR];

	/* A bad letter may stand inside "-qx": argv would name the next. */
	p->word = optopt > 0 && optopt < 256 ? arena_fmt(a, "-%c", optopt)
	                                     : argv[optind - 1];
	p->nearest = NULL;
	/* Some systems say ':' of a value that is too much, too. */
	if (result == ':' && takes)
		p->fault = OPTION_NEEDS;
	else if (id >= 0)
		p->fault = OPTION_REFUSES;
	else
		p->fault = OPTION_UNKNOWN;
	if (p->fault == OPTION_UNKNOWN && p->word)
		p->nearest = nearest(p->word, a);
	return false;
}

bool option_parse(struct options *out, int argc, char **argv, struct arena *a,
                  struct option_problem *p)
{
	const char **operand =
	    arena_alloc(a, (size_t)argc + 1, sizeof(*operand));
	struct option longs[OPTION_COUNT + 1];
	char shorts[2 * OPTION_COUNT + 3];
	int got;

	memset(out, 0, sizeof(*out));
	memset(p, 0, sizeof(*p));
	p->fault = OPTION_NO_MEMORY;
	if (!operand)
		return false;
	out->operand = operand;
	describe(longs, shorts);
	opterr = 0;
	optind = 0;
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (got == '?' || got == ':')
			return complain(p, got, argv, a);
		if (got == 1)
			operand[out->operands++] = optarg;
		else if (got >= 256)
			out->value[got - 256] = optarg ? optarg : "";
		else
			out->value[find_letter(got)] = optarg ? optarg : "";
	}
	while (optind < argc)
		operand[out->operands++] = argv[optind++];
	p->fault = OPTION_FINE;
	return true;
}
