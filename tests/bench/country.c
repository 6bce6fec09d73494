/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A country in a store: how large it gets, and how long each page takes.
 *   country WHERE COMMUNES WEEKS
 * WHERE is empty, as db_open() takes it. Prints a table's bytes a row
 * (PostgreSQL) or the file's (SQLite), and a page's median of nine, in ms.
 */
#include "client.h"
#include "coordinator/migrate.h"
#include "core/clock.h"
#include "fill.h"

#include <inttypes.h>
#include <stdlib.h>

#define TIMES 9

static const char *const pages[] = {
	"/",
	"/communes",
	"/communes?tri=nom",
	"/communes?q=saint",
	"/communes/01001",
	"/communes/01001/fiche",
	"/problemes",
	"/problemes/control-5",
	"/bilan",
	"/kits",
	"/equipe",
	"/journal",
};

static const char *const tables[] = { "commune", "standing", "finding",
	                              "machine", "report",   "rating",
	                              "tally",   "receipt" };

static const char sql_sizes[] =
    "SELECT CAST(COALESCE(SUM(pg_total_relation_size(oid)), 0) AS BIGINT)"
    " FROM pg_class WHERE relkind = 'r'"
    " AND (relname = $1 OR relname LIKE $2)";

static int64_t number(struct db *db, const char *sql,
                      const struct db_value *value, size_t values)
{
	int64_t n = 0;
	struct err e;

	if (!db_number(db, sql, value, values, &n, &e)) {
		fprintf(stderr, "%s\n", e.text);
		exit(1);
	}
	return n;
}

static void print_sizes(struct db *db)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char *sql = malloc(64);
		char parts[64];
		int64_t rows, bytes = 0;

		/* Prepared statements are known by their address. */
		if (!sql)
			exit(1);
		snprintf(sql, 64, "SELECT COUNT(*) FROM %s", tables[i]);
		rows = number(db, sql, DB_NOTHING);
		snprintf(parts, sizeof(parts), "%s\\_2%%", tables[i]);
		if (db_kind(db) == DB_POSTGRESQL)
			bytes = number(
			    db, sql_sizes,
			    DB_VALUES(db_text(tables[i]), db_text(parts)));
		printf("table %-10s %10" PRId64 " rows", tables[i], rows);
		if (bytes > 0 && rows > 0)
			printf(", %6" PRId64 " bytes a row, %5" PRId64 " MB",
			       bytes / rows, bytes >> 20);
		printf("\n");
	}
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void print_page(struct client *c, const char *page)
{
	int64_t took[TIMES];
	int status = 0;

	for (int i = 0; i < TIMES; i++) {
		int64_t before = clock_ticks();

		status = client_get(c, page);
		took[i] = clock_ticks() - before;
	}
	qsort(took, TIMES, sizeof(took[0]), by_value);
	printf("page  %-24s %3d %6" PRId64 " ms, %6zu bytes\n", page, status,
	       took[TIMES / 2], c->out.body.len);
}

int main(int argc, char **argv)
{
	struct fill fill = {
		.controls = 45, .machines = 2, .months = 36, .now = CLIENT_NOW
	};
	struct client c;
	struct db *db;
	struct err e;

	if (argc != 4) {
		fprintf(stderr, "usage: country WHERE COMMUNES WEEKS\n");
		return 2;
	}
	fill.communes = strtoll(argv[2], NULL, 10);
	fill.weeks = strtoll(argv[3], NULL, 10);
	db = db_open(argv[1], &e);
	if (!db || !migrate_run(db, CLIENT_NOW, &e) ||
	    !db_patience(db, 0, &e) || !fill_store(db, &fill, &e) ||
	    !db_script(db, "ANALYZE", &e)) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	print_sizes(db);
	client_init(&c, db);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		print_page(&c, pages[i]);
	client_clear(&c);
	db_close(db);
	return 0;
}
