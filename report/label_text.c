/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

/* Sorted by id, one a line. */
/* clang-format off */
static const struct label_line lines[] = {
	{ "text-actions", { { "À faire d’abord", "Do this first" } } },
};
/* clang-format on */

const struct label_table label_text = { lines,
	                                sizeof(lines) / sizeof(lines[0]) };
