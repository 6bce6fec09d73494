/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lock.h"
#include "tests/core/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_taken_and_given_back(void **state)
{
	struct lock *l = NULL;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(lock_open(&l, scratch_path(".lock")),
		                 LOCK_TAKEN);
		assert_non_null(l);
		lock_close(l);
		assert_true(file_exists(scratch_path(".lock")));
	}
	lock_close(NULL);
}

static void test_no_place_for_it(void **state)
{
	struct lock *l;

	(void)state;
	assert_int_equal(lock_open(&l, scratch_path("no/.lock")), LOCK_MISSING);
	assert_null(l);
	assert_int_equal(lock_open(&l, scratch), LOCK_MISSING);
	assert_null(l);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_taken_and_given_back),
		cmocka_unit_test(test_no_place_for_it),
	};

	return cmocka_run_group_tests_name("lock", tests, scratch_open,
	                                   scratch_close);
}
