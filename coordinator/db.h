/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DB_H
#define COORDINATOR_DB_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One connection to the store: SQLite in a file, or PostgreSQL. The same SQL
 * goes to both: parameters are $1, $2..., only what SQLite 3.40, PostgreSQL 15
 * and the distributed engines that speak like it (Citus, YugabyteDB,
 * CockroachDB) accept: no sequence, no trigger, no stored procedure, no LISTEN,
 * no advisory lock; ON CONFLICT names its key. A number that only meets plain
 * numbers is written CAST($1 AS BIGINT). One thread at a time.
 */
struct db;

enum db_kind { DB_SQLITE, DB_POSTGRESQL };

/* Why a statement failed. */
enum db_fault {
	DB_FINE,
	DB_BUSY,     /* another transaction was in the way: try again */
	DB_DOWN,     /* no connection; the next statement tries a new one */
	DB_FULL,     /* no room left to write */
	DB_CONFLICT, /* a key that is there already */
	DB_BROKEN    /* all else: the store, or our own fault */
};

/*
 * Open "postgresql://..." or a path of SQLite's file, which is made when it is
 * not there. NULL and e when that is not possible.
 */
struct db *db_open(const char *where, struct err *e);
void db_close(struct db *db);
enum db_kind db_kind(const struct db *db);

/* Why the last call that failed did. */
enum db_fault db_fault(const struct db *db);

/* A value of a statement. Text and bytes must last until the call returns. */
struct db_value {
	enum {
		DB_VALUE_NULL,
		DB_VALUE_INT,
		DB_VALUE_REAL,
		DB_VALUE_TEXT,
		DB_VALUE_BYTES
	} type;
	int64_t integer;
	double real;
	const void *data;
	size_t len;
};

struct db_value db_null(void);
struct db_value db_int(int64_t value);
struct db_value db_real(double value);
struct db_value db_text(const char *text); /* NULL is NULL */
struct db_value db_bytes(const void *data, size_t len);

/* At most this many values go with a statement. */
#define DB_MOST 96

/* The values of a statement, in order: DB_VALUES(db_int(3), db_text("x")). */
#define DB_VALUES(...)                                         \
	(const struct db_value[]){ __VA_ARGS__ },              \
	    sizeof((const struct db_value[]){ __VA_ARGS__ }) / \
		sizeof(struct db_value)
#define DB_NOTHING NULL, (size_t)0

/*
 * Run a statement that gives no rows. sql must be a string that lasts: it is
 * prepared once and known by its address. *changed, unless NULL, is how many
 * rows it changed. Outside a transaction it is committed, and on disk.
 */
bool db_run(struct db *db, const char *sql, const struct db_value *value,
            size_t values, int64_t *changed, struct err *e);

/*
 * Within a transaction: run a statement that gives no rows and whose count
 * nobody asks for. PostgreSQL is not waited for: that it failed may only be
 * told by the next db_run() or db_query(), or by the transaction's end, with
 * its fault; what was sent behind it does not run, and nothing is committed.
 * Statements that are sent together wait together, no longer than one may.
 */
bool db_send(struct db *db, const char *sql, const struct db_value *value,
             size_t values, struct err *e);

/*
 * Run a statement that gives rows; NULL and e on failure. One result at a
 * time on a connection: end it before the next statement.
 */
struct db_rows;
struct db_rows *db_query(struct db *db, const char *sql,
                         const struct db_value *value, size_t values,
                         struct err *e);

/* The next row; false at the end, and on a failure, which db_end() tells. */
bool db_next(struct db_rows *rows);

/* Columns from 0. Texts and bytes last until db_next(); "" and 0 for NULL. */
bool db_is_null(const struct db_rows *rows, int column);
int64_t db_column_int(const struct db_rows *rows, int column);
double db_column_real(const struct db_rows *rows, int column);
const char *db_column_text(const struct db_rows *rows, int column);
const void *db_column_bytes(const struct db_rows *rows, int column,
                            size_t *len);

/* A copy of a text in the arena; NULL for NULL. */
const char *db_column_copy(const struct db_rows *rows, int column,
                           struct arena *a);

/* How many columns there are, while there is a row, and the value of any. */
int db_columns(const struct db_rows *rows);
struct db_value db_column_value(const struct db_rows *rows, int column);

/* Free the result; false and e when the rows ended because of a failure. */
bool db_end(struct db_rows *rows, struct err *e);

/* The first column of the first row as a number, *out untouched if none. */
bool db_number(struct db *db, const char *sql, const struct db_value *value,
               size_t values, int64_t *out, struct err *e);

/*
 * Run work(ctx, db, e) inside a transaction, again a few times with a growing
 * random wait when another was in the way; work must be able to start over.
 * Committed, and on disk, when true; after DB_DOWN it may be either. After a
 * statement that failed nothing more runs in it, and it is undone: say ON
 * CONFLICT DO NOTHING where a key may be there. Transactions are as if one ran
 * after the other (SERIALIZABLE). Not to be nested.
 */
bool db_transact(struct db *db,
                 bool (*work)(void *ctx, struct db *db, struct err *e),
                 void *ctx, struct err *e);

/* Run work once in a transaction that only reads, all as of one moment. */
bool db_snapshot(struct db *db,
                 bool (*work)(void *ctx, struct db *db, struct err *e),
                 void *ctx, struct err *e);

/*
 * How long a statement may wait for others or for the server, 5 s until this
 * is called; 0 is for ever.
 */
bool db_patience(struct db *db, unsigned ms, struct err *e);

/* Run a text of several statements, without values: migrations alone. */
bool db_script(struct db *db, const char *sql, struct err *e);

#endif
