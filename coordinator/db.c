/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db.h"

#include "coordinator/db_engine.h"
#include "core/clock.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/*
 * Full jitter (M. Brooker, "Exponential Backoff And Jitter", 2015): a random
 * wait up to a ceiling that doubles. Seven tries wait 0.6 s on average.
 */
#define TRIES    7
#define WAIT     20   /* ms, the first ceiling */
#define LONGEST  1000 /* ms */
#define PATIENCE 5000 /* ms */

struct db *db_open(const char *where, struct err *e)
{
	struct db *db;

	if (text_begins(where, "postgresql://") ||
	    text_begins(where, "postgres://"))
		db = db_postgresql_open(where, e);
	else
		db = db_sqlite_open(where, e);
	if (!db)
		return NULL;
	db->dice = (uint64_t)clock_ticks() ^ (uint64_t)(uintptr_t)db;
	if (!db_patience(db, PATIENCE, e)) {
		db_close(db);
		return NULL;
	}
	return db;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	if (db->rows)
		db->engine->end(db->rows);
	db->engine->close(db);
}

enum db_kind db_kind(const struct db *db)
{
	return db->engine->kind;
}

enum db_fault db_fault(const struct db *db)
{
	return db->fault;
}

bool db_fail(struct db *db, enum db_fault fault, struct err *e, const char *fmt,
             ...)
{
	char text[sizeof(e->text)];
	va_list ap;

	db->fault = fault;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text[strcspn(text, "\r\n")] = '\0';
	return err_set(e, "%s", text);
}

struct db_value db_null(void)
{
	return (struct db_value){ .type = DB_VALUE_NULL };
}

struct db_value db_int(int64_t value)
{
	return (struct db_value){ .type = DB_VALUE_INT, .integer = value };
}

struct db_value db_real(double value)
{
	return (struct db_value){ .type = DB_VALUE_REAL, .real = value };
}

struct db_value db_text(const char *text)
{
	if (!text)
		return db_null();
	return (struct db_value){ .type = DB_VALUE_TEXT,
		                  .data = text,
		                  .len = strlen(text) };
}

struct db_value db_bytes(const void *data, size_t len)
{
	return (struct db_value){ .type = DB_VALUE_BYTES,
		                  .data = data,
		                  .len = len };
}

/* Whether a statement with these values may run now; clears the fault. */
static bool ready(struct db *db, const struct db_value *value, size_t values,
                  struct err *e)
{
	if (db->within && db->spoilt)
		return err_set(e, "The transaction has failed already");
	db->fault = DB_FINE;
	if (db->rows)
		return db_fail(db, DB_BROKEN, e, "A result is still open");
	if (values > DB_MOST)
		return db_fail(db, DB_BROKEN, e, "%zu values are too many",
		               values);
	/* One store takes what the other refuses: both refuse it. */
	for (size_t i = 0; i < values; i++)
		if (value[i].type == DB_VALUE_TEXT &&
		    !text_valid(value[i].data, value[i].len))
			return db_fail(db, DB_BROKEN, e,
			               "Value %zu is no UTF-8 text", i + 1);
	return true;
}

/* A statement that failed undoes its transaction, as PostgreSQL has it. */
static bool spoil(struct db *db)
{
	if (db->within)
		db->spoilt = true;
	return false;
}

bool db_run(struct db *db, const char *sql, const struct db_value *value,
            size_t values, int64_t *changed, struct err *e)
{
	int64_t ignored;

	if (!ready(db, value, values, e) ||
	    !db->engine->run(db, sql, value, values,
	                     changed ? changed : &ignored, e))
		return spoil(db);
	return true;
}

bool db_send(struct db *db, const char *sql, const struct db_value *value,
             size_t values, struct err *e)
{
	if (!ready(db, value, values, e) ||
	    !db->engine->send(db, sql, value, values, e))
		return spoil(db);
	return true;
}

bool db_script(struct db *db, const char *sql, struct err *e)
{
	if (!ready(db, NULL, 0, e) || !db->engine->script(db, sql, e))
		return spoil(db);
	return true;
}

bool db_patience(struct db *db, unsigned ms, struct err *e)
{
	return ready(db, NULL, 0, e) && db->engine->patience(db, ms, e);
}

struct db_rows *db_query(struct db *db, const char *sql,
                         const struct db_value *value, size_t values,
                         struct err *e)
{
	struct db_rows *rows = NULL;

	if (ready(db, value, values, e))
		rows = db->engine->query(db, sql, value, values, e);
	if (!rows) {
		spoil(db);
		return NULL;
	}
	db->rows = rows;
	return rows;
}

