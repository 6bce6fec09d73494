/* SPDX-License-Identifier: Apache-2.0 */
/* Workers that are processes, and the commands that they wait for. */
#include "core/clock.h"
#include "core/run.h"
#include "core/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <signal.h>
#include <cmocka.h>

static bool job_is_killed(void *ctx, struct buf *out)
{
	(void)ctx;
	(void)out;
	raise(SIGKILL);
	return true;
}

static void test_killed(void **state)
{
	struct err e;
	struct buf out;
	struct worker *w = worker_start(job_is_killed, NULL, 5000, 10, &e);

	(void)state;
	assert_non_null(w);
	buf_init(&out, 10);
	assert_false(worker_finish(w, &out, &e));
	assert_non_null(strstr(e.text, "by accident"));
}

static bool job_commands(void *ctx, struct buf *out)
{
	static const char *const argv[] = { "sleep", "1234.5", NULL };
	struct err e;
	int status;

	(void)ctx;
	return run_command(argv, 60000, out, &status, &e);
}

/* Whether a process of that command line is there. */
static bool sleeps(void)
{
	static const char *const argv[] = { "sh", "-c",
		                            "cat /proc/[0-9]*/cmdline", NULL };
	struct buf out;
	struct err e;
	int status;
	bool there = false;

	buf_init(&out, 4u << 20);
	assert_true(run_command(argv, 5000, &out, &status, &e));
	for (size_t i = 0; i + 6 <= out.len && !there; i++)
		there = memcmp(out.data + i, "1234.5", 6) == 0;
	buf_clear(&out);
	return there;
}

static bool sleeps_within(bool wanted)
{
	for (int i = 0; i < 300 && sleeps() != wanted; i++)
		clock_wait(10);
	return sleeps() == wanted;
}

/* Stopped or late, a worker takes the command it waits for with it. */
static void test_leaves_no_command(void **state)
{
	struct err e;
	struct buf out;
	struct worker *w = worker_start(job_commands, NULL, 60000, 10, &e);

	(void)state;
	assert_non_null(w);
	assert_true(sleeps_within(true));
	worker_stop(w);
	assert_true(sleeps_within(false));
	w = worker_start(job_commands, NULL, 400, 10, &e);
	assert_non_null(w);
	buf_init(&out, 10);
	assert_false(worker_finish(w, &out, &e));
	assert_true(sleeps_within(false));
}

static void test_run(void **state)
{
	static const struct {
		const char *argv[4];
		unsigned deadline;
		bool ok;
		int status;
		const char *text; /* of the output or of the error */
	} cases[] = {
		{ { "echo", "a b", NULL }, 5000, true, 0, "a b\n" },
		{ { "false", NULL }, 5000, true, 1, "" },
		{ { "env", NULL }, 5000, true, 0, "LC_ALL=C" },
		{ { "cat", NULL }, 5000, true, 0, "" },
		{ { "sleep", "30", NULL }, 100, false, 0, "too long" },
		{ { "yes", NULL }, 5000, false, 0, "more than 1000 bytes" },
		{ { "no-such-program", NULL }, 5000, false, 0, "no program" },
		{ { "/etc/passwd", NULL }, 5000, false, 0, "no program" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		struct err e = { 0 };
		int status = 0;
		bool ok;

		buf_init(&out, 1000);
		ok = run_command(cases[i].argv, cases[i].deadline, &out,
		                 &status, &e);
		if (ok != cases[i].ok)
			fail_msg("%s: %s", cases[i].argv[0],
			         ok ? "it worked" : e.text);
		if (ok)
			assert_int_equal(status, cases[i].status);
		assert_non_null(
		    strstr(ok ? buf_text(&out) : e.text, cases[i].text));
		buf_clear(&out);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_leaves_no_command),
		cmocka_unit_test(test_run),
	};

	return cmocka_run_group_tests_name("worker of Linux", tests, NULL,
	                                   NULL);
}
