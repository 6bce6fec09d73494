/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/database.h"

#include "core/buf.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define HEAP  (8 << 20) /* bytes that SQLite may take */
#define CELL  (1 << 20) /* bytes of one value */
#define STEPS 20000000  /* of its machine, for one query */
#define TICK  100000    /* steps between two looks */

/* The address that SQLite wants; "?", "#" and "%" are its own letters. */
static bool address(struct buf *out, const char *path)
{
	buf_str(out, "file:");
	for (; *path; path++) {
		if (strchr("?#%", *path))
			buf_fmt(out, "%%%02X", (unsigned char)*path);
		else
			buf_char(out, *path);
	}
	return buf_str(out, "?immutable=1");
}

static int tick(void *ctx)
{
	int *left = ctx;

	*left -= TICK;
	return *left <= 0;
}

static bool step_all(sqlite3 *db, const char *sql,
                     bool (*each)(void *ctx, sqlite3_stmt *row), void *ctx,
                     struct err *e)
{
	sqlite3_stmt *row = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &row, NULL);

	if (code == SQLITE_OK)
		do
			code = sqlite3_step(row);
		while (code == SQLITE_ROW && each(ctx, row));
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		err_set(e, "%s", sqlite3_errmsg(db));
	sqlite3_finalize(row);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

bool database_query(const char *path, const char *sql,
                    bool (*each)(void *ctx, sqlite3_stmt *row), void *ctx,
                    struct err *e)
{
	sqlite3 *db = NULL;
	int left = STEPS;
	struct buf uri;
	bool ok = false;

	e->sys = 0;
	if (access(path, R_OK) != 0)
		return err_sys(e, errno, "cannot open %s", path);
	buf_init(&uri, 16384);
	sqlite3_hard_heap_limit64(HEAP);
	if (!address(&uri, path) ||
	    sqlite3_open_v2(buf_text(&uri), &db,
	                    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
	                        SQLITE_OPEN_NOMUTEX,
	                    NULL) != SQLITE_OK) {
		err_set(e, "cannot open %s", path);
		goto out;
	}
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, CELL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_progress_handler(db, TICK, tick, &left);
	ok = step_all(db, sql, each, ctx, e);
out:
	sqlite3_close(db);
	buf_clear(&uri);
	return ok;
}
