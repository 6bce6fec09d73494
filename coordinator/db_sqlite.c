/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db_engine.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREPARED 160 /* statements kept; then they all begin anew */

/*
 * synchronous=FULL syncs the log at each commit: committed is on disk. No
 * file is mapped, so that a disk that fails is an error and no signal; a
 * connection keeps 1 MB of pages, for eight of them fit a small machine.
 */
static const char settings[] = "PRAGMA journal_mode = WAL;"
			       "PRAGMA synchronous = FULL;"
			       "PRAGMA foreign_keys = ON;"
			       "PRAGMA mmap_size = 0;"
			       "PRAGMA cache_size = -1000;"
			       "PRAGMA journal_size_limit = 16777216;"
			       "PRAGMA cell_size_check = ON;"
			       "PRAGMA trusted_schema = OFF;";

struct prepared {
	const char *sql;
	sqlite3_stmt *statement;
	size_t values;
	int place[DB_MOST]; /* of $1, $2... */
};

struct sqlite_rows {
	struct db_rows base;
	sqlite3_stmt *statement;
};

struct sqlite {
	struct db base;
	sqlite3 *handle;
	struct prepared prepared[PREPARED];
	size_t count;
	struct sqlite_rows rows;
};

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)(void *)db;
}

static sqlite3_stmt *statement_of(const struct db_rows *rows)
{
	return ((const struct sqlite_rows *)(const void *)rows)->statement;
}

static enum db_fault classify(sqlite3 *handle, int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return DB_BUSY;
	case SQLITE_FULL:
		return DB_FULL;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		/* The log's index is a file of its own that finds no room. */
		return sqlite3_system_errno(handle) == ENOSPC ? DB_FULL
		                                              : DB_BROKEN;
	case SQLITE_CONSTRAINT:
		return code == SQLITE_CONSTRAINT_PRIMARYKEY ||
		               code == SQLITE_CONSTRAINT_UNIQUE ||
		               code == SQLITE_CONSTRAINT_ROWID
		           ? DB_CONFLICT
		           : DB_BROKEN;
	default:
		return DB_BROKEN;
	}
}

static bool failed(struct sqlite *s, int code, struct err *e)
{
	return db_fail(&s->base, classify(s->handle, code), e, "SQLite: %s",
	               sqlite3_errmsg(s->handle));
}

