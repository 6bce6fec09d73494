/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_RATING_H
#define REPORT_RATING_H

#include "core/arena.h"
#include "report/document.h"

/* Changes whenever the same findings could give another letter. */
#define RATING_FORMULA 1

/* Share of weight that must be known for a letter to be given, percent. */
#define RATING_COVERAGE 70

/*
 * Rate the findings of d and fill d->rating and d->formula; texts are in
 * d->lang and live in a. Pure: the same findings in any order give the same
 * rating. When nothing applies there is no letter, score and coverage are 0
 * and the ceiling is 'A': nothing holds it down. False if memory ran out.
 */
bool rating_make(struct document *d, struct arena *a);

/* Points that a severity weighs: 10, 5, 2 or 1. */
int rating_weight(enum severity s);

#endif
