/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_CHART_H
#define COORDINATOR_CHART_H

#include "core/buf.h"
#include "core/lang.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Charts as inline SVG, each a <figure> with its table in <details>. Pure. A
 * letter is told by its place and its sign, never by colour alone; colours
 * are those of the style's classes "fill-a" to "fill-e" and "fill-none".
 */
#define CHART_LETTERS 6  /* A to E, and none */
#define CHART_MONTHS  12 /* of one year */

/* How many communes had each letter in a month. */
struct chart_month {
	int64_t month; /* year * 12 + month - 1 */
	int64_t count[CHART_LETTERS];
	bool hidden[CHART_LETTERS]; /* see disclosure.h */
};

/* What a commune had in a month: 'A'..'E', 0 none, '-' nothing came in. */
struct chart_point {
	int64_t month;
	char letter;
};

/* Stacked bars. title is the id of words; id names the title's element. */
void chart_letters(struct buf *out, const char *id, const char *title,
                   const struct chart_month *month, size_t months,
                   enum lang lang);

/* Whether there is a letter, or a result without one, in any month. */
bool chart_told(const struct chart_point *point, size_t points);

/* A line from letter to letter, before a scale that one alone is read by. */
void chart_trend(struct buf *out, const char *id, const char *title,
                 const struct chart_point *point, size_t points,
                 enum lang lang);

/* The place of a letter in a count: 0 for "A", 5 for "" and all else. */
size_t chart_place(const char *letter);

/* "nov. 2026". */
void chart_say_month(struct buf *out, int64_t month, enum lang lang);

/* The letter of a place, to stand in a line. */
void chart_sign(struct buf *out, size_t place, enum lang lang);

#endif
