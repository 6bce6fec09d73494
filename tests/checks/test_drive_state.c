/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/drive_state.h"
#include "checks/probe/windows/decode/run_events.h"

static void protects_only_what_a_thief_cannot_read(void **state)
{
	static const struct {
		int64_t value;
		enum tri encrypted;
	} cases[] = {
		{ 0, TRI_UNKNOWN }, { 1, TRI_YES },     { 2, TRI_NO },
		{ 3, TRI_YES },     { 4, TRI_NO },      { 5, TRI_UNKNOWN },
		{ 6, TRI_YES },     { 7, TRI_UNKNOWN }, { -1, TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(drive_state_encrypted(cases[i].value),
		                 cases[i].encrypted);
		if (cases[i].encrypted == TRI_UNKNOWN)
			assert_non_null(drive_state_why(cases[i].value));
		else
			assert_null(drive_state_why(cases[i].value));
	}
}

static void fails_on_a_warning(void **state)
{
	(void)state;
	assert_int_equal(drive_state_failing(0), TRI_NO);
	assert_int_equal(drive_state_failing(1), TRI_YES);
	assert_int_equal(drive_state_failing(2), TRI_YES);
	assert_int_equal(drive_state_failing(5), TRI_UNKNOWN);
	assert_int_equal(drive_state_failing(CELL_UNKNOWN), TRI_UNKNOWN);
}

/* Events as Veeam Agent writes them, newest first. */
static void takes_the_newest_run_that_did_not_fail(void **state)
{
	static const struct run_event mixed[] = {
		{ 190, RUN_ERROR, 5000 },
		{ 190, RUN_CRITICAL, 4000 },
		{ 190, RUN_WARNING, 3000 },
		{ 190, RUN_INFORMATION, 2000 },
	};

	(void)state;
	assert_int_equal(run_events_success(mixed, 4), 3000);
	assert_int_equal(run_events_success(mixed, 2), 0);
	assert_int_equal(run_events_success(mixed + 3, 1), 2000);
	assert_int_equal(run_events_success(mixed, 0), CELL_UNKNOWN);
	assert_int_equal(run_events_regular(3), TRI_YES);
	assert_int_equal(run_events_regular(2), TRI_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(protects_only_what_a_thief_cannot_read),
		cmocka_unit_test(fails_on_a_warning),
		cmocka_unit_test(takes_the_newest_run_that_did_not_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
