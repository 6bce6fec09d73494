/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db_engine.h"

#include <errno.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREPARED 160 /* statements known; then they all begin anew */
#define NUMBER   32  /* bytes that a number fits in */
#define NAME     24  /* "s12" */

struct postgresql_rows {
	struct db_rows base;
	PGresult *result;
	int row;
	unsigned char *bytes; /* of the column that was asked for last */
};

struct postgresql {
	struct db base;
	PGconn *connection;
	unsigned patience; /* ms */
	const char *prepared[PREPARED];
	size_t count;
	struct postgresql_rows rows;
};

static struct postgresql *of(struct db *db)
{
	return (struct postgresql *)(void *)db;
}

static struct postgresql_rows *rows_of(const struct db_rows *rows)
{
	return (struct postgresql_rows *)(uintptr_t)rows;
}

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
	};

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (strncmp(state, faults[i].prefix,
		            strlen(faults[i].prefix)) == 0)
			return faults[i].fault;
	return DB_BROKEN;
}

static bool blame(struct postgresql *p, const PGresult *result, struct err *e)
{
	const char *state =
	    result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	enum db_fault fault = state ? classify(state) : DB_DOWN;

	if (PQstatus(p->connection) != CONNECTION_OK)
		fault = DB_DOWN;
	return db_fail(&p->base, fault, e, "PostgreSQL: %s",
	               result ? PQresultErrorMessage(result)
	                      : PQerrorMessage(p->connection));
}

static void forget(struct postgresql *p)
{
	p->count = 0;
}

/* A statement of the protocol's simple form, which gives no rows. */
static bool say(struct postgresql *p, const char *sql, struct err *e)
{
	PGresult *result = PQexec(p->connection, sql);
	ExecStatusType status = PQresultStatus(result);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (!ok)
		blame(p, result, e);
	PQclear(result);
	return ok;
}

static bool set_patience(struct postgresql *p, struct err *e)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SET statement_timeout = %u", p->patience);
	return say(p, sql, e);
}

/*
 * What a connection begins with: an answer to COMMIT is on disk, whatever the
 * server's own settings say.
 */
static bool begin_anew(struct postgresql *p, struct err *e)
{
	forget(p);
	PQsetErrorVerbosity(p->connection, PQERRORS_TERSE);
	return say(p,
	           "SET synchronous_commit = on; SET client_encoding = 'UTF8';"
	           "SET standard_conforming_strings = on;"
	           "SET bytea_output = 'hex';"
	           "SET client_min_messages = warning;"
	           "SET default_transaction_isolation = 'serializable'",
	           e) &&
	       set_patience(p, e);
}

/* Outside a transaction a connection that broke is made again. */
static bool connected(struct postgresql *p, struct err *e)
{
	if (PQstatus(p->connection) == CONNECTION_OK)
		return true;
	if (p->base.within)
		return db_fail(&p->base, DB_DOWN, e,
		               "PostgreSQL: the connection broke");
	PQreset(p->connection);
	if (PQstatus(p->connection) != CONNECTION_OK)
		return db_fail(&p->base, DB_DOWN, e, "PostgreSQL: %s",
		               PQerrorMessage(p->connection));
	return begin_anew(p, e);
}

/* A number or bytes as PostgreSQL's text form. */
struct wire {
	const char *value[DB_MOST];
	int len[DB_MOST];
	int format[DB_MOST];
	char number[DB_MOST][NUMBER];
};

static void put(struct wire *w, size_t i, const struct db_value *v)
{
	w->value[i] = w->number[i];
	w->format[i] = 0;
	w->len[i] = 0;
	switch (v->type) {
	case DB_VALUE_INT:
		snprintf(w->number[i], NUMBER, "%" PRId64, v->integer);
		break;
	case DB_VALUE_REAL:
		snprintf(w->number[i], NUMBER, "%.17g", v->real);
		break;
	case DB_VALUE_TEXT:
		w->value[i] = v->data;
		break;
	case DB_VALUE_BYTES:
		w->value[i] = v->data ? v->data : "";
		w->len[i] = (int)v->len;
		w->format[i] = 1;
		break;
	case DB_VALUE_NULL:
		w->value[i] = NULL;
		break;
	}
}

/* The statement's name, prepared on this connection; false and e. */
static bool prepare(struct postgresql *p, const char *sql, char name[NAME],
                    struct err *e)
{
	PGresult *result;
	size_t i = 0;
	bool ok;

	while (i < p->count && p->prepared[i] != sql)
		i++;
	snprintf(name, NAME, "s%zu", i);
	if (i < p->count)
		return true;
	if (i == PREPARED) {
		if (!say(p, "DEALLOCATE ALL", e))
			return false;
		forget(p);
		i = 0;
		snprintf(name, NAME, "s%zu", i);
	}
	/* Types are left to the columns: a NULL has none of its own. */
	result = PQprepare(p->connection, name, sql, 0, NULL);
	ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (ok)
		p->prepared[p->count++] = sql;
	else
		blame(p, result, e);
	PQclear(result);
	return ok;
}

/* Run it; NULL and e when that failed. */
static PGresult *execute(struct postgresql *p, const char *sql,
                         const struct db_value *value, size_t values,
                         struct err *e)
{
	struct wire w;
	char name[NAME];
	PGresult *result;
	ExecStatusType status;

