/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/census.h"
#include "coordinator/retention.h"
#include "core/date.h"
#include "tests/coordinator/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW  1795348800 /* 2026-11-22 */
#define YEAR (366 * DATE_DAY)

/* Rows of the log, which is forgotten after twelve months. */
static int64_t kept(struct db *db)
{
	static const char sql[] = "SELECT COUNT(*) FROM audit";
	int64_t n = -1;
	struct err e;

	assert_true(db_number(db, sql, DB_NOTHING, &n, &e));
	return n;
}

static void keep(struct db *db, int64_t at)
{
	static const char sql[] =
	    "INSERT INTO audit (insee, at, id, account, action, detail,"
	    " address) VALUES ('', $1, 'x', 'zoé', 'login', '', '')";
	struct err e;

	assert_true(db_run(db, sql, DB_VALUES(db_int(at)), NULL, &e));
}

static void each_store(void (*test)(struct db *db))
{
	for (int kind = DB_SQLITE; kind <= DB_POSTGRESQL; kind++) {
		struct db *db = store_fresh((enum db_kind)kind);

		test(db);
		store_end(db);
	}
}

/* A day of the service's life: whether it forgot nothing, and what is left. */
struct day {
	int64_t now;
	bool held;
	int64_t left;
};

static void live(struct db *db, const struct day *day, size_t days)
{
	for (size_t i = 0; i < days; i++) {
		bool held = !day[i].held;
		struct err e;

		assert_true(retention_daily(db, day[i].now, &held, &e));
		assert_int_equal(held, day[i].held);
		assert_int_equal(kept(db), day[i].left);
	}
}

static void leap(struct db *db)
{
	static const struct day day[] = {
		{ NOW, false, 1 },
		{ NOW + DATE_DAY, false, 1 },
		/* Two services see the same wrong clock. */
		{ NOW + 4 * YEAR, true, 1 },
		{ NOW + 4 * YEAR, true, 1 },
		{ NOW + 4 * YEAR + DATE_DAY, true, 1 },
		/* Set right again. */
		{ NOW + 3 * DATE_DAY, true, 1 },
		{ NOW + 4 * DATE_DAY, true, 1 },
		{ NOW + 6 * DATE_DAY, false, 1 },
		/* Time went by while the service was off: it forgets at last. */
		{ NOW + 2 * YEAR, true, 1 },
		{ NOW + 2 * YEAR + 2 * DATE_DAY, true, 1 },
		{ NOW + 2 * YEAR + 3 * DATE_DAY, false, 0 },
	};

	keep(db, NOW);
	live(db, day, sizeof(day) / sizeof(day[0]));
}

static void test_leap(void **state)
{
	(void)state;
	each_store(leap);
}

static void ordinary(struct db *db)
{
	static const struct day day[] = {
		{ NOW + 30 * DATE_DAY, false, 1 },
		{ NOW + 60 * DATE_DAY, false, 1 },
		{ NOW + 99 * DATE_DAY, false, 0 },
	};

	keep(db, NOW - YEAR + 61 * DATE_DAY);
	live(db, day, sizeof(day) / sizeof(day[0]));
}

static void test_ordinary(void **state)
{
	(void)state;
	each_store(ordinary);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leap),
		cmocka_unit_test(test_ordinary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
