/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/migrate.h"

#include "coordinator/partition.h"
#include "coordinator/retention.h"
#include "core/clock.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define SERVICES 4

static const enum db_kind kinds[] = { DB_SQLITE, DB_POSTGRESQL };

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

struct service {
	pthread_t thread;
	const char *where;
	bool ok;
	struct err e;
};

static void *start(void *ctx)
{
	struct service *s = ctx;
	struct db *db = db_open(s->where, &s->e);

	s->ok = db && migrate_run(db, clock_now(), &s->e);
	db_close(db);
	return NULL;
}

static void services_that_start_at_once_migrate_once(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++)
		for (int turn = 0; turn < 3; turn++) {
			struct db *db = store_empty(kinds[k]);
			struct service service[SERVICES] = { 0 };
			int64_t n = 0;
			struct err e;

			for (size_t i = 0; i < SERVICES; i++) {
				service[i].where = store_where();
				assert_int_equal(
				    pthread_create(&service[i].thread, NULL,
				                   start, &service[i]),
				    0);
			}
			for (size_t i = 0; i < SERVICES; i++)
				pthread_join(service[i].thread, NULL);
			for (size_t i = 0; i < SERVICES; i++)
				if (!service[i].ok)
					fail_msg("%s: %s", store_name(kinds[k]),
					         service[i].e.text);
			assert_true(
			    db_number(db, "SELECT COUNT(*) FROM schema_version",
			              DB_NOTHING, &n, &e));
			assert_int_equal(n, migrate_newest());
			store_end(db);
		}
}

/* A migration that fails leaves nothing of itself. */
static void a_migration_is_whole_or_not_at_all(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct db *db = store_empty(kinds[k]);
		int64_t version = -1, n = -1;
		struct err e;

		/* The last table of the first migration is in the way. */
		assert_true(db_script(
		    db, "CREATE TABLE import (x BIGINT NOT NULL)", &e));
		assert_false(migrate_run(db, clock_now(), &e));
		assert_true(migrate_version(db, &version, &e));
		assert_int_equal(version, 0);
		assert_false(db_number(db, "SELECT COUNT(*) FROM commune",
		                       DB_NOTHING, &n, &e));
		assert_true(db_script(db, "DROP TABLE import", &e));
		assert_true(migrate_run(db, clock_now(), &e));
		assert_true(db_number(db, "SELECT COUNT(*) FROM commune ",
		                      DB_NOTHING, &n, &e));
		assert_int_equal(n, 0);
		store_end(db);
	}
}

/*
 * CockroachDB speaks as PostgreSQL does, but for tables that are divided. What
 * answers here is a PostgreSQL that gives itself out to be one.
 */
static void an_engine_without_partitions_has_plain_tables(void **state)
{
	static const char disguise[] =
	    "CREATE FUNCTION public.version() RETURNS text LANGUAGE sql AS"
	    " $$ SELECT 'CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu)' $$;"
	    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path"
	    " = public, pg_catalog', current_database()); END $$";
	static const char rating[] =
	    "INSERT INTO rating (insee, month, letter, score, coverage,"
	    " critical, machines) VALUES ('01001', $1, 'A', 1, 1, 0, 1)";
	struct db *first = store_empty(DB_POSTGRESQL);
	struct db *db;
	int64_t now = clock_now();
	int64_t n = -1, rows = 0;
	bool possible = true;
	struct err e;

	(void)state;
	assert_true(partition_possible(first, &possible, &e));
	assert_true(possible);
	assert_true(db_script(first, disguise, &e));
	db = db_open(store_where(), &e);
	assert_non_null(db);
	assert_true(partition_possible(db, &possible, &e));
	assert_false(possible);
	assert_true(migrate_run(db, now, &e));
	assert_true(
	    db_number(db,
	              "SELECT COUNT(*) FROM pg_class"
	              " WHERE relkind = 'p' OR relname LIKE 'report\\_2%'",
	              DB_NOTHING, &n, &e));
	assert_int_equal(n, 0);
	assert_true(partition_cover(db, 24000, 24400, &e));
	for (int64_t m = 0; m < 50; m++)
		assert_true(db_run(db, rating,
		                   DB_VALUES(db_int(partition_month(now) - m)),
		                   NULL, &e));
	assert_true(retention_run(db, now, &rows, &e));
	assert_true(
	    db_number(db, "SELECT COUNT(*) FROM rating", DB_NOTHING, &n, &e));
	assert_int_equal(n, RETENTION_RATING + 1);
	assert_int_equal(rows, 50 - n);
	db_close(db);
	store_end(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(services_that_start_at_once_migrate_once),
		cmocka_unit_test(an_engine_without_partitions_has_plain_tables),
		cmocka_unit_test(a_migration_is_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
