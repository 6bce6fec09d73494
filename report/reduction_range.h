/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_REDUCTION_RANGE_H
#define REPORT_REDUCTION_RANGE_H

#include "core/arena.h"
#include "core/lang.h"
#include "report/document.h"

/*
 * Put what fills a message into words that may leave: a day as how long ago it
 * was when the document was made, minutes and percents as ranges; sentences.
 * *out is NULL in both languages when nothing of it may be told. False if
 * memory ran out.
 */
bool reduction_range(struct words *out, const struct document_argument *in,
                     int64_t made_at, struct arena *a);

/* The day that a text of reports names, as date_say() does; or false. */
bool reduction_day(const char *text, int64_t near, int64_t *day);

#endif
