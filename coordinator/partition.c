/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/partition.h"

#include "core/buf.h"
#include "core/date.h"

#include <inttypes.h>

#define BEFORE    37 /* months: what retention.c keeps of ratings, and this */
#define AFTER     3
#define SQL_BYTES 65536

static const char *const tables[] = { "report", "rating", "tally" };

static const char sql_last[] =
    "SELECT COUNT(*) FROM pg_class WHERE relkind = 'r' AND relname = $1";

int64_t partition_month(int64_t time)
{
	struct date d = date_of(time);

	return (int64_t)d.year * 12 + d.month - 1;
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
		     db_script(db, buf_text(&sql), e);
	buf_clear(&name);
	buf_clear(&sql);
	return ok;
}

bool partition_prepare(struct db *db, int64_t now, struct err *e)
{
	int64_t month = partition_month(now);

	if (db_kind(db) != DB_POSTGRESQL)
		return true;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (!make(db, tables[i], month - BEFORE, month + AFTER, e))
			return false;
	return true;
}
