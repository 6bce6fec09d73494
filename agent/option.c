/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/option.h"

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

bool option_parse(struct options *out, int argc, char **argv, struct arena *a,
                  struct flag_problem *p)
{
	struct flag list[OPTION_COUNT];
	struct flag_line line = { .value = out->value };

	memset(out, 0, sizeof(*out));
	for (int i = 0; i < OPTION_COUNT; i++)
		list[i] = (struct flag){ rows[i].name, rows[i].letter,
			                 rows[i].value.text[LANG_FR] != NULL };
	if (!flag_parse(&line, list, OPTION_COUNT, argc, argv, a, p))
		return false;
	out->operand = line.operand;
	out->operands = line.operands;
	return true;
}
