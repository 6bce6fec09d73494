/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/cron.h"

#include <stdio.h>
#include <string.h>

static void reads_lines(void **state)
{
	static const struct {
		const char *line;
		bool system;
		const char *user;
		const char *command; /* NULL: it runs nothing */
	} cases[] = {
		{ "", false, NULL, NULL },
		{ "# 1 2 3 4 5 x", false, NULL, NULL },
		{ "MAILTO=root", false, NULL, NULL },
		{ "MAILTO = root x y z a", true, NULL, NULL },
		{ "1 2 3 4 5 a b", false, NULL, "a b" },
		{ "1 2 3 4 5 bob a b", true, "bob", "a b" },
		{ "\t*/5 1-3,7 L jan mon-fri  a ", false, NULL, "a" },
		{ "@daily a", false, NULL, "a" },
		{ "@reboot bob a", true, "bob", "a" },
		{ "@daily", false, NULL, NULL },
		{ "@daily bob", true, "bob", NULL },
		{ "1 2 3 4", false, NULL, NULL },
		{ "1 2 3 4 5", false, NULL, NULL },
		{ "1 2 3 4 5 bob", true, "bob", NULL },
		{ "1 2 $ 4 5 a", false, NULL, NULL },
		{ "-1 2 3 4 5 a", false, NULL, "a" },
		{ "1 2 3 4 5 a \\% b%in%put", false, NULL, "a % b" },
		{ "1 2 3 4 5 %in", false, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char line[100];
		struct cron_line out;
		bool runs;

		snprintf(line, sizeof(line), "%s", cases[i].line);
		runs = cron_parse(line, cases[i].system, &out);
		if (runs != (cases[i].command != NULL))
			fail_msg("%s", cases[i].line);
		if (!runs)
			continue;
		assert_string_equal(out.command, cases[i].command);
		if (cases[i].user)
			assert_string_equal(out.user, cases[i].user);
		else
			assert_null(out.user);
	}
}

static void knows_what_run_parts_runs(void **state)
{
	(void)state;
	assert_true(cron_part("backup-1_A"));
	assert_false(cron_part("backup.sh"));
	assert_false(cron_part(""));
	assert_false(cron_part("a~"));
	assert_false(cron_part("é"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lines),
		cmocka_unit_test(knows_what_run_parts_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
