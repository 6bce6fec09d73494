/* SPDX-License-Identifier: Apache-2.0 */
/* Workers that are threads: what crashes there must end only there. */
#include "core/clock.h"
#include "core/interrupt.h"
#include "core/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <windows.h>
#include <cmocka.h>

static volatile int *volatile nowhere;
static volatile int zero;

static bool job_reads_nowhere(void *ctx, struct buf *out)
{
	(void)ctx;
	(void)out;
	return *nowhere == 1;
}

static bool job_divides(void *ctx, struct buf *out)
{
	volatile int one = 7;

	(void)ctx;
	(void)out;
	return one / zero == 1;
}

static int dig(volatile char *above, int depth)
{
	volatile char room[4000];

	room[0] = (char)depth;
	room[1] = above[0];
	if (depth > 10000000)
		return 0;
	return dig(room, depth + 1) + room[1];
}

static bool job_overflows(void *ctx, struct buf *out)
{
	char top = 1;

	(void)ctx;
	(void)out;
	return dig(&top, 0) == 1;
}

static bool job_has_no_code(void *ctx, struct buf *out)
{
	(void)ctx;
	(void)out;
	RaiseException(EXCEPTION_ILLEGAL_INSTRUCTION, EXCEPTION_NONCONTINUABLE,
	               0, NULL);
	return true;
}

static void expect_crash(bool (*job)(void *ctx, struct buf *out),
                         const char *code)
{
	struct buf out;
	struct err e;
	int64_t start = clock_ticks();
	struct worker *w = worker_start(job, NULL, 20000, 100, &e);

	assert_non_null(w);
	buf_init(&out, 100);
	assert_false(worker_finish(w, &out, &e));
	if (!strstr(e.text, "by accident") || !strstr(e.text, code))
		fail_msg("%s instead of %s", e.text, code);
	/* At once, not when its time is over. */
	assert_in_range(clock_ticks() - start, 0, 10000);
	assert_false(worker_left_behind());
}

static void test_a_crash_ends_only_the_worker(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		expect_crash(job_reads_nowhere, "c0000005");
		expect_crash(job_divides, "c0000094");
		expect_crash(job_overflows, "c00000fd");
		expect_crash(job_has_no_code, "c000001d");
	}
}

static volatile LONG let_go;
static volatile LONG reached;

static bool job_is_deaf(void *ctx, struct buf *out)
{
	InterlockedIncrement(&reached);
	while (!let_go)
		Sleep(5);
	/* Its ctx is still there for it, and its buffer. */
	return buf_str(out, ctx);
}

static void test_the_late_are_left_behind(void **state)
{
	static char word[] = "tard";
	struct buf out;
	struct err e;
	struct worker *late = worker_start(job_is_deaf, word, 100, 100, &e);
	struct worker *stopped = worker_start(job_is_deaf, word, 9999, 100, &e);

	(void)state;
	assert_non_null(late);
	assert_non_null(stopped);
	while (reached < 2)
		clock_wait(5);
	buf_init(&out, 100);
	assert_false(worker_finish(late, &out, &e));
	assert_non_null(strstr(e.text, "too long"));
	worker_stop(stopped);
	assert_true(worker_left_behind());
	InterlockedExchange(&let_go, 1);
	for (int i = 0; i < 1000 && worker_left_behind(); i++)
		clock_wait(5);
	assert_false(worker_left_behind());
}

static bool job_waits_to_be_asked(void *ctx, struct buf *out)
{
	(void)ctx;
	while (!interrupt_seen())
		Sleep(5);
	return buf_str(out, "fini");
}

/* Each has a flag of its own, and all have that of the program. */
static void test_who_is_asked_to_end(void **state)
{
	struct buf out;
	struct err e;
	struct worker *a =
	    worker_start(job_waits_to_be_asked, NULL, 20000, 100, &e);
	struct worker *b =
	    worker_start(job_waits_to_be_asked, NULL, 20000, 100, &e);

	(void)state;
	buf_init(&out, 100);
	worker_interrupt(a);
	assert_true(worker_finish(a, &out, &e));
	assert_false(worker_done(b));
	assert_false(interrupt_seen());
	interrupt_raise();
	assert_true(worker_finish(b, &out, &e));
	assert_string_equal(buf_text(&out), "finifini");
	assert_true(interrupt_seen());
	buf_clear(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_crash_ends_only_the_worker),
		cmocka_unit_test(test_the_late_are_left_behind),
		cmocka_unit_test(test_who_is_asked_to_end),
	};

	return cmocka_run_group_tests_name("worker of Windows", tests, NULL,
	                                   NULL);
}
