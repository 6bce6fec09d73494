/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

/* Sorted by id, one a line. */
/* clang-format off */
static const struct label_line lines[] = {
	{ "csv-caps", { { "Pourquoi pas mieux", "Why not better" } } },
	{ "csv-cost", { { "Coût", "Cost" } } },
	{ "csv-date", { { "Date", "Date" } } },
	{ "csv-detail", { { "Ce qui a été vu", "What was seen" } } },
	{ "csv-every", { { "Quand", "When" } } },
	{ "csv-evidence", { { "Détails pour le prestataire", "Details for the IT provider" } } },
	{ "csv-finding", { { "Identifiant", "Identifier" } } },
	{ "csv-formula", { { "Calcul de la note, version", "Grade formula, version" } } },
	{ "csv-from", { { "Euros au moins", "Euros at least" } } },
	{ "csv-insee", { { "Code INSEE", "INSEE code" } } },
	{ "csv-letter", { { "Note", "Grade" } } },
	{ "csv-machine", { { "Ordinateur", "Computer" } } },
	{ "csv-minutes", { { "Minutes", "Minutes" } } },
	{ "csv-name", { { "Commune", "Commune" } } },
	{ "csv-remedy", { { "Que faire", "What to do" } } },
	{ "csv-score", { { "Points sur 100", "Points out of 100" } } },
	{ "csv-severity", { { "Gravité", "Severity" } } },
	{ "csv-title", { { "Point", "Point" } } },
	{ "csv-to", { { "Euros au plus", "Euros at most" } } },
	{ "csv-verdict", { { "État", "State" } } },
	{ "csv-who", { { "Qui", "Who" } } },
	{ "ics-again", { { "Relancer le programme de la mairie", "Run the town hall’s check again" } } },
	{ "ics-again-why", { { "Le dernier rapport a six mois. Relancez le programme pour voir vos progrès.", "The last report is six months old. Run the program again to see your progress." } } },
	{ "ics-certificates-valid", { { "Fin d’un certificat de signature", "A signing certificate ends" } } },
	{ "ics-domain-owned", { { "Fin du nom de domaine de la mairie", "The town hall’s domain name ends" } } },
	{ "ics-name", { { "Échéances informatiques de la mairie", "Computer deadlines of the town hall" } } },
	{ "ics-os-supported", { { "Fin de suivi d’un ordinateur", "A computer is no longer supported" } } },
	{ "ics-other", { { "Une échéance informatique", "A computer deadline" } } },
	{ "ics-rules", { { "Demander les nouvelles règles du programme", "Ask for the program’s new rules" } } },
	{ "ics-rules-why", { { "Les règles du programme ne valent plus après ce jour. Demandez les nouvelles à votre coordinateur.", "The program’s rules are not valid after this day. Ask your coordinator for the new ones." } } },
	{ "ics-software-supported", { { "Fin de suivi d’un logiciel", "A program is no longer supported" } } },
	{ "ics-tls-expiry", { { "Fin du certificat d’un appareil", "A device’s certificate ends" } } },
	{ "ics-website-https", { { "Fin du certificat du site", "The website’s certificate ends" } } },
	{ "text-after", { { "Ensuite, la note est {letter}.", "The grade is then {letter}." } } },
	{ "text-machines", { { "Sur : {list}", "On: {list}" } } },
	{ "text-provider", { { "Donnez la fiche technique à votre prestataire. Elle dit comment réparer et comment vérifier.", "Give the technical sheet to your IT provider. It says how to fix and how to verify." } } },
};
/* clang-format on */

const struct label_table label_text = { lines,
	                                sizeof(lines) / sizeof(lines[0]) };
