/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db_link.h"

#include "core/clock.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

/* The server ends a statement that takes too long; if it does not, we do. */
#define GRACE 1000 /* ms beyond the patience */

/* What an SQLSTATE means (PostgreSQL 15, appendix A). */
static enum db_fault classify(const char *state)
{
	static const struct {
		const char *prefix;
		enum db_fault fault;
	} faults[] = {
		{ "40001", DB_BUSY },     /* serialization failure */
		{ "40P01", DB_BUSY },     /* deadlock */
		{ "55P03", DB_BUSY },     /* lock not available */
		{ "57014", DB_BUSY },     /* statement timeout */
		{ "08", DB_DOWN },        /* connection exception */
		{ "57P", DB_DOWN },       /* the server stops or starts */
		{ "25006", DB_DOWN },     /* a replica that only reads */
		{ "53300", DB_DOWN },     /* too many connections */
		{ "53100", DB_FULL },     /* disk full */
		{ "23505", DB_CONFLICT }, /* unique violation */
		{ "42P07", DB_CONFLICT }, /* a table that is there */
		{ "42710",
		  DB_CONFLICT }, /* its type, when two make it at once */
	};

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (strncmp(state, faults[i].prefix,
		            strlen(faults[i].prefix)) == 0)
			return faults[i].fault;
	return DB_BROKEN;
}

bool db_link_lose(struct db_link *p, struct err *e, const char *why)
{
	db_fail(&p->base, DB_DOWN, e, "PostgreSQL: %s", why);
	PQfinish(p->connection);
	p->connection = NULL;
	return false;
}

/* Why it failed: what the server said, or that there is no server. */
bool db_link_blame(struct db_link *p, const PGresult *result, struct err *e)
{
	const char *state =
	    result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	enum db_fault fault = state ? classify(state) : DB_DOWN;

	if (PQstatus(p->connection) != CONNECTION_OK)
		return db_link_lose(p, e,
		                    result ? PQresultErrorMessage(result)
		                           : PQerrorMessage(p->connection));
	/* A replica, or a server that stops: another may do better. */
	if (fault == DB_DOWN)
		return db_link_lose(
		    p, e, result ? PQresultErrorMessage(result) : "it ended");
	return db_fail(&p->base, fault, e, "PostgreSQL: %s",
	               PQresultErrorMessage(result));
}

/* Wait until the server can be read from, or also written to. */
static bool wait_for(struct db_link *p, short events, int64_t until,
                     struct err *e)
{
	struct pollfd fd = { .fd = PQsocket(p->connection), .events = events };
	int ready;

	do {
		int64_t left = until - clock_ticks();

		if (until == INT64_MAX)
			left = -1;
		else if (left < 0)
			left = 0;
		ready = poll(&fd, 1, left > INT_MAX ? INT_MAX : (int)left);
	} while (ready < 0 && errno == EINTR);
	if (ready == 0)
		return db_link_lose(p, e, "the server does not answer");
	if ((fd.revents & ~POLLOUT) && !PQconsumeInput(p->connection))
		return db_link_lose(p, e, PQerrorMessage(p->connection));
	return true;
}

/* When the server is given up that is asked now. */
static int64_t deadline(const struct db_link *p)
{
	return p->patience == 0 ? INT64_MAX
	                        : clock_ticks() + p->patience + GRACE;
}

bool db_link_flush(struct db_link *p, struct err *e)
{
	int64_t until = deadline(p);

	/* It reads no more while its answers wait to be read. */
	while (PQflush(p->connection) > 0)
		if (!wait_for(p, POLLIN | POLLOUT, until, e))
			return false;
	return true;
}

bool db_link_next(struct db_link *p, PGresult **out, struct err *e)
{
	int64_t until = deadline(p);

	*out = NULL;
	if (!db_link_flush(p, e))
		return false;
	while (PQisBusy(p->connection))
		if (!wait_for(p, POLLIN, until, e))
			return false;
	*out = PQgetResult(p->connection);
	return true;
}

/* The last answer to what was sent; NULL and e when there is none. */
static PGresult *answer(struct db_link *p, int sent, struct err *e)
{
	PGresult *last = NULL;
	PGresult *result;

	if (!sent) {
		db_link_blame(p, NULL, e);
		return NULL;
	}
	for (;;) {
		if (!db_link_next(p, &result, e)) {
			PQclear(last);
			return NULL;
		}
		if (!result)
			break;
		PQclear(last);
		last = result;
	}
	if (!last)
		db_link_blame(p, NULL, e);
	return last;
}

PGresult *db_link_success(struct db_link *p, int sent, struct err *e)
{
	PGresult *result = answer(p, sent, e);
	ExecStatusType status = PQresultStatus(result);

	if (!result || status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return result;
	db_link_blame(p, result, e);
	PQclear(result);
	return NULL;
}

bool db_link_say(struct db_link *p, const char *sql, struct err *e)
{
	PGresult *result =
	    db_link_success(p, PQsendQuery(p->connection, sql), e);

	PQclear(result);
	return result != NULL;
}

bool db_link_patience(struct db_link *p, struct err *e)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SET statement_timeout = %u", p->patience);
	return db_link_say(p, sql, e);
}

static void ignore(void *ctx, const PGresult *result)
{
	(void)ctx;
	(void)result;
}

/*
 * What a connection begins with: an answer to COMMIT is on disk, whatever the
 * server's own settings say, and of several servers too if they say so.
 */
static bool begin_anew(struct db_link *p, struct err *e)
{
	p->count = 0;
	PQsetErrorVerbosity(p->connection, PQERRORS_TERSE);
	PQsetNoticeReceiver(p->connection, ignore, NULL);
	PQsetnonblocking(p->connection, 1);
	return db_link_say(
		   p,
		   "SELECT set_config('synchronous_commit', 'on', false)"
		   " WHERE current_setting('synchronous_commit')"
		   " IN ('off', 'local')",
		   e) &&
	       db_link_say(p,
	                   "SET client_encoding = 'UTF8';"
	                   "SET standard_conforming_strings = on;"
	                   "SET bytea_output = 'hex';"
	                   "SET client_min_messages = warning;"
	                   "SET idle_in_transaction_session_timeout = 60000;"
	                   "SET default_transaction_isolation = 'serializable'",
	                   e) &&
	       db_link_patience(p, e);
}

bool db_link_open(struct db_link *p, struct err *e)
{
	/* What the address says counts; these where it says nothing. */
	static const char *const name[] = { "connect_timeout",
		                            "application_name",
		                            "tcp_user_timeout", "dbname",
		                            NULL };
	const char *const value[] = { "5", "garde-coordinator", "10000",
		                      p->where, NULL };

	PQfinish(p->connection);
	p->connection = PQconnectdbParams(name, value, 1);
	if (PQstatus(p->connection) != CONNECTION_OK)
		return db_link_lose(p, e, PQerrorMessage(p->connection));
	return begin_anew(p, e);
}

bool db_link_ready(struct db_link *p, struct err *e)
{
	if (p->base.within)
		return PQstatus(p->connection) == CONNECTION_OK ||
		       db_fail(&p->base, DB_DOWN, e,
		               "PostgreSQL: the connection broke");
	if (PQstatus(p->connection) == CONNECTION_OK) {
		struct pollfd fd = { .fd = PQsocket(p->connection),
			             .events = POLLIN };

		/* First its last words, then its end. */
		while (poll(&fd, 1, 0) > 0 && PQconsumeInput(p->connection))
			;
	}
	return PQstatus(p->connection) == CONNECTION_OK || db_link_open(p, e);
}
