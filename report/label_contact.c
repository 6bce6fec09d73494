/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

/* Sorted by id, one a line. */
/* clang-format off */
static const struct label_line lines[] = {
	{ "contact-address", { { "Adresse", "Address" } } },
	{ "contact-email", { { "Courriel", "Mail" } } },
	{ "contact-intro", { { "Une question, un doute ? Appelez votre coordinateur. Il suit votre commune.", "A question, a doubt? Call your coordinator, who follows your commune." } } },
	{ "contact-line", { { "Votre coordinateur : {name}", "Your coordinator: {name}" } } },
	{ "contact-phone", { { "Téléphone", "Telephone" } } },
	{ "contact-receipt", { { "Résultats reçus par {name} le {date}, numéro", "Results received by {name} on {date}, number" } } },
	{ "contact-title", { { "Qui appeler", "Whom to call" } } },
};
/* clang-format on */

const struct label_table label_contact = { lines,
	                                   sizeof(lines) / sizeof(lines[0]) };
