/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db.h"
#include "coordinator/migrate.h"
#include "core/clock.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const enum db_kind kinds[] = { DB_SQLITE, DB_POSTGRESQL };

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const char sql_table[] =
    "CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, n BIGINT,"
    " x DOUBLE PRECISION, b BYTEA)";
static const char sql_insert[] =
    "INSERT INTO thing (id, n, x, b) VALUES ($1, $2, $3, $4)";
static const char sql_select[] =
    "SELECT id, n, x, b FROM thing WHERE id >= $1 ORDER BY id";
static const char sql_count[] = "SELECT COUNT(*) FROM thing";

static void values_come_back_as_they_went(void **state)
{
	static const char data[] = "\0\xff'\\x00\n";

	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_empty(kinds[k]);
		struct db_rows *rows;
		struct err e;
		const void *bytes;
		size_t len;
		int64_t changed = 0;

		assert_true(db_script(db, sql_table, &e));
		if (!db_run(db, sql_insert,
		            DB_VALUES(db_text("é'\"$1"), db_int(INT64_MIN),
		                      db_real(0.1),
		                      db_bytes(data, sizeof(data))),
		            &changed, &e))
			fail_msg("%s", e.text);
		assert_int_equal(changed, 1);
		assert_true(db_run(db, sql_insert,
		                   DB_VALUES(db_text("z"), db_null(), db_null(),
		                             db_bytes(NULL, 0)),
		                   NULL, &e));
		rows = db_query(db, sql_select, DB_VALUES(db_text("")), &e);
		assert_non_null(rows);
		assert_true(db_next(rows));
		/* Bytes order: "z" is before "é". */
		assert_string_equal(db_column_text(rows, 0), "z");
		assert_true(db_is_null(rows, 1));
		assert_int_equal(db_column_int(rows, 1), 0);
		assert_string_equal(db_column_text(rows, 1), "");
		db_column_bytes(rows, 3, &len);
		assert_int_equal(len, 0);
		assert_true(db_next(rows));
		assert_string_equal(db_column_text(rows, 0), "é'\"$1");
		assert_true(db_column_int(rows, 1) == INT64_MIN);
		assert_true(db_column_real(rows, 2) == 0.1);
		bytes = db_column_bytes(rows, 3, &len);
		assert_int_equal(len, sizeof(data));
		assert_memory_equal(bytes, data, len);
		assert_false(db_next(rows));
		assert_true(db_end(rows, &e));
		store_end(db);
	}
}

static void faults_are_told_apart(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_empty(kinds[k]);
		struct err e;

		assert_true(db_script(db, sql_table, &e));
		for (int i = 0; i < 2; i++) {
			bool ok = db_run(db, sql_insert,
			                 DB_VALUES(db_text("a"), db_int(1),
			                           db_null(), db_null()),
			                 NULL, &e);

			assert_int_equal(ok, i == 0);
		}
		assert_int_equal(db_fault(db), DB_CONFLICT);
		assert_false(db_run(db, "SELECT nothing FROM nowhere",
		                    DB_NOTHING, NULL, &e));
		assert_int_equal(db_fault(db), DB_BROKEN);
		/* Text that is not UTF-8 is refused by both. */
		assert_false(db_run(
		    db, sql_insert,
		    DB_VALUES(db_text("\xff"), db_int(1), db_null(), db_null()),
		    NULL, &e));
		store_end(db);
	}
}

static bool add_two(void *ctx, struct db *db, struct err *e)
{
	const bool *good = ctx;

	return db_run(db, sql_insert,
	              DB_VALUES(db_text("1"), db_int(1), db_null(), db_null()),
	              NULL, e) &&
	       db_run(db, sql_insert,
	              DB_VALUES(db_text(*good ? "2" : "1"), db_int(1),
	                        db_null(), db_null()),
	              NULL, e);
}

static void a_transaction_is_whole_or_not_at_all(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_empty(kinds[k]);
		bool good = false;
		int64_t n = -1;
		struct err e;

		assert_true(db_script(db, sql_table, &e));
		assert_false(db_transact(db, add_two, &good, &e));
		assert_true(db_number(db, sql_count, DB_NOTHING, &n, &e));
		assert_int_equal(n, 0);
		good = true;
		assert_true(db_transact(db, add_two, &good, &e));
		assert_true(db_number(db, sql_count, DB_NOTHING, &n, &e));
		assert_int_equal(n, 2);
		store_end(db);
	}
}

static void a_store_is_migrated_once_and_none_that_is_newer(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_fresh(kinds[k]);
		int64_t version = 0;
		struct err e;

		assert_true(migrate_run(db, clock_now(), &e));
		assert_true(migrate_version(db, &version, &e));
		assert_int_equal(version, migrate_newest());
		assert_true(db_script(db,
		                      "INSERT INTO schema_version (version, "
		                      "hash, applied_at) VALUES (999, '', 0)",
		                      &e));
		assert_false(migrate_run(db, clock_now(), &e));
		assert_non_null(strstr(e.text, "newer"));
		assert_true(db_script(db,
		                      "DELETE FROM schema_version WHERE "
		                      "version = 999;"
		                      "UPDATE schema_version SET hash = 'x'",
		                      &e));
		assert_false(migrate_run(db, clock_now(), &e));
		assert_non_null(strstr(e.text, "not the one that ran"));
		store_end(db);
	}
}

/* A command of the administrator while the service runs. */
static void another_process_leaves_the_log_alone(void **state)
{
	struct db *first = store_fresh(DB_SQLITE);
	char command[2048];
	char log[1024];
	struct stat before, after;
	struct db *second;
	struct err e;

	(void)state;
	snprintf(log, sizeof(log), "%s-wal", store_where());
	assert_true(db_script(first, sql_table, &e));
	second = db_open(store_where(), &e);
	assert_non_null(second);
	assert_int_equal(stat(log, &before), 0);
	snprintf(command, sizeof(command),
	         "d=$(mktemp -d) && " COORDINATOR_PROGRAM
	         " invite --state \"$d\" --store '%s' >\"$d/said\" &&"
	         " rm -r \"$d\"",
	         store_where());
	assert_int_equal(system(command), 0); /* NOLINT */
	assert_int_equal(stat(log, &after), 0);
	assert_true(before.st_ino == after.st_ino);
	db_close(second);
	store_end(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_as_they_went),
		cmocka_unit_test(faults_are_told_apart),
		cmocka_unit_test(a_transaction_is_whole_or_not_at_all),
		cmocka_unit_test(
		    a_store_is_migrated_once_and_none_that_is_newer),
		cmocka_unit_test(another_process_leaves_the_log_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
