/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/lock_delay.h"

#define NO      TRI_NO
#define YES     TRI_YES
#define UNKNOWN TRI_UNKNOWN
#define NOT     CELL_UNKNOWN
#define NEVER   LOCK_DELAY_NEVER

static void screens_lock(void **state)
{
	static const struct {
		struct lock_delay d; /* saver, inactivity, sleep, standby */
		int64_t delay;       /* 0: never; -1: cannot be told */
	} cases[] = {
		{ { YES, 600, 0, NO, 0, false, 0, 0 }, 600 },
		{ { NO, 600, 0, NO, 0, false, 0, 0 }, 0 },
		{ { YES, 0, 0, NO, 0, false, 0, 0 }, 0 },
		{ { YES, 900, 300, NO, 0, false, 0, 0 }, 300 },
		{ { YES, 900, 1200, YES, 1800, false, 0, 0 }, 900 },
		/* sleep locks only when waking up asks; the screen going off
		   does not */
		{ { NO, 0, 0, YES, 1800, false, 600, 0 }, 1800 },
		{ { NO, 0, 0, NO, 1800, false, 600, 0 }, 0 },
		{ { NO, 0, 0, YES, 0, false, 600, 0 }, 0 },
		/* a modern one sleeps with the screen */
		{ { NO, 0, 0, YES, 1800, true, 300, 0 }, 300 },
		{ { NO, 0, 0, YES, 1800, true, 300, 60 }, 360 },
		{ { NO, 0, 0, YES, 1800, true, 300, NEVER }, 0 },
		{ { NO, 0, 0, YES, 1800, true, 0, 0 }, 0 },
		{ { NO, 0, 0, NO, 1800, true, 300, 0 }, 0 },
		/* what is not known */
		{ { UNKNOWN, 600, 0, NO, 0, false, 0, 0 }, -1 },
		{ { YES, NOT, 0, NO, 0, false, 0, 0 }, -1 },
		{ { NO, 0, NOT, NO, 0, false, 0, 0 }, -1 },
		{ { NO, 0, 0, UNKNOWN, 600, false, 0, 0 }, -1 },
		{ { NO, 0, 0, YES, NOT, false, 0, 0 }, -1 },
		{ { NO, 0, 0, NO, NOT, false, NOT, 0 }, 0 },
		{ { NO, 0, 0, YES, 0, true, NOT, 0 }, -1 },
		/* and what is, all the same */
		{ { YES, 600, NOT, UNKNOWN, NOT, false, NOT, 0 }, 600 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t delay;
		bool known = lock_delay_find(&cases[i].d, &delay);

		print_message("%d\n", (int)i);
		assert_int_equal(known ? delay : -1, cases[i].delay);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
