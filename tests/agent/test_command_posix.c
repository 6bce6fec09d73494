/* SPDX-License-Identifier: Apache-2.0 */
/* Standard outputs that only POSIX has, and what becomes of them. */
#include "program.h"

/* A result that cannot be written is an error, told once, without a crash. */
static void test_output(void **state)
{
	struct program *p = program_new();

	(void)state;
	p->output = "/dev/full";
	program_expect(p, "--help", 1);
	program_said(p, "Le disque est plein.");
	program_expect(p, "scan --json --no-questions --out %/r", 1);
	program_expect(p, "checks", 1);
	program_free(p);
}

static void close_reader(void *ctx)
{
	int ends[2];

	(void)ctx;
	if (pipe(ends) != 0 || dup2(ends[1], STDOUT_FILENO) < 0)
		_exit(126);
	close(ends[0]);
	close(ends[1]);
}

/* A reader that leaves, as head does, has what it wants: nothing is said. */
static void test_gone_reader(void **state)
{
	static const char *const lines[] = { "checks", "checks --json",
		                             "--help", "explain backup-recent",
		                             "collect" };
	struct program *p = program_new();

	(void)state;
	p->setup = close_reader;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		/* Without probes it says that it reads nothing here. */
		if (strcmp(lines[i], "collect") == 0 &&
		    strcmp(PROBES, "linux") != 0)
			continue;
		program_run(p, lines[i]);
		/* A fact that cannot be read here is another matter. */
		if (strcmp(lines[i], "collect") == 0 && p->status == 3)
			continue;
		assert_int_equal(p->status, 0);
		assert_string_equal(p->err, "");
	}
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_output),
		cmocka_unit_test(test_gone_reader),
	};

	return cmocka_run_group_tests_name("command of POSIX", tests, NULL,
	                                   NULL);
}
