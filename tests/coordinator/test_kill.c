/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/intake.h"
#include "core/clock.h"
#include "tests/coordinator/recount.h"
#include "tests/coordinator/sealed.h"
#include "tests/coordinator/store.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* A service that is killed while reports come in: none it told is lost. */
#define COMMUNES 20
#define REPORTS  360
#define THREADS  6

static struct sealed sealed;
static struct sealed_kit kit[COMMUNES];
static struct buf envelope[REPORTS];

static void prepare_envelopes(struct db *db)
{
	for (unsigned i = 0; i < COMMUNES; i++)
		sealed_commune(&kit[i], db, 100 + i);
	for (unsigned i = 0; i < REPORTS; i++)
		sealed_report(&envelope[i], &sealed, &kit[i % COMMUNES], i,
		              i / COMMUNES % 3, SEALED_NOW - (int64_t)i);
}

/* What the service says of a report, in one piece. */
struct said {
	unsigned report;
	int status;
	char receipt[INTAKE_RECEIPT];
};

struct shift {
	struct intake *intake;
	int out;
	unsigned first;
};

static void *serve(void *ctx)
{
	const struct shift *s = ctx;

	for (unsigned i = s->first;; i = (i + THREADS) % REPORTS) {
		struct intake_result r;
		struct said said;

		memset(&said, 0, sizeof(said));
		intake_take(s->intake, envelope[i].data, envelope[i].len,
		            "file", SEALED_NOW, &r);
		said.report = i;
		said.status = r.status;
		memcpy(said.receipt, r.receipt, sizeof(said.receipt));
		if (write(s->out, &said, sizeof(said)) != sizeof(said))
			return NULL;
	}
}

/* The process that is killed. */
static void be_service(const char *where, int out, unsigned from)
{
	struct shift shift[THREADS];
	pthread_t thread;
	struct err e;
	struct intake *intake = intake_new(where, sealed.keys, 2, &e);

	if (!intake)
		_exit(1);
	for (unsigned i = 0; i < THREADS; i++) {
		shift[i] = (struct shift){ intake, out, (from + i) % REPORTS };
		if (pthread_create(&thread, NULL, serve, &shift[i]) != 0)
			_exit(1);
	}
	for (;;)
		pause();
}

/* The receipts that were told, by report. */
static char told[REPORTS][INTAKE_RECEIPT];
static unsigned tellings;

static bool hear(int in)
{
	struct said said;

	if (read(in, &said, sizeof(said)) != sizeof(said))
		return false;
	assert_in_range(said.report, 0, REPORTS - 1);
	if (said.status == 200 || said.status == 201) {
		memcpy(told[said.report], said.receipt, INTAKE_RECEIPT);
		tellings++;
	} else {
		fail_msg("report %u: %d", said.report, said.status);
	}
	return true;
}

static void check_told(struct db *db)
{
	static const char sql[] =
	    "SELECT COUNT(*) FROM receipt r JOIN report p ON p.insee = r.insee"
	    " AND p.hash = r.hash JOIN standing s ON s.insee = r.insee"
	    " WHERE r.number = $1 AND r.insee = $2";

	for (unsigned i = 0; i < REPORTS; i++) {
		int64_t n = 0;
		struct err e;

		if (!told[i][0])
			continue;
		assert_true(
		    db_number(db, sql,
		              DB_VALUES(db_text(told[i]),
		                        db_text(kit[i % COMMUNES].insee)),
		              &n, &e));
		if (n != 1)
			fail_msg("receipt %s of report %u is lost", told[i], i);
	}
}

static void check_whole(struct db *db)
{
	static const char halves[] = "SELECT (SELECT COUNT(*) FROM receipt)"
				     " - (SELECT COUNT(*) FROM report)";
	int64_t n = -1;
	struct db_rows *rows;
	struct err e;

	assert_true(db_number(db, halves, DB_NOTHING, &n, &e));
	assert_int_equal(n, 0);
	n = -1;
	assert_true(recount_wrong(db, &n, &e));
	assert_int_equal(n, 0);
	if (db_kind(db) != DB_SQLITE)
		return;
	rows = db_query(db, "PRAGMA integrity_check", DB_NOTHING, &e);
	assert_non_null(rows);
	assert_true(db_next(rows));
	assert_string_equal(db_column_text(rows, 0), "ok");
	assert_true(db_end(rows, &e));
}

