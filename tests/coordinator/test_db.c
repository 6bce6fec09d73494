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

/* -- statements that nobody waits for -- */

static bool send_thing(struct db *db, const char *id, struct err *e)
{
	return db_send(db, sql_insert,
	               DB_VALUES(db_text(id), db_int(1), db_null(), db_null()),
	               e);
}

/* What a transaction does behind a statement that fails. */
enum behind { NOTHING, SEND, RUN, ASK, SCRIPT, FIRST_USE };

struct attempt {
	enum behind behind;
	unsigned tries;
};

static bool attempt(void *ctx, struct db *db, struct err *e)
{
	static const char other[] = "UPDATE thing SET n = 2";
	struct attempt *a = ctx;
	int64_t n = 0;

	a->tries++;
	for (int i = 0; i < 2; i++)
		if (!send_thing(db, "a", e))
			return false;
	switch (a->behind) {
	case NOTHING:
		break;
	case SEND:
		return send_thing(db, "b", e);
	case RUN:
		return db_run(
		    db, sql_insert,
		    DB_VALUES(db_text("b"), db_int(1), db_null(), db_null()),
		    &n, e);
	case ASK:
		return db_number(db, sql_count, DB_NOTHING, &n, e);
	case SCRIPT:
		return db_script(db, "CREATE TABLE later (n BIGINT)", e);
	case FIRST_USE:
		return db_send(db, other, DB_NOTHING, e);
	}
	return true;
}

static void a_sent_statement_that_fails_undoes_all(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_empty(kinds[k]);
		struct attempt a = { .behind = NOTHING };
		int64_t n = -1;
		struct err e;

		assert_true(db_script(db, sql_table, &e));
		for (unsigned i = NOTHING; i <= FIRST_USE; i++) {
			a.behind = (enum behind)i;
			a.tries = 0;
			memset(&e, 0, sizeof(e));
			assert_false(db_transact(db, attempt, &a, &e));
			assert_int_equal(db_fault(db), DB_CONFLICT);
			assert_int_equal(a.tries, 1);
			/* Why the first failed, not that others did not run. */
			if (!strstr(e.text, "thing"))
				fail_msg("%s", e.text);
			assert_true(
			    db_number(db, sql_count, DB_NOTHING, &n, &e));
			assert_int_equal(n, 0);
		}
		store_end(db);
	}
}

#define LARGE 300000 /* bytes; more than a socket holds */

static bool send_much(void *ctx, struct db *db, struct err *e)
{
	static char bytes[LARGE];
	int64_t *n = ctx;
	bool ok = true;

	for (int i = 0; ok && i < 40; i++) {
		char id[8];

		snprintf(id, sizeof(id), "%d", i);
		memset(bytes, i, sizeof(bytes));
		/* What is sent is copied: the next is written over it. */
		ok = db_send(db, sql_insert,
		             DB_VALUES(db_text(id), db_int(i), db_real(0.5),
		                       db_bytes(bytes, sizeof(bytes))),
		             e);
	}
	return ok && db_number(db, sql_count, DB_NOTHING, n, e);
}

/* Some rows are not read; what is sent behind them comes all the same. */
static bool read_little(void *ctx, struct db *db, struct err *e)
{
	static const char sql[] = "UPDATE thing SET n = n + 1";
	struct db_rows *rows =
	    db_query(db, sql_select, DB_VALUES(db_text("")), e);
	size_t len;

	if (!rows || !db_next(rows))
		return false;
	assert_int_equal(
	    ((const char *)db_column_bytes(rows, 3, &len))[LARGE - 1], 0);
	assert_int_equal(len, LARGE);
	if (!db_end(rows, e) || !db_send(db, sql, DB_NOTHING, e))
		return false;
	return db_run(db, sql, DB_NOTHING, ctx, e);
}

static void much_is_sent_at_once(void **state)
{
	static const char sum[] = "SELECT CAST(SUM(n) AS BIGINT) FROM thing";

	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_empty(kinds[k]);
		int64_t n = 0;
		struct err e;

		assert_true(db_script(db, sql_table, &e));
		assert_true(db_transact(db, send_much, &n, &e));
		assert_int_equal(n, 40);
		n = 0;
		assert_true(db_transact(db, read_little, &n, &e));
		assert_int_equal(n, 40);
		assert_true(db_number(db, sum, DB_NOTHING, &n, &e));
		assert_int_equal(n, 39 * 40 / 2 + 2 * 40);
		store_end(db);
	}
}

#define TEXTS 400 /* more than a connection remembers */

static bool send_many_texts(void *ctx, struct db *db, struct err *e)
{
	char(*sql)[64] = ctx;

	for (size_t i = 0; i < TEXTS; i++)
		if (!db_send(db, sql[i], DB_NOTHING, e))
			return false;
	return true;
}

static void there_may_be_more_statements_than_are_remembered(void **state)
{
	static char sql[TEXTS][64];

	(void)state;
	for (size_t i = 0; i < TEXTS; i++)
		snprintf(sql[i], sizeof(sql[i]),
		         "INSERT INTO thing (id) VALUES ('%zu')", i);
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_empty(kinds[k]);
		int64_t n = 0;
		struct err e;

		assert_true(db_script(db, sql_table, &e));
		assert_true(db_transact(db, send_many_texts, sql, &e));
		assert_true(db_number(db, sql_count, DB_NOTHING, &n, &e));
		assert_int_equal(n, TEXTS);
		store_end(db);
	}
}

/* Another transaction gets in the way once. */
struct crossing {
	struct db *other;
	unsigned tries;
};

static const char sql_more[] = "UPDATE thing SET n = n + 1";

static bool add_more(void *ctx, struct db *db, struct err *e)
{
	(void)ctx;
	return db_send(db, sql_more, DB_NOTHING, e);
}

static bool cross(void *ctx, struct db *db, struct err *e)
{
	struct crossing *c = ctx;
	struct err ignored;
	int64_t n = 0;

	if (!db_number(db, sql_count, DB_NOTHING, &n, e))
		return false;
	if (c->tries++ == 0)
		assert_true(db_transact(c->other, add_more, NULL, &ignored));
	return add_more(NULL, db, e);
}

static void what_crosses_another_is_begun_again(void **state)
{
	static const char sum[] = "SELECT CAST(SUM(n) AS BIGINT) FROM thing";
	struct db *db = store_empty(DB_POSTGRESQL);
	struct crossing c = { .tries = 0 };
	bool good = true;
	int64_t n = 0;
	struct err e;

	(void)state;
	assert_true(db_script(db, sql_table, &e));
	assert_true(db_transact(db, add_two, &good, &e));
	c.other = db_open(store_where(), &e);
	assert_non_null(c.other);
	if (!db_transact(db, cross, &c, &e))
		fail_msg("%s", e.text);
	assert_int_equal(c.tries, 2);
	assert_true(db_number(db, sum, DB_NOTHING, &n, &e));
	assert_int_equal(n, 2 + 2 * 2);
	db_close(c.other);
	store_end(db);
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
	         "d=$(mktemp -d) && '" COORDINATOR_PROGRAM
	         "' invite --state \"$d\" --store '%s' >\"$d/said\" &&"
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
		cmocka_unit_test(a_sent_statement_that_fails_undoes_all),
		cmocka_unit_test(much_is_sent_at_once),
		cmocka_unit_test(
		    there_may_be_more_statements_than_are_remembered),
		cmocka_unit_test(what_crosses_another_is_begun_again),
		cmocka_unit_test(
		    a_store_is_migrated_once_and_none_that_is_newer),
		cmocka_unit_test(another_process_leaves_the_log_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