bool db_next(struct db_rows *rows)
{
	if (rows->done)
		return false;
	if (rows->db->engine->next(rows, &rows->why))
		return true;
	rows->done = true;
	rows->failed = rows->db->fault != DB_FINE;
	return false;
}

bool db_end(struct db_rows *rows, struct err *e)
{
	struct db *db = rows->db;
	bool failed = rows->failed;

	if (failed) {
		*e = rows->why;
		spoil(db);
	}
	db->engine->end(rows);
	db->rows = NULL;
	return !failed;
}

bool db_is_null(const struct db_rows *rows, int column)
{
	return rows->db->engine->is_null(rows, column);
}

int64_t db_column_int(const struct db_rows *rows, int column)
{
	return rows->db->engine->integer(rows, column);
}

double db_column_real(const struct db_rows *rows, int column)
{
	return rows->db->engine->real(rows, column);
}

const char *db_column_text(const struct db_rows *rows, int column)
{
	return rows->db->engine->text(rows, column);
}

const void *db_column_bytes(const struct db_rows *rows, int column, size_t *len)
{
	return rows->db->engine->bytes(rows, column, len);
}

int db_columns(const struct db_rows *rows)
{
	return rows->db->engine->columns(rows);
}

struct db_value db_column_value(const struct db_rows *rows, int column)
{
	size_t len;
	const void *data;

	if (db_is_null(rows, column))
		return db_null();
	switch (rows->db->engine->type(rows, column)) {
	case DB_VALUE_INT:
		return db_int(db_column_int(rows, column));
	case DB_VALUE_REAL:
		return db_real(db_column_real(rows, column));
	case DB_VALUE_BYTES:
		data = db_column_bytes(rows, column, &len);
		return db_bytes(data, len);
	default:
		return db_text(db_column_text(rows, column));
	}
}

const char *db_column_copy(const struct db_rows *rows, int column,
                           struct arena *a)
{
	if (db_is_null(rows, column))
		return NULL;
	return arena_strdup(a, db_column_text(rows, column));
}

bool db_number(struct db *db, const char *sql, const struct db_value *value,
               size_t values, int64_t *out, struct err *e)
{
	struct db_rows *rows = db_query(db, sql, value, values, e);
	int64_t number = 0;
	bool found;

	if (!rows)
		return false;
	found = db_next(rows);
	if (found)
		number = db_column_int(rows, 0);
	if (!db_end(rows, e))
		return false;
	if (found)
		*out = number;
	return true;
}

/* A number below limit; xorshift64*, which no secret hangs on. */
static unsigned roll(struct db *db, unsigned limit)
{
	db->dice ^= db->dice >> 12;
	db->dice ^= db->dice << 25;
	db->dice ^= db->dice >> 27;
	if (db->dice == 0)
		db->dice = 1;
	return (unsigned)((db->dice * UINT64_C(2685821657736338717) >> 33) %
	                  limit);
}

/* One try: everything or nothing. */
static bool once(struct db *db, bool write,
                 bool (*work)(void *ctx, struct db *db, struct err *e),
                 void *ctx, struct err *e)
{
	bool ok;

	if (!ready(db, NULL, 0, e) || !db->engine->begin(db, write, e))
		return false;
	db->within = true;
	db->spoilt = false;
	ok = work(ctx, db, e);
	if (db->rows) {
		db->engine->end(db->rows);
		db->rows = NULL;
		if (ok)
			ok = db_fail(db, DB_BROKEN, e, "A result stayed open");
	}
	if (ok && db->spoilt)
		ok = err_set(e, "A statement of the transaction failed");
	ok = ok && db->engine->commit(db, e);
	if (!ok)
		db->engine->rollback(db);
	db->within = false;
	return ok;
}

bool db_transact(struct db *db,
                 bool (*work)(void *ctx, struct db *db, struct err *e),
                 void *ctx, struct err *e)
{
	unsigned ceiling = WAIT;

	if (db->within)
		return db_fail(db, DB_BROKEN, e, "A transaction within one");
	for (unsigned i = 1; !once(db, true, work, ctx, e); i++) {
		if (db->fault != DB_BUSY || i == TRIES)
			return false;
		clock_wait(roll(db, ceiling) + 1);
		ceiling = ceiling * 2 < LONGEST ? ceiling * 2 : LONGEST;
	}
	return true;
}

bool db_snapshot(struct db *db,
                 bool (*work)(void *ctx, struct db *db, struct err *e),
                 void *ctx, struct err *e)
{
	if (db->within)
		return db_fail(db, DB_BROKEN, e, "A transaction within one");
	return once(db, false, work, ctx, e);
}
