/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_STANDING_H
#define COORDINATOR_STANDING_H

#include "coordinator/census.h"
#include "coordinator/db.h"
#include "coordinator/threshold.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "report/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How a commune stands: what its machines said last, merged and rated, and
 * all that lists and counts are made from. What it costs to bring up to date
 * depends on the commune's machines, never on its history.
 */

/* Machines of a commune that count; beyond, those seen last. */
#define STANDING_MACHINES 60

/* A machine that was merged, and which of its reports. */
struct standing_basis {
	const char *machine;
	int64_t made_at;
};

/*
 * What the commune will look like: made from what the store says, and worth
 * as much as that stays true, see standing_holds(). It may be made ahead, on
 * another connection than the one that writes.
 */
struct standing_plan {
	bool stale; /* the new report is older than what its machine said:
	               nothing changes but that something came in */
	struct document document;     /* merged and rated, in the arena; brief
	                                 when one machine is all there is */
	struct buf packed;            /* the whole as the store keeps it */
	struct standing_basis *basis; /* what the store held, by machine */
	size_t bases;
	const char *dropped; /* a machine that no longer counts, or NULL */
};

/* A new report. */
struct standing_own {
	const char *machine;          /* its key */
	const struct document *brief; /* see digest.h */
	const void *packed;           /* the whole */
	size_t len;
};

/*
 * Plan with one more report; db is NULL when nothing of the commune ever came
 * in. Texts are shared with own and live in a. The plan is to be cleared
 * whatever comes out. The merged document names no commune.
 */
bool standing_plan(struct standing_plan *plan, struct db *db, const char *insee,
                   const struct standing_own *own, struct arena *a,
                   struct err *e);
void standing_clear(struct standing_plan *plan);

/* Whether the store still holds what a plan was made from, in *holds. */
bool standing_holds(const struct standing_plan *plan, struct db *db,
                    const char *insee, bool *holds, struct err *e);

/* What the store says of a commune, and how it stood. */
struct standing_commune {
	char department[8];
	char epci[16];
	bool stood; /* it has a standing */
	char letter[2];
	char letter_before[2];
	int64_t changed_at;
	int64_t received_at;
	int64_t last_at; /* something of it came in; 0: nothing ever did */
	int64_t soon;    /* days before a certificate's end that it is told */
};

/*
 * The columns that standing_read() reads, the first of a query of commune c
 * that is joined to its standing s where it has one.
 */
#define STANDING_COLUMNS                                                       \
	"c.department, c.epci, s.letter, s.letter_before,"                     \
	" s.changed_at, s.received_at, c.received_at,"                         \
	" (SELECT t.value FROM setting t WHERE t.name = '" THRESHOLD_SOON_NAME \
	"')"
#define STANDING_JOIN \
	" FROM commune c LEFT JOIN standing s ON s.insee = c.insee"

/* What a row says that begins with STANDING_COLUMNS. */
void standing_read(struct standing_commune *c, const struct db_rows *rows);

/*
 * Within a transaction: write how the commune stands, as of received_at; what
 * changed of its findings; its letter of the month; and, into census, what
 * counts change by. was is what standing_read() said in this transaction. No
 * change of the letter is older than received_at.
 */
bool standing_write(struct db *db, const char *insee,
                    const struct standing_plan *plan,
                    const struct standing_commune *was, int64_t received_at,
                    struct census *census, struct err *e);

/* The first end of a certificate that d tells, 0 when it tells none. */
int64_t standing_certificate_end(const struct document *d, struct arena *a);

/* Whether that is looked for in f. */
bool standing_dates(const struct document_finding *f);

/* The urgency of every commune whose reasons depend on the day, anew. */
bool standing_refresh(struct db *db, int64_t now, struct err *e);

#endif
