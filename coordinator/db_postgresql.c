/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db_link.h"
#include "coordinator/db_queue.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER 32 /* bytes that a number fits in */
#define NAME   24 /* "s12" */

#define PATIENCE 5000 /* ms, of what a connection begins with */

struct postgresql_rows {
	struct db_rows base;
	PGresult *result;
	unsigned char *bytes; /* of the column that was asked for last */
};

struct postgresql {
	struct db_link link;
	struct postgresql_rows rows;
};

static struct db_link *of(struct db *db)
{
	return (struct db_link *)(void *)db;
}

static struct postgresql_rows *rows_of(const struct db_rows *rows)
{
	return (struct postgresql_rows *)(uintptr_t)rows;
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

/* The answer to one statement of the protocol's extended form. */
static PGresult *answer(struct db_link *p, int sent, struct err *e)
{
	if (!db_queue_on(p))
		return db_link_success(p, sent, e);
	if (!sent) {
		db_link_blame(p, NULL, e);
		return NULL;
	}
	return db_queue_add(p, 0, e) ? db_queue_settle(p, e) : NULL;
}

/* Its texts may be of several statements: they go by themselves. */
static bool leave_queue(struct db_link *p, struct err *e)
{
	PGresult *result = NULL;
	bool ok = !db_queue_on(p) || p->pending == 0 ||
	          (result = db_queue_settle(p, e));

	PQclear(result);
	return ok && db_queue_end(p, e);
}

/* There is room for one statement more. */
static bool have_room(struct db_link *p, struct err *e)
{
	PGresult *result;

	if (p->count < DB_LINK_PREPARED)
		return true;
	result = answer(p,
	                PQsendQueryParams(p->connection, "DEALLOCATE ALL", 0,
	                                  NULL, NULL, NULL, NULL, 0),
	                e);
	PQclear(result);
	if (result)
		p->count = 0;
	return result != NULL;
}

/* The statement's name, prepared on this connection; false and e. */
static bool prepare(struct db_link *p, const char *sql, char name[NAME],
                    struct err *e)
{
	PGresult *result;
	size_t i = 0;

	while (i < p->count && p->prepared[i] != sql)
		i++;
	if (i == p->count && !have_room(p, e))
		return false;
	i = i < p->count ? i : p->count;
	snprintf(name, NAME, "s%zu", i);
	if (i < p->count)
		return true;
	/*
	 * Types are left to the columns: a NULL has none of its own. It is
	 * waited for once: then what is known here is there.
	 */
	result = answer(p, PQsendPrepare(p->connection, name, sql, 0, NULL), e);
	if (!result)
		return false;
	p->prepared[p->count++] = sql;
	PQclear(result);
	return true;
}

/* Send it with its values; in a transaction its answer is pending. */
static bool send_it(struct db_link *p, const char *sql,
                    const struct db_value *value, size_t values, struct err *e)
{
	struct wire w;
	char name[NAME];
	size_t bytes = 0;

	for (size_t i = 0; i < values; i++) {
		if (value[i].len > INT32_MAX)
			return db_fail(&p->base, DB_BROKEN, e,
			               "A value is too long");
		put(&w, i, &value[i]);
		bytes += value[i].len;
	}
	if (!db_link_ready(p, e) || !prepare(p, sql, name, e))
		return false;
	if (!PQsendQueryPrepared(p->connection, name, (int)values, w.value,
	                         w.len, w.format, 0))
		return db_link_blame(p, NULL, e);
	return !db_queue_on(p) || db_queue_add(p, bytes, e);
}

static bool run(struct db *db, const char *sql, const struct db_value *value,
                size_t values, int64_t *changed, struct err *e)
{
	struct db_link *p = of(db);
	PGresult *result = NULL;

	if (send_it(p, sql, value, values, e))
		result = db_queue_on(p) ? db_queue_settle(p, e)
		                        : db_link_success(p, 1, e);
	if (!result)
		return false;
	*changed = strtoll(PQcmdTuples(result), NULL, 10);
	PQclear(result);
	return true;
}

static bool run_later(struct db *db, const char *sql,
                      const struct db_value *value, size_t values,
                      struct err *e)
{
	int64_t ignored;

	if (db_queue_on(of(db)))
		return send_it(of(db), sql, value, values, e);
	return run(db, sql, value, values, &ignored, e);
}

static bool script(struct db *db, const char *sql, struct err *e)
{
	return db_link_ready(of(db), e) && leave_queue(of(db), e) &&
	       db_link_say(of(db), sql, e);
}

static bool patience(struct db *db, unsigned ms, struct err *e)
{
	of(db)->patience = ms;
	return db_link_ready(of(db), e) && leave_queue(of(db), e) &&
	       db_link_patience(of(db), e);
}

static struct db_rows *query(struct db *db, const char *sql,
                             const struct db_value *value, size_t values,
                             struct err *e)
{
	struct postgresql *p = (struct postgresql *)(void *)db;

