/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_BUDGET_H
#define REPORT_BUDGET_H

#include "report/picking.h"
#include "report/renderer.h"

/* Euros, from one amount to another. */
struct euros {
	int64_t from;
	int64_t to;
};

/* What mending all that failed or is partial would cost. */
struct budget {
	struct picking lines; /* the findings that cost something */
	size_t free;          /* the number of those that do not */
	struct euros once;
	struct euros yearly; /* twelve months for what is paid monthly */
};

/* Add up. False, and an empty budget, if memory ran out. */
bool budget_make(struct budget *b, const struct view *v);

/* As a <section> with a table of the first lines and the totals. */
void budget_write(struct buf *out, const struct view *v,
                  const struct budget *b);

/* As a line of a resolution, an <li>; nothing if nothing costs. */
void budget_decision(struct buf *out, const struct budget *b, enum lang lang);

#endif
