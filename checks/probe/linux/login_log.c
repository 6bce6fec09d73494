/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/login_log.h"

#include "checks/facts.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* Layouts of <lastlog.h> and <utmp.h> on 64-bit Linux, all little-endian
   machines that Debian 12 runs a desktop on. */
#define LASTLOG_RECORD 292 /* time, line, host */
#define WTMP_RECORD    384
#define WTMP_USER      44     /* offset of 32 bytes of name */
#define WTMP_TIME      340    /* offset of the seconds */
#define WTMP_SESSION   7      /* USER_PROCESS */
#define WTMP_MOST      100000 /* records read */

static int64_t le32(const unsigned char *p)
{
	return (int64_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 |
	                 (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
}

/* Open a regular file under the root; NULL when that cannot be. */
static FILE *open_file(const struct probe_context *c, const char *path)
{
	struct tree_stat st;
	char place[TREE_PATH];

	if (tree_stat(c, path, &st) != TREE_OK || !st.file ||
	    !tree_path(place, "%s%s", c->root, path))
		return NULL;
	return fopen(place, "rb");
}

/* The record of a number in /var/log/lastlog, a sparse file. */
static int64_t lastlog(const struct probe_context *c, int64_t uid)
{
	unsigned char record[LASTLOG_RECORD];
	FILE *file = open_file(c, "/var/log/lastlog");
	int64_t time = CELL_UNKNOWN;

	if (!file)
		return CELL_UNKNOWN;
	if (fseeko(file, (off_t)(uid * LASTLOG_RECORD), SEEK_SET) == 0)
		/* Behind its end are those who never came */
		time = fread(record, sizeof(record), 1, file) == 1
		           ? le32(record)
		           : 0;
	fclose(file);
	return time;
}

/* The newest session of a name in a file like /var/log/wtmp. */
static int64_t wtmp(const struct probe_context *c, const char *path,
                    const char *name)
{
	unsigned char record[WTMP_RECORD];
	FILE *file = open_file(c, path);
	int64_t newest = 0;

	if (!file)
		return CELL_UNKNOWN;
	for (unsigned n = 0; n < WTMP_MOST; n++) {
		if (fread(record, sizeof(record), 1, file) != 1)
			break;
		if (record[0] == WTMP_SESSION && record[1] == 0 &&
		    strncmp((const char *)record + WTMP_USER, name, 32) == 0 &&
		    le32(record + WTMP_TIME) > newest)
			newest = le32(record + WTMP_TIME);
	}
	fclose(file);
	return newest;
}

/* Logs that Debian 13 and others keep in SQLite; one row, seconds. */
static const struct {
	const char *path;
	const char *query;
} databases[] = {
	{ "/var/lib/lastlog/lastlog2.db",
	  "SELECT max(Time) FROM Lastlog2 WHERE Name = ?1" },
	{ "/var/lib/wtmpdb/wtmp.db",
	  "SELECT max(Login) / 1000000 FROM wtmp WHERE Type = 3 "
	  "AND User = ?1" },
};

static int64_t database(const struct probe_context *c, size_t i,
                        const char *name)
{
	char place[TREE_PATH];
	sqlite3 *db = NULL;
	sqlite3_stmt *query = NULL;
	int64_t time = CELL_UNKNOWN;

	/* Immutable: no lock or journal is ever made beside it */
	if (!tree_exists(c, databases[i].path) ||
	    !tree_path(place, "file:%s%s?immutable=1", c->root,
	               databases[i].path))
		return CELL_UNKNOWN;
	if (sqlite3_open_v2(place, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
	                    NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, databases[i].query, -1, &query, NULL) ==
	        SQLITE_OK &&
	    sqlite3_bind_text(query, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
	    sqlite3_step(query) == SQLITE_ROW)
		time = sqlite3_column_int64(query, 0);
	sqlite3_finalize(query);
	sqlite3_close(db);
	return time < 0 ? CELL_UNKNOWN : time;
}

/* Whether sessions begin on a screen, which lastlog does not see. */
static bool has_screen(const struct probe_context *c)
{
	return tree_exists(c, "/usr/share/xsessions") ||
	       tree_exists(c, "/usr/share/wayland-sessions");
}

int64_t login_log_last(const struct probe_context *c, const struct user *u)
{
	int64_t first = lastlog(c, u->uid);
	int64_t last = first;
	int64_t times[] = { wtmp(c, "/var/log/wtmp", u->name),
		            wtmp(c, "/var/log/wtmp.1", u->name),
		            database(c, 0, u->name), database(c, 1, u->name) };

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (times[i] > last)
			last = times[i];
	if (last > first)
		return last;
	/* Screens leave no trace in lastlog, and old wtmp files are thrown
	   away: an old session there need not be the last */
	return has_screen(c) ? CELL_UNKNOWN : first;
}
