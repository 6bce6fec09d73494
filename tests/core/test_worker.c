/* SPDX-License-Identifier: Apache-2.0 */
#include "core/clock.h"
#include "core/interrupt.h"
#include "core/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool job_answers(void *ctx, struct buf *out)
{
	return buf_fmt(out, "%s!", (const char *)ctx);
}

static bool job_talks(void *ctx, struct buf *out)
{
	(void)ctx;
	/* More than a pipe holds: nobody reads until the end. */
	for (int i = 0; i < 100000; i++)
		buf_str(out, "0123456789");
	return true;
}

static bool job_gives_up(void *ctx, struct buf *out)
{
	(void)ctx;
	(void)out;
	return false;
}

static bool job_hangs(void *ctx, struct buf *out)
{
	(void)ctx;
	(void)out;
	/* Deaf to who asks, and no longer than the test. */
	clock_wait(3000);
	return true;
}

static void test_jobs(void **state)
{
	static const struct {
		bool (*job)(void *ctx, struct buf *out);
		size_t limit;
		const char *says; /* NULL: it works */
		size_t len;
	} cases[] = {
		{ job_answers, 100, NULL, 8 },
		{ job_talks, 2000000, NULL, 1000000 },
		{ job_talks, 1000, "could not finish", 0 },
		{ job_gives_up, 100, "could not finish", 0 },
		{ job_hangs, 100, "too long", 0 },
	};
	static char greeting[] = "bonjour";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		struct err e = { 0 };
		struct worker *w = worker_start(cases[i].job, greeting, 300,
		                                cases[i].limit, &e);
		bool ok;

		assert_non_null(w);
		buf_init(&out, 2000000);
		ok = worker_finish(w, &out, &e);
		assert_int_equal(ok, cases[i].says == NULL);
		assert_int_equal(out.len, cases[i].len);
		if (!ok && !strstr(e.text, cases[i].says))
			fail_msg("%s: %s", cases[i].says, e.text);
		buf_clear(&out);
	}
}

static void test_does_not_wait(void **state)
{
	struct err e;
	struct buf out;
	int64_t start = clock_ticks();
	struct worker *w = worker_start(job_hangs, NULL, 200, 10, &e);

	(void)state;
	assert_non_null(w);
	assert_false(worker_done(w));
	while (!worker_done(w))
		clock_wait(1);
	assert_in_range(clock_ticks() - start, 200, 5000);
	buf_init(&out, 10);
	assert_false(worker_finish(w, &out, &e));
}

static bool job_waits(void *ctx, struct buf *out)
{
	(void)ctx;
	interrupt_hold();
	buf_str(out, "prêt");
	while (!interrupt_seen())
		clock_wait(5);
	return buf_str(out, " fini");
}

static void test_can_be_asked_to_end(void **state)
{
	struct err e;
	struct buf out;
	struct worker *w = worker_start(job_waits, NULL, 20000, 100, &e);

	(void)state;
	assert_non_null(w);
	/* A process has to get to where it listens. */
	clock_wait(100);
	assert_false(worker_done(w));
	worker_interrupt(w);
	buf_init(&out, 100);
	assert_true(worker_finish(w, &out, &e));
	assert_string_equal(buf_text(&out), "prêt fini");
	buf_clear(&out);
	assert_false(interrupt_seen());
}

static void test_can_be_stopped(void **state)
{
	struct err e;
	struct worker *w = worker_start(job_waits, NULL, 20000, 100, &e);
	int64_t start = clock_ticks();

	(void)state;
	assert_non_null(w);
	worker_stop(w);
	assert_in_range(clock_ticks() - start, 0, 1000);
	/* A thread ends when it sees that it was asked to. */
	while (worker_left_behind() && clock_ticks() - start < 5000)
		clock_wait(5);
	assert_false(worker_left_behind());
}

static void test_many_at_once(void **state)
{
	struct worker *many[40];
	struct buf out;
	struct err e;
	static char word[] = "x";

	(void)state;
	buf_init(&out, 1000);
	for (size_t i = 0; i < 40; i++)
		many[i] = worker_start(job_answers, word, 20000, 100, &e);
	for (size_t i = 0; i < 40; i++) {
		assert_non_null(many[i]);
		assert_true(worker_finish(many[i], &out, &e));
	}
	assert_int_equal(out.len, 80);
	buf_clear(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jobs),
		cmocka_unit_test(test_does_not_wait),
		cmocka_unit_test(test_can_be_asked_to_end),
		cmocka_unit_test(test_can_be_stopped),
		cmocka_unit_test(test_many_at_once),
	};

	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
