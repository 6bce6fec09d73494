/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/db.h"
#include "core/clock.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define WRITERS 3
#define MOST    20000

static const char sql_table[] =
    "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY)";
static const char sql_insert[] = "INSERT INTO thing (id) VALUES ($1)";
static const char sql_has[] = "SELECT COUNT(*) FROM thing WHERE id = $1";
static const char sql_count[] = "SELECT COUNT(*) FROM thing";
static const char sql_pid[] = "SELECT pg_backend_pid()";

static bool add(void *ctx, struct db *db, struct err *e)
{
	return db_run(db, sql_insert, DB_VALUES(db_int(*(int64_t *)ctx)), NULL,
	              e);
}

static void a_server_that_keeps_silent_is_down(void **state)
{
	struct db *db = store_empty(DB_POSTGRESQL);
	int64_t pid = 0, id = 1, before, n = 0;
	struct err e;

	(void)state;
	assert_true(db_script(db, sql_table, &e));
	assert_true(db_transact(db, add, &id, &e));
	assert_true(db_patience(db, 300, &e));
	assert_true(db_number(db, sql_pid, DB_NOTHING, &pid, &e));
	assert_true(pid > 1);
	kill((pid_t)pid, SIGSTOP);
	id = 2;
	before = clock_ticks();
	assert_false(db_transact(db, add, &id, &e));
	assert_int_equal(db_fault(db), DB_DOWN);
	assert_true(clock_ticks() - before < 5000);
	/* The next statement finds another backend, and nothing was kept. */
	assert_true(db_number(db, sql_count, DB_NOTHING, &n, &e));
	assert_int_equal(n, 1);
	kill((pid_t)pid, SIGCONT);
	assert_true(db_transact(db, add, &id, &e));
	store_end(db);
}

static void a_connection_that_was_closed_is_made_again(void **state)
{
	static const char end[] = "SELECT pg_terminate_backend($1)";
	struct db *db = store_empty(DB_POSTGRESQL);
	struct err e;
	struct db *other = db_open(store_where(), &e);
	int64_t pid = 0, ended = 0;

	(void)state;
	assert_non_null(other);
	assert_true(db_number(db, sql_pid, DB_NOTHING, &pid, &e));
	assert_true(db_number(other, end, DB_VALUES(db_int(pid)), &ended, &e));
	assert_int_equal(ended, 1);
	clock_wait(200);
	assert_true(db_script(db, sql_table, &e));
	db_close(other);
	store_end(db);
}

struct cut {
	struct db *other;
	bool cut;
};

static bool send_around(void *ctx, struct db *db, struct err *e)
{
	static const char end[] = "SELECT pg_terminate_backend($1)";
	struct cut *c = ctx;
	int64_t pid = 0, ended_now = 0;
	struct err ignored;

	if (!db_number(db, sql_pid, DB_NOTHING, &pid, e))
		return false;
	for (int64_t i = 0; i < 200; i++) {
		if (i == 100 && c->cut)
			assert_true(db_number(c->other, end,
			                      DB_VALUES(db_int(pid)),
			                      &ended_now, &ignored));
		if (!db_send(db, sql_insert, DB_VALUES(db_int(i)), e))
			return false;
	}
	return true;
}

static void what_was_sent_when_the_connection_broke_is_undone(void **state)
{
	struct db *db = store_empty(DB_POSTGRESQL);
	struct cut c = { .cut = true };
	int64_t n = -1;
	struct err e;

	(void)state;
	c.other = db_open(store_where(), &e);
	assert_non_null(c.other);
	assert_true(db_script(db, sql_table, &e));
	assert_false(db_transact(db, send_around, &c, &e));
	assert_int_equal(db_fault(db), DB_DOWN);
	assert_true(db_number(db, sql_count, DB_NOTHING, &n, &e));
	assert_int_equal(n, 0);
	c.cut = false;
	assert_true(db_transact(db, send_around, &c, &e));
	assert_true(db_number(db, sql_count, DB_NOTHING, &n, &e));
	assert_int_equal(n, 200);
	db_close(c.other);
	store_end(db);
}

struct writer {
	pthread_t thread;
	struct db *db;
	int64_t first;
	int64_t tried;
	bool kept[MOST];
	unsigned strange; /* faults that are none of an outage */
};

static atomic_bool ended;

static void *write_on(void *ctx)
{
	struct writer *w = ctx;
	struct err e;

	while (!ended && w->tried < MOST) {
		int64_t id = w->first + w->tried;

		w->kept[w->tried++] = db_transact(w->db, add, &id, &e);
		if (w->kept[w->tried - 1])
			continue;
		if (db_fault(w->db) != DB_DOWN && db_fault(w->db) != DB_BUSY)
			w->strange++;
		clock_wait(5);
	}
	return NULL;
}

/* Every row that was acknowledged is there. */
static size_t missing(struct db *db, const struct writer *w)
{
	size_t lost = 0;
	struct err e;

	for (int64_t i = 0; i < w->tried; i++) {
		int64_t n = 0;

		if (!w->kept[i])
			continue;
		assert_true(db_number(db, sql_has,
		                      DB_VALUES(db_int(w->first + i)), &n, &e));
		lost += n != 1;
	}
	return lost;
}

static void nothing_that_was_acknowledged_is_lost_in_an_outage(void **state)
{
	static const int ends[] = { SIGKILL, SIGQUIT, SIGINT, SIGKILL };
	static struct writer writer[WRITERS];
	struct db *db = store_empty(DB_POSTGRESQL);
	size_t kept = 0;
	struct err e;

	(void)state;
	assert_true(db_script(db, sql_table, &e));
	for (size_t i = 0; i < WRITERS; i++) {
		writer[i].first = (int64_t)i * MOST;
		writer[i].db = db_open(store_where(), &e);
		assert_non_null(writer[i].db);
		assert_int_equal(pthread_create(&writer[i].thread, NULL,
		                                write_on, &writer[i]),
		                 0);
	}
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		clock_wait(400);
		store_signal(ends[i]);
		clock_wait(500);
		store_start();
	}
	clock_wait(400);
	ended = true;
	for (size_t i = 0; i < WRITERS; i++)
		pthread_join(writer[i].thread, NULL);
	for (size_t i = 0; i < WRITERS; i++) {
		assert_int_equal(missing(db, &writer[i]), 0);
		assert_int_equal(writer[i].strange, 0);
		for (int64_t j = 0; j < writer[i].tried; j++)
			kept += writer[i].kept[j];
		db_close(writer[i].db);
	}
	assert_true(kept > 20);
	print_message("%zu kept\n", kept);
	store_end(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_server_that_keeps_silent_is_down),
		cmocka_unit_test(a_connection_that_was_closed_is_made_again),
		cmocka_unit_test(
		    what_was_sent_when_the_connection_broke_is_undone),
		cmocka_unit_test(
		    nothing_that_was_acknowledged_is_lost_in_an_outage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