	if (!send_it(&p->link, sql, value, values, e) ||
	    (db_queue_on(&p->link) && !db_queue_reach(&p->link, e)))
		return NULL;
	/* Row by row: no result has to fit the memory. */
	PQsetSingleRowMode(p->link.connection);
	p->rows = (struct postgresql_rows){ .base.db = db };
	return &p->rows.base;
}

static bool next(struct db_rows *rows, struct err *e)
{
	struct postgresql_rows *r = rows_of(rows);

	PQclear(r->result);
	if (!db_link_next(of(rows->db), &r->result, e))
		return false;
	if (PQresultStatus(r->result) == PGRES_SINGLE_TUPLE)
		return true;
	/* Behind the last row comes a result without any. */
	if (r->result && PQresultStatus(r->result) != PGRES_TUPLES_OK &&
	    PQresultStatus(r->result) != PGRES_COMMAND_OK)
		db_link_blame(of(rows->db), r->result, e);
	PQclear(r->result);
	r->result = NULL;
	return false;
}

static void end(struct db_rows *rows)
{
	struct postgresql_rows *r = rows_of(rows);
	struct db_link *p = of(rows->db);
	struct err ignored;
	PGresult *result = NULL;

	PQfreemem(r->bytes);
	PQclear(r->result);
	if (db_queue_on(p)) {
		db_queue_drop(p);
		return;
	}
	while (p->connection && db_link_next(p, &result, &ignored) && result)
		PQclear(result);
}

static const char *text(const struct db_rows *rows, int column)
{
	const struct postgresql_rows *r = rows_of(rows);

	return PQgetvalue(r->result, 0, column);
}

static bool is_null(const struct db_rows *rows, int column)
{
	const struct postgresql_rows *r = rows_of(rows);

	return PQgetisnull(r->result, 0, column) != 0;
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

static int columns(const struct db_rows *rows)
{
	return PQnfields(rows_of(rows)->result);
}

/* By the numbers of PostgreSQL's own types (pg_type.dat). */
static int type(const struct db_rows *rows, int column)
{
	switch (PQftype(rows_of(rows)->result, column)) {
	case 16: /* bool */
	case 20: /* int8 */
	case 21: /* int2 */
	case 23: /* int4 */
		return DB_VALUE_INT;
	case 17: /* bytea */
		return DB_VALUE_BYTES;
	case 700: /* float4 */
	case 701: /* float8 */
		return DB_VALUE_REAL;
	default:
		return DB_VALUE_TEXT;
	}
}

static bool begin(struct db *db, bool write, struct err *e)
{
	return db_link_ready(of(db), e) &&
	       db_queue_begin(
		   of(db),
		   write ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
			 : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		   e);
}

static bool commit(struct db *db, struct err *e)
{
	struct db_link *p = of(db);
	PGresult *result =
	    db_link_ready(p, e)
		? answer(p,
	                 PQsendQueryParams(p->connection, "COMMIT", 0, NULL,
	                                   NULL, NULL, NULL, 0),
	                 e)
		: NULL;
	bool ok = result != NULL;

	/* COMMIT of what failed is answered by ROLLBACK, and no error. */
	if (ok && strcmp(PQcmdStatus(result), "COMMIT") != 0)
		ok = db_fail(db, DB_BROKEN, e, "PostgreSQL: undone at its end");
	PQclear(result);
	return ok && db_queue_end(p, e);
}

static void rollback(struct db *db)
{
	enum db_fault fault = db->fault;
	struct db_link *p = of(db);
	struct err ignored;

	/* What cannot be undone is undone by the server, with the connection. */
	if (PQstatus(p->connection) == CONNECTION_OK &&
	    db_queue_end(p, &ignored) &&
	    PQtransactionStatus(p->connection) != PQTRANS_IDLE &&
	    !db_link_say(p, "ROLLBACK", &ignored))
		db_link_lose(p, &ignored, "no end");
	db->fault = fault;
}

static void close_all(struct db *db)
{
	PQfinish(of(db)->connection);
	free(of(db)->where);
	free(db);
}

static const struct db_engine engine = {
	.kind = DB_POSTGRESQL,
	.close = close_all,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.run = run,
	.send = run_later,
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
	.columns = columns,
	.type = type,
};

struct db *db_postgresql_open(const char *where, struct err *e)
{
	struct postgresql *p = calloc(1, sizeof(*p));

	if (p)
		p->link.where = strdup(where);
	if (!p || !p->link.where) {
		free(p);
		err_set(e, "Out of memory");
		return NULL;
	}
	p->link.base.engine = &engine;
	p->link.patience = PATIENCE;
	if (!db_link_open(&p->link, e)) {
		close_all(&p->link.base);
		return NULL;
	}
	return &p->link.base;
}
