/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DB_QUEUE_H
#define COORDINATOR_DB_QUEUE_H

#include "coordinator/db_link.h"

/*
 * A transaction's statements, sent one behind the other (libpq's pipeline):
 * the server is waited for only where an answer is asked for. What follows a
 * statement that fails is skipped by the server. For db_postgresql.c alone.
 */

/* Begin with this statement, on a connection that is ready. */
bool db_queue_begin(struct db_link *p, const char *begin, struct err *e);

/* Whether it began and did not end. */
bool db_queue_on(const struct db_link *p);

/* A statement was sent, with so many bytes: its answer is read later. */
bool db_queue_add(struct db_link *p, size_t bytes, struct err *e);

/*
 * Wait for all answers: the last one, which PQclear() frees; NULL and e when
 * any of them was a failure, the first.
 */
PGresult *db_queue_settle(struct db_link *p, struct err *e);

/*
 * Wait for the answers of all but the last statement, whose rows are to be
 * read next, up to db_queue_drop(). False and e when any was a failure.
 */
bool db_queue_reach(struct db_link *p, struct err *e);

/* Drop all answers that were not read. */
void db_queue_drop(struct db_link *p);

/* End, once all answers were read: other statements may follow. */
bool db_queue_end(struct db_link *p, struct err *e);

#endif