static bool script(struct db *db, const char *sql, struct err *e)
{
	int code = sqlite3_exec(of(db)->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || failed(of(db), code, e);
}

static void forget(struct sqlite *s)
{
	for (size_t i = 0; i < s->count; i++)
		sqlite3_finalize(s->prepared[i].statement);
	s->count = 0;
}

/* Where $1, $2... stand: SQLite numbers names as it meets them. */
static bool locate(struct sqlite *s, struct prepared *p, struct err *e)
{
	p->values = (size_t)sqlite3_bind_parameter_count(p->statement);
	for (size_t i = 0; i < p->values && i < DB_MOST; i++) {
		char name[8];

		sqlite3_snprintf(sizeof(name), name, "$%d", (int)i + 1);
		p->place[i] = sqlite3_bind_parameter_index(p->statement, name);
		if (p->place[i] == 0)
			return db_fail(&s->base, DB_BROKEN, e,
			               "The statement has no %s", name);
	}
	return true;
}

static struct prepared *prepare(struct sqlite *s, const char *sql,
                                struct err *e)
{
	struct prepared *p = NULL;
	int code;

	for (size_t i = 0; i < s->count && !p; i++)
		if (s->prepared[i].sql == sql)
			p = &s->prepared[i];
	if (p) {
		if (strcmp(sqlite3_sql(p->statement), sql) == 0)
			return p;
		db_fail(&s->base, DB_BROKEN, e,
		        "The text of a statement does not last");
		return NULL;
	}
	if (s->count == PREPARED)
		forget(s);
	p = &s->prepared[s->count];
	p->sql = sql;
	code = sqlite3_prepare_v3(s->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
	                          &p->statement, NULL);
	if (code != SQLITE_OK) {
		failed(s, code, e);
		return NULL;
	}
	if (!p->statement || !locate(s, p, e)) {
		if (!p->statement)
			db_fail(&s->base, DB_BROKEN, e, "An empty statement");
		sqlite3_finalize(p->statement);
		return NULL;
	}
	s->count++;
	return p;
}

static int bind(sqlite3_stmt *statement, int place, const struct db_value *v)
{
	switch (v->type) {
	case DB_VALUE_INT:
		return sqlite3_bind_int64(statement, place, v->integer);
	case DB_VALUE_REAL:
		return sqlite3_bind_double(statement, place, v->real);
	case DB_VALUE_TEXT:
		return sqlite3_bind_text64(statement, place, v->data, v->len,
		                           SQLITE_STATIC, SQLITE_UTF8);
	case DB_VALUE_BYTES:
		/* A NULL pointer would be NULL and not no bytes. */
		return sqlite3_bind_blob64(statement, place,
		                           v->data ? v->data : "", v->len,
		                           SQLITE_STATIC);
	case DB_VALUE_NULL:
		break;
	}
	return sqlite3_bind_null(statement, place);
}

/* The statement, ready to step, or NULL. */
static sqlite3_stmt *start(struct sqlite *s, const char *sql,
                           const struct db_value *value, size_t values,
                           struct err *e)
{
	struct prepared *p = prepare(s, sql, e);

	if (!p)
		return NULL;
	if (p->values != values) {
		db_fail(&s->base, DB_BROKEN, e,
		        "The statement takes %zu values and not %zu", p->values,
		        values);
		return NULL;
	}
	for (size_t i = 0; i < values; i++) {
		int code = bind(p->statement, p->place[i], &value[i]);

		if (code != SQLITE_OK) {
			failed(s, code, e);
			return NULL;
		}
	}
	return p->statement;
}

static void stop(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

static bool run(struct db *db, const char *sql, const struct db_value *value,
                size_t values, int64_t *changed, struct err *e)
{
	struct sqlite *s = of(db);
	sqlite3_stmt *statement = start(s, sql, value, values, e);
	int code;

	if (!statement)
		return false;
	do
		code = sqlite3_step(statement);
	while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		failed(s, code, e);
	else
		*changed = sqlite3_stmt_readonly(statement)
		               ? 0
		               : sqlite3_changes64(s->handle);
	stop(statement);
	return code == SQLITE_DONE;
}

static bool send_it(struct db *db, const char *sql,
                    const struct db_value *value, size_t values, struct err *e)
{
	int64_t ignored;

	return run(db, sql, value, values, &ignored, e);
}

static struct db_rows *query(struct db *db, const char *sql,
                             const struct db_value *value, size_t values,
                             struct err *e)
{
	struct sqlite *s = of(db);
	sqlite3_stmt *statement = start(s, sql, value, values, e);

	if (!statement)
		return NULL;
	s->rows = (struct sqlite_rows){ .base.db = db, .statement = statement };
	return &s->rows.base;
}

static bool next(struct db_rows *rows, struct err *e)
{
	int code = sqlite3_step(statement_of(rows));

	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		failed(of(rows->db), code, e);
	return false;
}

static void end(struct db_rows *rows)
{
	stop(statement_of(rows));
}

static bool is_null(const struct db_rows *rows, int column)
{
	return sqlite3_column_type(statement_of(rows), column) == SQLITE_NULL;
}

static int64_t integer(const struct db_rows *rows, int column)
{
	return sqlite3_column_int64(statement_of(rows), column);
}

static double real(const struct db_rows *rows, int column)
{
	return sqlite3_column_double(statement_of(rows), column);
}

static const char *text(const struct db_rows *rows, int column)
{
	const unsigned char *s =
	    sqlite3_column_text(statement_of(rows), column);

	return s ? (const char *)s : "";
}

static const void *bytes(const struct db_rows *rows, int column, size_t *len)
{
	const void *data = sqlite3_column_blob(statement_of(rows), column);

	*len = (size_t)sqlite3_column_bytes(statement_of(rows), column);
	return data ? data : "";
}

static int columns(const struct db_rows *rows)
{
	return sqlite3_column_count(statement_of(rows));
}

static int type(const struct db_rows *rows, int column)
{
	switch (sqlite3_column_type(statement_of(rows), column)) {
	case SQLITE_INTEGER:
		return DB_VALUE_INT;
	case SQLITE_FLOAT:
		return DB_VALUE_REAL;
	case SQLITE_BLOB:
		return DB_VALUE_BYTES;
	default:
		return DB_VALUE_TEXT;
	}
}

static bool begin(struct db *db, bool write, struct err *e)
{
	/* To begin as a reader and write later could never be waited for. */
	return script(db, write ? "BEGIN IMMEDIATE" : "BEGIN", e);
}

static bool commit(struct db *db, struct err *e)
{
	return script(db, "COMMIT", e);
}

static void rollback(struct db *db)
{
	/* SQLite undoes some failed transactions by itself. */
	if (!sqlite3_get_autocommit(of(db)->handle))
		sqlite3_exec(of(db)->handle, "ROLLBACK", NULL, NULL, NULL);
}

static bool patience(struct db *db, unsigned ms, struct err *e)
{
	int wait = ms == 0 || ms > INT_MAX ? INT_MAX : (int)ms;
	int code = sqlite3_busy_timeout(of(db)->handle, wait);

	return code == SQLITE_OK || failed(of(db), code, e);
}

static void close_all(struct db *db)
{
	forget(of(db));
	sqlite3_close_v2(of(db)->handle);
	free(db);
}

static const struct db_engine engine = {
	.kind = DB_SQLITE,
	.close = close_all,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.run = run,
	.send = send_it,
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

struct db *db_sqlite_open(const char *path, struct err *e)
{
	struct sqlite *s = calloc(1, sizeof(*s));
	/* SQLite gives its other files the same rights: nobody else's. */
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	/*
	 * One that is there is not opened: closing it would drop the locks of
	 * this process's other connections, and another process that ends
	 * would take the log away from under them.
	 */
	bool there = fd >= 0 || errno == EEXIST;
	int code;

	if (!there)
		err_sys(e, errno, "The store %s does not open", path);
	if (fd >= 0)
		close(fd);
	if (!s && there)
		err_set(e, "Out of memory");
	if (!s || !there) {
		free(s);
		return NULL;
	}
	s->base.engine = &engine;
	code = sqlite3_open_v2(path, &s->handle,
	                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	                           SQLITE_OPEN_EXRESCODE,
	                       NULL);
	if (code != SQLITE_OK) {
		failed(s, code, e);
		goto refuse;
	}
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_busy_timeout(s->handle, 5000);
	if (!script(&s->base, settings, e))
		goto refuse;
	return &s->base;
refuse:
	close_all(&s->base);
	return NULL;
}
