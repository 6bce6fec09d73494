/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/migrate.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(services_that_start_at_once_migrate_once),
		cmocka_unit_test(a_migration_is_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
