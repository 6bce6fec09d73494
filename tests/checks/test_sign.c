/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/sign.h"

static void test_informs(void **state)
{
	(void)state;
	assert_true(sign_informs("raw-print-open"));
	assert_true(sign_informs("tls-self-signed"));
	assert_false(sign_informs("smb-guest-write"));
	assert_false(sign_informs("rdp-exposed"));
	assert_false(sign_informs("tls-expired"));
	assert_false(sign_informs(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_informs) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
