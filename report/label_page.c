/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

/* Sorted by id, one a line. */
/* clang-format off */
static const struct label_line lines[] = {
	{ "page-absent", { { "{machine} n’a pas été revu depuis le {date}. Ouvrez Garde sur cet ordinateur.", "{machine} has not been looked at since {date}. Open Garde on that computer." } } },
	{ "page-and", { { "et", "and" } } },
	{ "page-approx", { { "Ce document est un aperçu. Ce n’est ni un audit ni une certification.", "This document is an overview. It is neither an audit nor a certification." } } },
	{ "page-cost", { { "Coût :", "Cost:" } } },
	{ "page-day", { { "{count} jour", "{count} day" } } },
	{ "page-days", { { "{count} jours", "{count} days" } } },
	{ "page-euros", { { "{to} €", "{to} €" } } },
	{ "page-euros-range", { { "{from} à {to} €", "{from} to {to} €" } } },
	{ "page-expired", { { "Les règles de ce programme sont trop vieilles. Elles ne valent plus depuis le {date}. Demandez la nouvelle version à votre coordinateur.", "The rules of this program are too old. They have not been valid since {date}. Ask your coordinator for the new version." } } },
	{ "page-free", { { "gratuit", "free" } } },
	{ "page-grade", { { "Note {letter}", "Grade {letter}" } } },
	{ "page-hours", { { "{hours} h", "{hours} h" } } },
	{ "page-hours-minutes", { { "{hours} h {minutes}", "{hours} h {minutes}" } } },
	{ "page-insee", { { "Code INSEE {insee}", "INSEE code {insee}" } } },
	{ "page-made", { { "Fait le {date}", "Made on {date}" } } },
	{ "page-no-name", { { "Mairie", "Town hall" } } },
	{ "page-private", { { "Il montre vos points faibles. Ne le diffusez pas.", "It shows your weak points. Do not pass it on." } } },
	{ "page-skip", { { "Aller au contenu", "Skip to content" } } },
	{ "page-time", { { "Temps :", "Time:" } } },
	{ "page-versions", { { "{tool} {version}, règles {baseline} {rules}, calcul de la note {formula}", "{tool} {version}, rules {baseline} {rules}, grade formula {formula}" } } },
	{ "page-who", { { "Qui :", "Who:" } } },
};
/* clang-format on */

const struct label_table label_page = { lines,
	                                sizeof(lines) / sizeof(lines[0]) };
