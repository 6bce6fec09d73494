/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/transfer.h"

#include "coordinator/migrate.h"
#include "coordinator/partition.h"
#include "coordinator/retention.h"
#include "coordinator/vault.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/file.h"
#include "fill.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TABLES 40
#define NOW    INT64_C(1795305600) /* 2026-11-22 */

static const enum db_kind kinds[] = { DB_SQLITE, DB_POSTGRESQL };

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static char folder[] = "/tmp/garde-transfer-XXXXXX";

static const char *path(const char *name)
{
	static char out[32][128];
	static unsigned turn;

	turn = (turn + 1) % 32;
	snprintf(out[turn], sizeof(out[turn]), "%s/%s", folder, name);
	return out[turn];
}

static void need(bool ok, const struct err *e)
{
	if (!ok)
		fail_msg("%s", e->text);
}

static struct db *filled(enum db_kind kind)
{
	struct fill fill = { .communes = 60,
		             .controls = 20,
		             .machines = 3,
		             .months = 12,
		             .weeks = 5,
		             .now = NOW };
	struct db *db = store_fresh(kind);
	struct err e;

	/* Nights: 35,000 communes with twelve reports each. */
	if (getenv("GARDE_NIGHTLY")) {
		fill.communes = 35000;
		fill.machines = 5;
		fill.weeks = 12;
	}
	need(partition_prepare(db, NOW, &e), &e);
	need(db_patience(db, 0, &e), &e);
	need(fill_store(db, &fill, &e), &e);
	need(db_script(db,
	               "INSERT INTO commune (insee, name, folded, department,"
	               " region, epci, epci_name, population, joined_at)"
	               " VALUES ('2A004', 'Été ''x''', 'ete', '2A', '94', '',"
	               " '', 5, 0)",
	               &e),
	     &e);
	return db;
}

static void equal(const struct transfer_sum *a, const struct transfer_sum *b)
{
	for (size_t i = 0; i < transfer_tables(); i++) {
		assert_string_equal(a[i].table, b[i].table);
		assert_int_equal(a[i].rows, b[i].rows);
		assert_string_equal(a[i].digest, b[i].digest);
	}
}

static int64_t rows_of(const struct transfer_sum *sum, const char *table)
{
	for (size_t i = 0; i < transfer_tables(); i++)
		if (strcmp(sum[i].table, table) == 0)
			return sum[i].rows;
	fail_msg("no table %s", table);
	return 0;
}

static void a_region_moves_whole_from_each_kind_to_each(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS * KINDS; k++) {
		struct transfer_sum before[TABLES], sum[TABLES], after[TABLES];
		struct db *from = filled(kinds[k / KINDS]);
		struct db *to = store_fresh(kinds[k % KINDS]);
		int64_t start;
		struct err e;

		assert_true(transfer_tables() < TABLES);
		need(transfer_prove(from, before, &e), &e);
		assert_true(rows_of(before, "report") > 100);
		start = clock_ticks();
		need(transfer_store(from, to, sum, &e), &e);
		print_message("%s to %s: %d ms\n", store_name(db_kind(from)),
		              store_name(db_kind(to)),
		              (int)(clock_ticks() - start));
		assert_true(clock_ticks() - start < 600000);
		equal(before, sum);
		need(transfer_prove(to, after, &e), &e);
		equal(before, after);
		/* Nothing changed where it came from. */
		need(transfer_prove(from, after, &e), &e);
		equal(before, after);
		/* A second time the target is not empty. */
		assert_false(transfer_store(from, to, sum, &e));
		assert_non_null(strstr(e.text, "not empty"));
		store_end(to);
		store_end(from);
	}
}

static void one_changed_byte_changes_a_digest(void **state)
{
	struct transfer_sum before[TABLES], after[TABLES];
	struct db *db = filled(DB_SQLITE);
	size_t changed = 0;
	struct err e;

	(void)state;
	need(transfer_prove(db, before, &e), &e);
	need(db_script(db,
	               "UPDATE commune SET name = 'Eté ''x'''"
	               " WHERE insee = '2A004'",
	               &e),
	     &e);
	need(transfer_prove(db, after, &e), &e);
	for (size_t i = 0; i < transfer_tables(); i++)
		changed += strcmp(before[i].digest, after[i].digest) != 0;
	assert_int_equal(changed, 1);
	store_end(db);
}

