/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_STANDING_H
#define COORDINATOR_STANDING_H

#include "coordinator/census.h"
#include "coordinator/db.h"
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
 * Plan with one more report. Texts are shared with own and live in a. The plan is to be cleared whatever comes
 * out. The merged document names no commune.
 */
bool standing_plan(struct standing_plan *plan, struct db *db, const char *insee,
                   const struct standing_own *own, struct arena *a,
                   struct err *e);
void standing_clear(struct standing_plan *plan);

/* Whether the store still holds what a plan was made from, in *holds. */
bool standing_holds(const struct standing_plan *plan, struct db *db,
                    const char *insee, bool *holds, struct err *e);

/*
 * Within a transaction: write how the commune stands, as of received_at; what
 * changed of its findings; its letter of the month; and, into census, what
 * counts change by. No change of the letter is older than received_at.
 */
bool standing_write(struct db *db, const char *insee,
                    const struct standing_plan *plan, int64_t received_at,
                    struct census *census, struct err *e);

/* The first end of a certificate that d tells, 0 when it tells none. */
int64_t standing_certificate_end(const struct document *d, struct arena *a);

/* Whether that is looked for in f. */
bool standing_dates(const struct document_finding *f);

/* The urgency of every commune whose reasons depend on the day, anew. */
bool standing_refresh(struct db *db, int64_t now, struct err *e);

#endif
