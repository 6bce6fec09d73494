/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/partition.h"

#include "core/buf.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define BEFORE    37 /* months: what retention.c keeps of ratings, and this */
#define AFTER     3
#define MONTHS    600 /* at most at once */
#define SQL_BYTES 65536
#define TRIES     5
#define WAIT      200 /* ms */

static const char *const tables[] = { "report", "rating" };

static const char sql_last[] =
    "SELECT COUNT(*) FROM pg_class WHERE relkind = 'r' AND relname = $1";

int64_t partition_month(int64_t time)
{
	struct date d = date_of(time);

	return (int64_t)d.year * 12 + d.month - 1;
}

static const char sql_children[] =
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c"
    " ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent"
    " WHERE p.relname = $1";

static const char sql_divided[] =
    "SELECT COUNT(*) FROM pg_class WHERE relkind = 'p' AND relname = 'report'";

bool partition_possible(struct db *db, bool *out, struct err *e)
{
	static const char sql[] = "SELECT version()";
	struct db_rows *rows;

	*out = false;
	if (db_kind(db) != DB_POSTGRESQL)
		return true;
	rows = db_query(db, sql, DB_NOTHING, e);
	if (!rows)
		return false;
	*out = db_next(rows) && !strstr(db_column_text(rows, 0), "CockroachDB");
	return db_end(rows, e);
}

/* Whether the tables that are there are divided. */
static bool divided(struct db *db, bool *out, struct err *e)
{
	int64_t there = 0;
	bool ok = db_kind(db) != DB_POSTGRESQL ||
	          db_number(db, sql_divided, DB_NOTHING, &there, e);

	*out = there > 0;
	return ok;
}

/*
 * Two services that make the same at once: IF NOT EXISTS looks before the
 * other is done. Nothing is left of a text that failed.
 */
static bool insist(struct db *db, const char *sql, struct err *e)
{
	for (int i = 1; !db_script(db, sql, e); i++) {
		if ((db_fault(db) != DB_CONFLICT && db_fault(db) != DB_BUSY) ||
		    i == TRIES)
			return false;
		clock_wait(WAIT);
	}
	return true;
}

static bool make(struct db *db, const char *table, int64_t first, int64_t last,
                 struct err *e)
{
	struct buf name, sql;
	int64_t there = 0;
	bool ok;

	buf_init(&name, SQL_BYTES);
	buf_init(&sql, SQL_BYTES);
	buf_fmt(&name, "%s_%" PRId64, table, last);
	ok = db_number(db, sql_last, DB_VALUES(db_text(buf_text(&name))),
	               &there, e);
	/* Names and numbers are the program's own. */
	for (int64_t m = first; ok && there == 0 && m <= last; m++)
		buf_fmt(&sql,
		        "CREATE TABLE IF NOT EXISTS %s_%" PRId64
		        " PARTITION OF %s FOR VALUES FROM (%" PRId64
		        ") TO (%" PRId64 ");",
		        table, m, table, m, m + 1);
	if (ok && there == 0)
		ok = (buf_ok(&sql) || err_set(e, "out of memory")) &&
		     insist(db, buf_text(&sql), e);
	buf_clear(&name);
	buf_clear(&sql);
	return ok;
}

bool partition_cover(struct db *db, int64_t first, int64_t last, struct err *e)
{
	bool some;

	if (!divided(db, &some, e))
		return false;
	if (!some)
		return true;
	/* Months of a database that somebody altered may be anything. */
	if (first < 1 || last < first || last - first > MONTHS)
		return err_set(
		    e, "The months %" PRId64 " to %" PRId64 " cannot be", first,
		    last);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (int64_t m = first; m <= last; m++)
			if (!make(db, tables[i], m, m, e))
				return false;
	return true;
}

/* The month of a partition's name, or 0. */
static int64_t month_of(const char *name, const char *table)
{
	size_t len = strlen(table);
	int64_t month = 0;

	if (!text_begins(name, table) || name[len] != '_' ||
	    !text_int(name + len + 1, 1, INT32_MAX, &month))
		return 0;
	return month;
}

/* The oldest partition before a month, 0 for none. */
static bool oldest(struct db *db, const char *table, int64_t before,
                   int64_t *out, struct err *e)
{
	struct db_rows *rows =
	    db_query(db, sql_children, DB_VALUES(db_text(table)), e);

	*out = 0;
	if (!rows)
		return false;
	while (db_next(rows)) {
		int64_t m = month_of(db_column_text(rows, 0), table);

		if (m > 0 && m < before && (*out == 0 || m < *out))
			*out = m;
	}
	return db_end(rows, e);
}

bool partition_drop(struct db *db, const char *table, int64_t before,
                    struct err *e)
{
	int64_t month = 0;
	char sql[128];
	bool some;

	if (!divided(db, &some, e))
		return false;
	if (!some)
		return true;
	while (oldest(db, table, before, &month, e)) {
		if (month == 0)
			return true;
		snprintf(sql, sizeof(sql), "DROP TABLE IF EXISTS %s_%" PRId64,
		         table, month);
		if (!db_script(db, sql, e))
			return false;
	}
	return false;
}

bool partition_prepare(struct db *db, int64_t now, struct err *e)
{
	int64_t month = partition_month(now);
	bool some;

	if (!divided(db, &some, e))
		return false;
	if (!some)
		return true;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (!make(db, tables[i], month - BEFORE, month + AFTER, e))
			return false;
	return true;
}