/* The list of tables.def is that of the schema. */
static void no_table_is_forgotten(void **state)
{
	static const char sql[] =
	    "SELECT name FROM sqlite_master WHERE type = 'table'"
	    " AND name <> 'schema_version' ORDER BY name";
	static const char sql_insee[] =
	    "SELECT COUNT(*) FROM pragma_table_info($1) WHERE name = 'insee'";
	static const struct {
		const char *name;
		const char *whose;
	} listed[] = {
#define TABLE(name, whose) { #name, #whose },
#include "coordinator/tables.def"
#undef TABLE
	};
	struct db *db = store_fresh(DB_SQLITE);
	struct db_rows *rows;
	size_t count = 0;
	struct err e;

	(void)state;
	rows = db_query(db, sql, DB_NOTHING, &e);
	assert_non_null(rows);
	while (db_next(rows)) {
		const char *name = db_column_text(rows, 0);
		size_t i = 0;

		while (i < transfer_tables() &&
		       strcmp(listed[i].name, name) != 0)
			i++;
		if (i == transfer_tables())
			fail_msg("tables.def has no %s", name);
		count++;
	}
	assert_true(db_end(rows, &e));
	assert_int_equal(count, transfer_tables());
	for (size_t i = 0; i < count; i++) {
		int64_t n = 0;

		need(db_number(db, sql_insee,
		               DB_VALUES(db_text(listed[i].name)), &n, &e),
		     &e);
		/* The name stays public; who read it is kept a year. */
		if (n > 0 && strcmp(listed[i].name, "commune") != 0 &&
		    strcmp(listed[i].name, "audit") != 0)
			assert_string_equal(listed[i].whose, "COMMUNE");
	}
	store_end(db);
}

struct load {
	struct db *db;
	atomic_bool ended;
	int64_t written;
};

static void *keep_writing(void *ctx)
{
	static const char sql[] =
	    "INSERT INTO setting (name, value) VALUES ($1, 'x')";
	struct load *l = ctx;
	struct err e;

	while (!l->ended) {
		char name[32];

		snprintf(name, sizeof(name), "load-%06d", (int)l->written);
		if (!db_run(l->db, sql, DB_VALUES(db_text(name)), NULL, &e))
			continue;
		l->written++;
	}
	return NULL;
}

