/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db_queue.h"

/*
 * What may wait in memory for the server: enough that a report's statements
 * go together, too little to count.
 */
#define UNSENT 65536

bool db_queue_on(const struct db_link *p)
{
	return p->connection &&
	       PQpipelineStatus(p->connection) != PQ_PIPELINE_OFF;
}

bool db_queue_begin(struct db_link *p, const char *begin, struct err *e)
{
	p->pending = p->unsent = 0;
	p->marked = false;
	if (!PQenterPipelineMode(p->connection))
		return db_link_lose(p, e, PQerrorMessage(p->connection));
	return PQsendQueryParams(p->connection, begin, 0, NULL, NULL, NULL,
	                         NULL, 0)
	           ? db_queue_add(p, 0, e)
	           : db_link_blame(p, NULL, e);
}

bool db_queue_add(struct db_link *p, size_t bytes, struct err *e)
{
	p->pending++;
	p->unsent += bytes;
	if (p->unsent < UNSENT)
		return true;
	p->unsent = 0;
	return db_link_flush(p, e);
}

/* All that was sent is to be answered now. */
static bool mark(struct db_link *p, struct err *e)
{
	p->unsent = 0;
	p->marked = true;
	return PQpipelineSync(p->connection) || db_link_blame(p, NULL, e);
}

/*
 * One answer. *out is NULL behind those of each statement, and at the mark,
 * where nothing is pending any more.
 */
static bool read_answer(struct db_link *p, PGresult **out, struct err *e)
{
	if (!db_link_next(p, out, e))
		return false;
	if (!*out &&
	    (p->pending == 0 || PQstatus(p->connection) != CONNECTION_OK))
		return db_link_lose(p, e, "an answer is missing");
	if (!*out)
		p->pending--;
	if (PQresultStatus(*out) == PGRES_PIPELINE_SYNC) {
		PQclear(*out);
		*out = NULL;
		p->pending = 0;
		p->marked = false;
	}
	return true;
}

static bool is_failure(const PGresult *result)
{
	return result && PQresultStatus(result) != PGRES_COMMAND_OK &&
	       PQresultStatus(result) != PGRES_TUPLES_OK;
}

PGresult *db_queue_settle(struct db_link *p, struct err *e)
{
	PGresult *last = NULL, *result;
	bool ok = mark(p, e);

	while (p->connection && p->marked) {
		if (!read_answer(p, &result, e)) {
			ok = false;
			continue;
		}
		/* What comes behind a failure was skipped because of it. */
		if (is_failure(result) && ok)
			ok = db_link_blame(p, result, e);
		if (!result)
			continue;
		PQclear(last);
		last = result;
	}
	if (ok && last)
		return last;
	PQclear(last);
	return NULL;
}

bool db_queue_reach(struct db_link *p, struct err *e)
{
	PGresult *result;

	if (!mark(p, e))
		return false;
	while (p->pending > 1) {
		bool ok = read_answer(p, &result, e) &&
		          (!is_failure(result) || db_link_blame(p, result, e));

		PQclear(result);
		if (ok)
			continue;
		db_queue_drop(p);
		return false;
	}
	return true;
}

void db_queue_drop(struct db_link *p)
{
	PGresult *result;
	struct err ignored;

	if (db_queue_on(p) && !p->marked && p->pending > 0 &&
	    !mark(p, &ignored))
		return;
	while (p->connection && p->marked)
		if (read_answer(p, &result, &ignored))
			PQclear(result);
}

bool db_queue_end(struct db_link *p, struct err *e)
{
	if (!db_queue_on(p))
		return true;
	db_queue_drop(p);
	return p->connection && (PQexitPipelineMode(p->connection) ||
	                         db_link_lose(p, e, "its answers do not end"));
}
