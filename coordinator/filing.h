/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_FILING_H
#define COORDINATOR_FILING_H

#include "coordinator/census.h"
#include "coordinator/control.h"
#include "coordinator/db.h"
#include "coordinator/receipt.h"
#include "coordinator/standing.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/hash.h"
#include "report/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILING_MACHINE 65 /* bytes of a machine's key */

/* A report on its way into the store. */
struct filing {
	const char *insee;
	const char *kit; /* id, "" for none */
	const char *way; /* 'https', 'file', 'page' */
	int64_t received_at;
	char hash[HASH_TEXT];
	char machine[FILING_MACHINE];
	struct document brief; /* see digest.h */
	struct buf packed;     /* the whole as the store keeps it */
	struct arena *arena;   /* of the document and of the plan */
	struct standing_plan plan;
	bool planned;
};

/* What became of it. */
enum filing_ending {
	FILING_TAKEN,
	FILING_KNOWN, /* the same was here already */
	FILING_OTHER, /* this machine said something else at that moment */
	FILING_LEFT   /* there is no such commune, or it left */
};

struct filing_result {
	enum filing_ending ending;
	char number[RECEIPT_NUMBER]; /* when taken or known */
	int64_t received_at;         /* of the first time */
};

/*
 * Make one of a document; insee must last as long. What the document claims
 * of its commune is dropped. False and e when it cannot be: what was made is
 * to be cleared in either case.
 */
bool filing_make(struct filing *f, const struct document *d, const char *insee,
                 int64_t received_at, struct err *e);

struct opening;

/* Make one of what an opener told; insee must last as long. */
bool filing_take(struct filing *f, const struct opening *o, const char *insee,
                 int64_t received_at, struct err *e);
void filing_clear(struct filing *f);

/*
 * Do ahead, on any connection, what takes longest; db is NULL when nothing of
 * the commune ever came in.
 */
bool filing_plan(struct filing *f, struct db *db, struct err *e);

/*
 * Within a transaction: store it, unless it is known, and bring the commune's
 * standing up to date. What counts change by goes into census, to be written
 * before the transaction ends.
 */
bool filing_write(struct filing *f, struct db *db, struct census *census,
                  struct control_names *names, struct filing_result *out,
                  struct err *e);

/*
 * All of it in a transaction of its own: store a document of a commune as
 * received at a time, without an envelope.
 */
bool filing_store(struct db *db, const char *insee, const struct document *d,
                  int64_t received_at, struct filing_result *out,
                  struct err *e);

#endif