static void a_backup_under_load_restores_whole(void **state)
{
	static const char sql_last[] =
	    "SELECT COUNT(*) - 1 - CAST(SUBSTR(MAX(name), 6) AS BIGINT)"
	    " FROM setting WHERE name LIKE 'load-%'";

	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct transfer_sum saved[TABLES], restored[TABLES];
		struct db *db = filled(kinds[k]);
		struct load load = { 0 };
		const char *file = path(store_name(kinds[k]));
		pthread_t thread;
		struct db *to;
		struct buf key;
		int64_t gap = 1;
		int64_t made_at = 0;
		struct stat st;
		struct err e;

		load.db = db_open(store_where(), &e);
		assert_non_null(load.db);
		need(file_mkdir(path("from/keys"), &e), &e);
		need(file_replace(path("from/keys/seal-1.pem"), "se\0cret", 7,
		                  &e),
		     &e);
		assert_int_equal(
		    pthread_create(&thread, NULL, keep_writing, &load), 0);
		clock_wait(50);
		need(vault_write(file, store_where(), path("from"), NOW, saved,
		                 &e),
		     &e);
		load.ended = true;
		pthread_join(thread, NULL);
		db_close(load.db);
		assert_true(load.written > 0);
		assert_int_equal(stat(file, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		/* Not over another one. */
		assert_false(vault_write(file, store_where(), path("from"), NOW,
		                         restored, &e));
		store_end(db);

		/* To the other kind. */
		to = store_fresh(kinds[1 - k]);
		need(file_mkdir(path(k == 0 ? "to0" : "to1"), &e), &e);
		need(vault_read(file, store_where(),
		                path(k == 0 ? "to0" : "to1"), NOW, restored,
		                &made_at, &e),
		     &e);
		assert_int_equal(made_at, NOW);
		equal(saved, restored);
		/* Up to one moment: no row between is missing. */
		need(db_number(to, sql_last, DB_NOTHING, &gap, &e), &e);
		assert_int_equal(gap, 0);
		buf_init(&key, 100);
		need(file_read(path(k == 0 ? "to0/keys/seal-1.pem"
		                           : "to1/keys/seal-1.pem"),
		               &key, &e),
		     &e);
		assert_int_equal(key.len, 7);
		assert_memory_equal(key.data, "se\0cret", 7);
		buf_clear(&key);
		/* Keys that are there stay. */
		assert_false(vault_read(file, store_where(), path("from"), NOW,
		                        restored, &made_at, &e));
		assert_non_null(strstr(e.text, "keys already"));
		store_end(to);
	}
}

static void a_damaged_or_missing_backup_is_refused(void **state)
{
	struct transfer_sum sum[TABLES];
	struct db *to = store_fresh(DB_SQLITE);
	int64_t made_at = 0;
	struct err e;

	(void)state;
	assert_false(vault_read(path("none"), store_where(), path("new"), NOW,
	                        sum, &made_at, &e));
	need(file_replace(path("bad"), "not a database at all", 21, &e), &e);
	assert_false(vault_read(path("bad"), store_where(), path("new"), NOW,
	                        sum, &made_at, &e));
	assert_false(file_exists(path("new/keys")));
	assert_false(
	    vault_write(path("x"), path("none"), path("from"), NOW, sum, &e));
	assert_false(file_exists(path("x")));
	assert_false(file_exists(path("none")));
	store_end(to);
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	need(db_number(db, sql, DB_NOTHING, &n, &e), &e);
	return n;
}

static void what_is_too_old_is_forgotten(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = filled(kinds[k]);
		int64_t reports = number(db, "SELECT COUNT(*) FROM report");
		int64_t ratings = number(db, "SELECT COUNT(*) FROM rating");
		int64_t rows = 0;
		struct err e;

		assert_true(reports > 0 && ratings > 0);
		need(retention_run(db, NOW, &rows, &e), &e);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM report"),
		                 reports);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM rating"),
		                 ratings);
		/* 15 months on: no detail, all letters. */
		need(retention_run(db, NOW + 456 * DATE_DAY, &rows, &e), &e);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM report "), 0);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM machine"), 0);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM finding"), 0);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM rating "),
		                 ratings);
		assert_true(
		    number(db,
		           "SELECT COUNT(*) FROM commune WHERE letter <> ''") >
		    0);
		/* Five years on: nothing but names and accounts. */
		need(retention_run(db, NOW + 1830 * DATE_DAY, &rows, &e), &e);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM rating  "),
		                 0);
		assert_int_equal(number(db, "SELECT COUNT(*) FROM receipt"), 0);
		assert_int_equal(
		    number(db,
		           "SELECT COUNT(*) FROM commune WHERE letter <> '' "),
		    0);
		assert_true(number(db, "SELECT COUNT(*) FROM commune") > 0);
		store_end(db);
	}
}

static void a_commune_that_leaves_leaves_nothing(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct transfer_sum before[TABLES], after[TABLES];
		struct db *db = filled(kinds[k]);
		bool found = false;
		struct err e;

		need(transfer_prove(db, before, &e), &e);
		need(retention_leave(db, "01001", NOW, &found, &e), &e);
		assert_true(found);
#define COMMUNE(name)                                             \
	assert_int_equal(number(db, "SELECT COUNT(*) FROM " #name \
	                            " WHERE insee = '01001'"),    \
	                 0);
#define REGION(name)
#define TABLE(name, whose) whose(name)
#include "coordinator/tables.def"
#undef TABLE
#undef REGION
#undef COMMUNE
		need(transfer_prove(db, after, &e), &e);
		assert_true(rows_of(after, "report") <
		            rows_of(before, "report"));
		assert_true(rows_of(after, "report") > 0);
		assert_int_equal(rows_of(after, "commune"),
		                 rows_of(before, "commune"));
		need(retention_leave(db, "01001", NOW, &found, &e), &e);
		assert_false(found);
		store_end(db);
	}
}

static int setup(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
	char line[64];

	(void)state;
	snprintf(line, sizeof(line), "rm -rf %s", folder);
	return system(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_region_moves_whole_from_each_kind_to_each),
		cmocka_unit_test(one_changed_byte_changes_a_digest),
		cmocka_unit_test(no_table_is_forgotten),
		cmocka_unit_test(a_backup_under_load_restores_whole),
		cmocka_unit_test(a_damaged_or_missing_backup_is_refused),
		cmocka_unit_test(what_is_too_old_is_forgotten),
		cmocka_unit_test(a_commune_that_leaves_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
