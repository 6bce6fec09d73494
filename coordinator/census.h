/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_CENSUS_H
#define COORDINATOR_CENSUS_H

#include "coordinator/db.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CENSUS_LINES 64

/*
 * How many communes have which letter, by EPCI and month: what a transaction
 * changes about it, gathered and written once, in one order, so that two
 * services seldom wait for each other.
 */
struct census_line {
	char epci[16];
	char department[8];
	int64_t month;
	char letter[2]; /* "" for none */
	int64_t change;
};

struct census {
	struct census_line line[CENSUS_LINES];
	size_t lines;
};

/* Months as the store counts them. */
int64_t census_month(int64_t time);

/*
 * A commune's letter of the month was before (NULL: it had no line) and is
 * letter. Writes what is gathered when there is no more room.
 */
bool census_change(struct census *c, struct db *db, const char *epci,
                   const char *department, int64_t month, const char *before,
                   const char *letter, struct err *e);

/* Write all that was gathered, and forget it. */
bool census_write(struct census *c, struct db *db, struct err *e);

#endif
