/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/facts.h"
#include "checks/probe/windows/decode/office_macros.h"

static void test_level(void **state)
{
	static const struct {
		struct office_macros m;
		int64_t level;
	} cases[] = {
		/* Nothing set: as it is delivered. */
		{ { false, CELL_UNKNOWN, CELL_UNKNOWN, false }, 1 },
		{ { false, CELL_UNKNOWN, CELL_UNKNOWN, true }, 2 },
		{ { true, CELL_UNKNOWN, CELL_UNKNOWN, false }, 2 },
		/* Set. */
		{ { false, 1, CELL_UNKNOWN, false }, 0 },
		{ { false, 2, CELL_UNKNOWN, false }, 1 },
		{ { false, 3, CELL_UNKNOWN, false }, 2 },
		{ { false, 4, CELL_UNKNOWN, false }, 3 },
		{ { true, 1, CELL_UNKNOWN, false }, 0 },
		{ { true, 2, CELL_UNKNOWN, false }, 1 },
		/* No such number. */
		{ { false, 0, CELL_UNKNOWN, false }, 1 },
		{ { false, 5, CELL_UNKNOWN, false }, 1 },
		/* What comes from the Internet. */
		{ { false, 2, 1, false }, 2 },
		{ { false, 2, 0, true }, 1 },
		{ { false, 2, CELL_UNKNOWN, true }, 2 },
		{ { false, 1, 1, true }, 0 },
		{ { false, 4, 0, false }, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (office_macros_level(&cases[i].m) != cases[i].level)
			fail_msg("case %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_level) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
