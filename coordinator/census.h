/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_CENSUS_H
#define COORDINATOR_CENSUS_H

#include "coordinator/db.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What pages count is kept by EPCI: how many communes had which letter in a
 * month (tally), of how many a control fails or was settled (prevalence). Each
 * is at all times what the rows of communes add up to. What a transaction
 * changes is gathered, and written once, in one order, to rows that are its
 * service's own: several services at work on one EPCI never wait for these.
 */
#define CENSUS_LINES   512
#define CENSUS_COUNTS  6
#define CENSUS_CONTROL 65 /* bytes of a control's id, its end included */

struct census_line {
	char control[CENSUS_CONTROL]; /* "": letters of a month */
	int64_t month;
	char department[8];
	char epci[16];
	/* A to E and none; or failing and settled. */
	int64_t change[CENSUS_COUNTS];
};

/* To begin with, lines is 0, and part what census_part() told, or 0. */
struct census {
	size_t lines;
	int64_t part;
	struct census_line line[CENSUS_LINES];
};

/* Where a commune is counted. */
struct census_place {
	const char *department;
	const char *epci;
};

/* What a finding counts for. */
struct census_state {
	bool failing;
	bool settled; /* it passes, and failed before */
};

/* The part of a service, for as long as it runs; SQLite has one writer: 0. */
bool census_part(struct db *db, int64_t *part, struct err *e);

/* All parts become one, a département at a time: once a day. */
bool census_fold(struct db *db, struct err *e);

/* Months as the store counts them. */
int64_t census_month(int64_t time);

/*
 * A commune's letter of the month was before (NULL: it had no line) and is
 * letter. Writes what is gathered when there is no more room.
 */
bool census_letter(struct census *c, struct db *db,
                   const struct census_place *place, int64_t month,
                   const char *before, const char *letter, struct err *e);

/* A commune's finding, the same way. */
bool census_finding(struct census *c, struct db *db,
                    const struct census_place *place, const char *control,
                    struct census_state before, struct census_state now,
                    struct err *e);

/* Write all that was gathered, and forget it. */
bool census_write(struct census *c, struct db *db, struct err *e);

/*
 * Within a transaction, from the rows that the store has of a commune: take
 * all it counts for away (sign -1) or add it (1); the same for its findings
 * alone. Before its rows go; before and after it changes its EPCI.
 */
bool census_commune(struct db *db, const char *insee, int sign, struct err *e);
bool census_findings(struct db *db, const char *insee, int sign, struct err *e);

/*
 * Within a transaction: what a commune settled before a time is no longer told
 * as settled, nor counted so.
 */
bool census_age(struct db *db, const char *insee, int64_t before,
                int64_t *changed, struct err *e);

#endif
