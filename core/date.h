/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include "core/lang.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day of the proleptic Gregorian calendar. Times are Unix seconds, UTC. */
struct date {
	int year;  /* 1..9999 */
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

#define DATE_DAY  INT64_C(86400) /* seconds */
#define DATE_TEXT 40             /* bytes that any text below fits in */

/* The day of a time, and midnight of a day. */
struct date date_of(int64_t time);
int64_t date_time(struct date d);

/* "2026-11-22" or "2026-11-22T08:30:00Z" to a time; false if malformed. */
bool date_parse(const char *s, int64_t *out);

/* A time as "2026-11-22T08:30:00Z", and as "2026-11-22". */
void date_format(char out[DATE_TEXT], int64_t time);
void date_format_day(char out[DATE_TEXT], int64_t time);

/* A time as a reader says it: "22 novembre 2026", "22 November 2026". */
void date_say(char out[DATE_TEXT], int64_t time, enum lang lang);

#endif
