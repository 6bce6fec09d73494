/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/disclosure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CELLS 6

static void few_are_hidden_with_another(void **state)
{
	static const struct {
		int64_t count[CELLS];
		bool hidden[CELLS];
	} cases[] = {
		{ { 10, 20, 30, 0, 0, 5 }, { 0, 0, 0, 0, 0, 0 } },
		/* One alone would be what the total lacks. */
		{ { 10, 20, 30, 4, 0, 7 }, { 0, 0, 0, 1, 0, 1 } },
		/* Two ones are still two ones. */
		{ { 10, 20, 30, 1, 1, 0 }, { 1, 0, 0, 1, 1, 0 } },
		{ { 10, 20, 30, 3, 4, 0 }, { 0, 0, 0, 1, 1, 0 } },
		{ { 0, 0, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0, 0 } },
		/* Nothing else is left to hide. */
		{ { 0, 2, 0, 0, 0, 0 }, { 0, 1, 0, 0, 0, 0 } },
		{ { 1, 2, 0, 0, 0, 9 }, { 1, 1, 0, 0, 0, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool hidden[CELLS];

		disclosure_hide(cases[i].count, hidden, CELLS);
		for (size_t j = 0; j < CELLS; j++)
			if (hidden[j] != cases[i].hidden[j])
				fail_msg("case %zu, cell %zu", i, j);
	}
}

/* Whatever the counts, none of 1 to 4 follows from the total and the rest. */
static void no_difference_gives_one_away(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		int64_t count[CELLS];
		bool hidden[CELLS];
		int64_t sum = 0;
		int64_t others = 0;
		int cells = 0;

		for (size_t i = 0; i < CELLS; i++) {
			seed = seed * 1103515245u + 12345u;
			count[i] = (int64_t)(seed >> 16) % (round % 40 + 1);
		}
		disclosure_hide(count, hidden, CELLS);
		for (size_t i = 0; i < CELLS; i++) {
			if (count[i] > 0 && count[i] < DISCLOSURE_LEAST)
				assert_true(hidden[i]);
			cells += hidden[i];
			sum += hidden[i] ? count[i] : 0;
			others += hidden[i] ? 0 : count[i];
		}
		/* Unless nothing at all is shown. */
		if (cells > 0 && others > 0)
			assert_true(cells >= 2 && sum >= DISCLOSURE_LEAST);
	}
}

static void the_rest_is_not_told_either(void **state)
{
	(void)state;
	assert_true(disclosure_tells(0));
	assert_false(disclosure_tells(1));
	assert_false(disclosure_tells(4));
	assert_true(disclosure_tells(5));
	assert_true(disclosure_tells_of(50, 55));
	assert_true(disclosure_tells_of(55, 55));
	assert_false(disclosure_tells_of(52, 55));
	assert_false(disclosure_tells_of(3, 55));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_are_hidden_with_another),
		cmocka_unit_test(no_difference_gives_one_away),
		cmocka_unit_test(the_rest_is_not_told_either),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
