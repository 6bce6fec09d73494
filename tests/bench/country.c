/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A country in a store: how large it gets, and how long each page takes.
 *   country WHERE COMMUNES WEEKS
 * WHERE is empty, as db_open() takes it; or filled before, with 0 COMMUNES. Prints a table's bytes a row
 * (PostgreSQL) or the file's (SQLite), and a page's median of nine, in ms.
 */
#include "client.h"
#include "coordinator/migrate.h"
#include "core/clock.h"
#include "fill.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

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

static const char *const tables[] = { "commune", "standing",   "finding",
	                              "machine", "report",     "rating",
	                              "tally",   "prevalence", "receipt" };

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

/*
 * Microseconds that this program and the server's process for it were at work:
 * on a machine that does other things as well, a page's time is not its cost.
 */
static int64_t work(int64_t server)
{
	char path[40];
	char text[64] = "";
	struct timespec own;
	FILE *file;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
	snprintf(path, sizeof(path), "/proc/%" PRId64 "/schedstat", server);
	file = server ? fopen(path, "re") : NULL;
	if (file) {
		if (!fgets(text, sizeof(text), file))
			text[0] = '\0';
		fclose(file);
	}
	return own.tv_sec * 1000000 + own.tv_nsec / 1000 +
	       strtoll(text, NULL, 10) / 1000;
}

static void print_page(struct client *c, const char *page, int64_t server)
{
	int64_t took[TIMES];
	int64_t worked[TIMES];
	int status = 0;

	for (int i = 0; i < TIMES; i++) {
		int64_t before = clock_ticks();
		int64_t idle = work(server);

		status = client_get(c, page);
		took[i] = clock_ticks() - before;
		worked[i] = work(server) - idle;
	}
	qsort(took, TIMES, sizeof(took[0]), by_value);
	qsort(worked, TIMES, sizeof(worked[0]), by_value);
	printf("page  %-24s %3d %6" PRId64 " ms, %6" PRId64
	       ".%d ms of work, %6zu bytes\n",
	       page, status, took[TIMES / 2], worked[TIMES / 2] / 1000,
	       (int)(worked[TIMES / 2] / 100 % 10), c->out.body.len);
}

/* Every page, as whoever sees all, a département, an EPCI. */
static void print_pages(struct client *c)
{
	static const struct {
		const char *account;
		enum role role;
	} who[] = { { "chef", ROLE_ADMINISTRATOR },
		    { "ain", ROLE_ADVISER },
		    { "pays", ROLE_READER } };
	int64_t server =
	    db_kind(c->db) == DB_POSTGRESQL
		? number(c->db, "SELECT pg_backend_pid()", DB_NOTHING)
		: 0;

	for (size_t w = 0; w < sizeof(who) / sizeof(who[0]); w++) {
		c->account = who[w].account;
		c->role = who[w].role;
		printf("asked by %s\n", c->account);
		for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
			print_page(c, pages[i], server);
	}
}

/* PostgreSQL does that by itself, soon after; SQLite never. */
static bool settle(struct db *db, struct err *e)
{
	return db_kind(db) == DB_SQLITE ||
	       (db_patience(db, 0, e) && db_script(db, "VACUUM ANALYZE", e));
}

int main(int argc, char **argv)
{
	struct fill fill = {
		.controls = 45, .machines = 2, .months = 36, .now = CLIENT_NOW
	};
	int64_t begun = clock_ticks();
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
	    (fill.communes > 0 &&
	     !(fill_store(db, &fill, &e) && settle(db, &e)))) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	printf("filled in %" PRId64 " s\n", (clock_ticks() - begun) / 1000);
	print_sizes(db);
	client_init(&c, db);
	print_pages(&c);
	client_clear(&c);
	db_close(db);
	return 0;
}
