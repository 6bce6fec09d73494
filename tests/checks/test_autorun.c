/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/facts.h"
#include "checks/probe/windows/decode/autorun.h"

#define NOT CELL_UNKNOWN

static void sticks_start(void **state)
{
	static const struct {
		struct autorun a; /* build, commands, types, disabled, chosen */
		bool starts;
	} cases[] = {
		/* as Windows comes */
		{ { 26200, NOT, NOT, NOT, false }, false },
		{ { 26200, NOT, 0x91, NOT, false }, false },
		{ { 0, NOT, NOT, NOT, false }, false },
		{ { 7601, NOT, NOT, NOT, false }, false },
		/* before Windows 7 */
		{ { 6002, NOT, NOT, NOT, false }, true },
		{ { 6002, NOT, 0x91, NOT, false }, true },
		{ { 6002, NOT, 0x95, NOT, false }, false },
		{ { 6002, 1, NOT, NOT, false }, false },
		/* somebody asked for it */
		{ { 26200, 2, NOT, NOT, false }, true },
		{ { 26200, 2, 0xff, NOT, false }, false },
		{ { 26200, 2, NOT, 1, false }, false },
		{ { 26200, NOT, NOT, NOT, true }, true },
		{ { 26200, NOT, NOT, 0, true }, true },
		{ { 26200, NOT, NOT, 1, true }, false },
		{ { 26200, 1, NOT, NOT, true }, false },
		{ { 26200, NOT, 0x20, NOT, true }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%d\n", (int)i);
		assert_int_equal(autorun_starts(&cases[i].a), cases[i].starts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sticks_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