static void kill_once(unsigned round, unsigned ms)
{
	int pair[2];
	struct pollfd p = { .events = POLLIN };
	int64_t until = 0;
	pid_t pid;

	assert_int_equal(pipe(pair), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(pair[0]);
		be_service(store_where(), pair[1], round * 37);
	}
	close(pair[1]);
	p.fd = pair[0];
	assert_true(poll(&p, 1, 20000) > 0);
	until = clock_ticks() + ms;
	while (clock_ticks() < until)
		if (poll(&p, 1, 1) > 0)
			assert_true(hear(pair[0]));
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	/* What it said before it was killed counts as well. */
	while (hear(pair[0]))
		continue;
	close(pair[0]);
}

static void killed(enum db_kind kind, unsigned kills)
{
	struct db *db = store_fresh(kind);
	unsigned dice = 7;

	memset(told, 0, sizeof(told));
	tellings = 0;
	prepare_envelopes(db);
	for (unsigned i = 0; i < kills; i++) {
		dice = dice * 1664525u + 1013904223u;
		kill_once(i, (dice >> 16) % 250);
		check_told(db);
		check_whole(db);
	}
	assert_true(tellings > kills);
	for (unsigned i = 0; i < REPORTS; i++)
		buf_clear(&envelope[i]);
	store_end(db);
}

static unsigned kills(unsigned ordinary)
{
	return getenv("GARDE_NIGHTLY") ? 500 : ordinary;
}

/* -- the store itself goes away and comes back -- */

struct sender {
	pthread_t thread;
	struct intake *intake;
	unsigned first;
	unsigned wrong;
	unsigned later;
	volatile sig_atomic_t *over;
};

static void *send_always(void *ctx)
{
	struct sender *s = ctx;

	for (unsigned i = s->first; !*s->over; i = (i + THREADS) % REPORTS) {
		struct intake_result r;

		intake_take(s->intake, envelope[i].data, envelope[i].len,
		            "file", SEALED_NOW, &r);
		/* Each report is one thread's: REPORTS has no rest. */
		if (r.status == 200 || r.status == 201)
			memcpy(told[i], r.receipt, INTAKE_RECEIPT);
		else if (r.status != 503 || r.retry_after == 0)
			s->wrong++;
		else {
			s->later++;
			clock_wait(50);
		}
	}
	return NULL;
}

static void store_goes(void **state)
{
	struct db *db = store_fresh(DB_POSTGRESQL);
	static volatile sig_atomic_t over;
	struct sender sender[THREADS];
	unsigned later = 0;
	struct intake *intake;
	struct err e;

	(void)state;
	_Static_assert(REPORTS % THREADS == 0, "each report is one thread's");
	memset(told, 0, sizeof(told));
	prepare_envelopes(db);
	over = 0;
	intake = intake_new(store_where(), sealed.keys, 2, &e);
	assert_non_null(intake);
	for (unsigned i = 0; i < THREADS; i++) {
		sender[i] = (struct sender){ .intake = intake,
			                     .first = i,
			                     .over = &over };
		assert_int_equal(pthread_create(&sender[i].thread, NULL,
		                                send_always, &sender[i]),
		                 0);
	}
	for (unsigned i = 0; i < kills(2); i++) {
		clock_wait(150 + 40 * i % 300);
		store_signal(SIGQUIT);
		clock_wait(200);
		store_start();
	}
	clock_wait(300);
	over = 1;
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(sender[i].thread, NULL);
		assert_int_equal(sender[i].wrong, 0);
		later += sender[i].later;
	}
	assert_true(later > 0);
	/* Whoever comes again is served as if nothing had been. */
	for (unsigned i = 0; i < REPORTS; i++) {
		struct intake_result r;

		intake_take(intake, envelope[i].data, envelope[i].len, "file",
		            SEALED_NOW, &r);
		assert_in_range(r.status, 200, 201);
		memcpy(told[i], r.receipt, INTAKE_RECEIPT);
	}
	intake_free(intake);
	db_close(db);
	db = db_open(store_where(), &e);
	assert_non_null(db);
	check_told(db);
	check_whole(db);
	for (unsigned i = 0; i < REPORTS; i++)
		buf_clear(&envelope[i]);
	store_end(db);
}

static void killed_sqlite(void **state)
{
	(void)state;
	killed(DB_SQLITE, kills(15));
}

static void killed_postgresql(void **state)
{
	(void)state;
	killed(DB_POSTGRESQL, kills(5));
}

static int prepare(void **state)
{
	(void)state;
	sealed_open(&sealed);
	return 0;
}

static int tidy(void **state)
{
	(void)state;
	sealed_close(&sealed);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_sqlite),
		cmocka_unit_test(killed_postgresql),
		cmocka_unit_test(store_goes),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
