/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DB_LINK_H
#define COORDINATOR_DB_LINK_H

#include "coordinator/db_engine.h"

#include <libpq-fe.h>

/*
 * A connection to PostgreSQL that is made again when it broke, and that never
 * waits longer than it was told to. For db_postgresql.c alone.
 */

#define DB_LINK_PREPARED 160 /* statements known; then they begin anew */

struct db_link {
	struct db base;
	PGconn *connection; /* NULL: broken, made again when it is needed */
	char *where;
	unsigned patience; /* ms; 0 for ever */
	const char *prepared[DB_LINK_PREPARED];
	size_t count;

	/* See db_queue.h. */
	size_t pending; /* statements that were sent and not answered */
	size_t unsent;  /* bytes, about, that still wait here */
	bool marked;    /* it was asked for all answers */
};

/* Connect anew to where; false, DB_DOWN and e. */
bool db_link_open(struct db_link *p, struct err *e);

/* Give the connection up, for why: false, DB_DOWN and e. */
bool db_link_lose(struct db_link *p, struct err *e, const char *why);

/*
 * Outside a transaction a connection that broke is made again, also one that
 * the server closed while it was idle.
 */
bool db_link_ready(struct db_link *p, struct err *e);

/*
 * The answer to what was sent, which PQclear() frees, if it is no failure; NULL
 * and e otherwise.
 */
PGresult *db_link_success(struct db_link *p, int sent, struct err *e);

/*
 * One answer after the other to what was sent: *out is NULL behind the last.
 * False and e when the connection broke or the server kept silent.
 */
bool db_link_next(struct db_link *p, PGresult **out, struct err *e);

/* Let nothing of what was sent wait here. */
bool db_link_flush(struct db_link *p, struct err *e);

/* Blame a failed answer, or none: false, the fault and e. */
bool db_link_blame(struct db_link *p, const PGresult *result, struct err *e);

/* A statement of the protocol's simple form, whose rows are dropped. */
bool db_link_say(struct db_link *p, const char *sql, struct err *e);

/* Tell the server how long a statement may take. */
bool db_link_patience(struct db_link *p, struct err *e);

#endif