	for (size_t i = 0; i < values; i++) {
		if (value[i].len > INT32_MAX) {
			db_fail(&p->base, DB_BROKEN, e, "A value is too long");
			return NULL;
		}
		put(&w, i, &value[i]);
	}
	if (!connected(p, e) || !prepare(p, sql, name, e))
		return NULL;
	result = PQexecPrepared(p->connection, name, (int)values, w.value,
	                        w.len, w.format, 0);
	status = PQresultStatus(result);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return result;
	blame(p, result, e);
	PQclear(result);
	return NULL;
}

static bool run(struct db *db, const char *sql, const struct db_value *value,
                size_t values, int64_t *changed, struct err *e)
{
	PGresult *result = execute(of(db), sql, value, values, e);

	if (!result)
		return false;
	*changed = strtoll(PQcmdTuples(result), NULL, 10);
	PQclear(result);
	return true;
}

static bool script(struct db *db, const char *sql, struct err *e)
{
	return connected(of(db), e) && say(of(db), sql, e);
}

static bool patience(struct db *db, unsigned ms, struct err *e)
{
	of(db)->patience = ms;
	return connected(of(db), e) && set_patience(of(db), e);
}

static struct db_rows *query(struct db *db, const char *sql,
                             const struct db_value *value, size_t values,
                             struct err *e)
{
	struct postgresql *p = of(db);
	PGresult *result = execute(p, sql, value, values, e);

	if (!result)
		return NULL;
	p->rows = (struct postgresql_rows){ .base.db = db,
		                            .result = result,
		                            .row = -1 };
	return &p->rows.base;
}

static bool next(struct db_rows *rows, struct err *e)
{
	struct postgresql_rows *r = rows_of(rows);

	(void)e;
	return ++r->row < PQntuples(r->result);
}

static void end(struct db_rows *rows)
{
	PQfreemem(rows_of(rows)->bytes);
	PQclear(rows_of(rows)->result);
}

static const char *text(const struct db_rows *rows, int column)
{
	const struct postgresql_rows *r = rows_of(rows);

	return PQgetvalue(r->result, r->row, column);
}

static bool is_null(const struct db_rows *rows, int column)
{
	const struct postgresql_rows *r = rows_of(rows);

	return PQgetisnull(r->result, r->row, column) != 0;
}

/* A truth is 1 or 0, as SQLite has it. */
static int64_t integer(const struct db_rows *rows, int column)
{
	const char *s = text(rows, column);

	return strcmp(s, "t") == 0 ? 1 : strtoll(s, NULL, 10);
}

static double real(const struct db_rows *rows, int column)
{
	return strtod(text(rows, column), NULL);
}

static const void *bytes(const struct db_rows *rows, int column, size_t *len)
{
	struct postgresql_rows *r = rows_of(rows);

	PQfreemem(r->bytes);
	r->bytes =
	    PQunescapeBytea((const unsigned char *)text(rows, column), len);
	if (!r->bytes)
		*len = 0;
	return r->bytes ? (const void *)r->bytes : "";
}

static bool begin(struct db *db, bool write, struct err *e)
{
	return connected(of(db), e) &&
	       say(of(db),
	           write ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
	                 : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	           e);
}

static bool commit(struct db *db, struct err *e)
{
	PGresult *result = PQexec(of(db)->connection, "COMMIT");
	bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;

	/* COMMIT of what failed is answered by ROLLBACK, and no error. */
	if (ok && strcmp(PQcmdStatus(result), "COMMIT") != 0)
		ok = db_fail(db, DB_BROKEN, e, "PostgreSQL: undone at its end");
	else if (!ok)
		blame(of(db), result, e);
	PQclear(result);
	return ok;
}

static void rollback(struct db *db)
{
	if (PQstatus(of(db)->connection) == CONNECTION_OK)
		PQclear(PQexec(of(db)->connection, "ROLLBACK"));
}

static void close_all(struct db *db)
{
	PQfinish(of(db)->connection);
	free(db);
}

static const struct db_engine engine = {
	.kind = DB_POSTGRESQL,
	.close = close_all,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.run = run,
	.script = script,
	.patience = patience,
	.query = query,
	.next = next,
	.end = end,
	.is_null = is_null,
	.integer = integer,
	.real = real,
	.text = text,
	.bytes = bytes,
};

static PGconn *connect_to(const char *where)
{
	/* What the address says counts; these where it says nothing. */
	static const char *const name[] = { "connect_timeout",
		                            "application_name",
		                            "tcp_user_timeout", "dbname",
		                            NULL };
	const char *const value[] = { "5", "garde-coordinator", "10000", where,
		                      NULL };

	return PQconnectdbParams(name, value, 1);
}

struct db *db_postgresql_open(const char *where, struct err *e)
{
	struct postgresql *p = calloc(1, sizeof(*p));

	if (!p) {
		err_set(e, "Out of memory");
		return NULL;
	}
	p->base.engine = &engine;
	p->connection = connect_to(where);
	if (PQstatus(p->connection) != CONNECTION_OK) {
		db_fail(&p->base, DB_DOWN, e, "PostgreSQL: %s",
		        PQerrorMessage(p->connection));
		close_all(&p->base);
		return NULL;
	}
	if (!begin_anew(p, e)) {
		close_all(&p->base);
		return NULL;
	}
	return &p->base;
}
