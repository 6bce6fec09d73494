/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

/* Sorted by id, one a line. */
/* clang-format off */
static const struct label_line lines[] = {
	{ "cap-no-backup", { { "Aucune copie de vos fichiers n’a été trouvée. La note ne dépasse pas D.", "No copy of your files was found. The grade cannot be above D." } } },
	{ "cap-one-critical", { { "Un point très grave reste ouvert. La note ne dépasse pas C.", "One very serious point is open. The grade cannot be above C." } } },
	{ "cap-two-critical", { { "Plusieurs points très graves restent ouverts. La note ne dépasse pas D.", "Several very serious points are open. The grade cannot be above D." } } },
	{ "cap-unsupported-system", { { "Un ordinateur ne reçoit plus de corrections. La note ne dépasse pas D.", "A computer no longer gets fixes. The grade cannot be above D." } } },
	{ "every-month", { { "chaque mois", "every month" } } },
	{ "every-once", { { "une fois", "once" } } },
	{ "every-year", { { "chaque année", "every year" } } },
	{ "letter-A", { { "très bien", "very good" } } },
	{ "letter-B", { { "bien", "good" } } },
	{ "letter-C", { { "moyen", "fair" } } },
	{ "letter-D", { { "fragile", "weak" } } },
	{ "letter-E", { { "en danger", "in danger" } } },
	{ "letter-none", { { "note provisoire", "provisional" } } },
	{ "minutes", { { "{count} min", "{count} min" } } },
	{ "severity-critical", { { "très grave", "very serious" } } },
	{ "severity-high", { { "grave", "serious" } } },
	{ "severity-low", { { "léger", "slight" } } },
	{ "severity-medium", { { "gênant", "medium" } } },
	{ "verdict-fail", { { "à corriger", "to fix" } } },
	{ "verdict-not-applicable", { { "sans objet", "does not apply" } } },
	{ "verdict-partial", { { "à améliorer", "to improve" } } },
	{ "verdict-pass", { { "va bien", "fine" } } },
	{ "verdict-unknown", { { "à savoir", "to find out" } } },
	{ "who-clerk", { { "secrétaire", "clerk" } } },
	{ "who-coordinator", { { "coordinateur", "coordinator" } } },
	{ "who-elected", { { "élu", "elected official" } } },
	{ "who-operator", { { "opérateur", "Internet provider" } } },
	{ "who-provider", { { "prestataire", "IT provider" } } },
};
/* clang-format on */

const struct label_table label_shared = { lines,
	                                  sizeof(lines) / sizeof(lines[0]) };
