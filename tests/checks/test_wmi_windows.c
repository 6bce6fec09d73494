/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/wmi.h"

#include <string.h>

static const char *const columns[] = { "Caption", "BuildNumber", "Nothing" };
#define ASK(where, what, time)                                                 \
	{                                                                      \
		.space = where, .text = what, .column = columns, .columns = 3, \
		.deadline = time                                               \
	}

static const struct wmi_query good =
    ASK("root\\cimv2", "SELECT * FROM Win32_OperatingSystem", 20000);
static const struct wmi_query nowhere =
    ASK("root\\NoSuchPlace", "SELECT * FROM Win32_OperatingSystem", 20000);
static const struct wmi_query hasty =
    ASK("root\\cimv2", "SELECT * FROM Win32_OperatingSystem", 0);

static void reads_texts_and_numbers(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct wmi_table t;

	(void)state;
	assert_int_equal(wmi_ask(&good, a, &t), FACT_KNOWN);
	assert_null(t.why);
	assert_int_equal(t.rows, 1);
	assert_non_null(strstr(wmi_cell(&t, 0, 0)->text, "Windows"));
	assert_int_equal(wmi_cell(&t, 0, 0)->number, CELL_UNKNOWN);
	assert_non_null(wmi_cell(&t, 0, 1)->text);
	assert_true(wmi_cell(&t, 0, 1)->number > 1000);
	assert_null(wmi_cell(&t, 0, 2)->text);
	assert_int_equal(wmi_cell(&t, 0, 2)->number, CELL_UNKNOWN);
	assert_null(wmi_cell(&t, 1, 0)->text);
	assert_null(wmi_cell(&t, 0, 3)->text);
	arena_free(a);
}

static void says_what_is_not_there(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct wmi_table t;

	(void)state;
	assert_int_equal(wmi_ask(&nowhere, a, &t), FACT_UNSUPPORTED);
	assert_int_equal(t.rows, 0);
	assert_non_null(strstr(t.why, "8004100e"));
	arena_free(a);
}

static void waits_no_longer_than_it_may(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct wmi_table t;

	(void)state;
	assert_int_equal(wmi_ask(&hasty, a, &t), FACT_FAILED);
	assert_int_equal(t.rows, 0);
	assert_non_null(strstr(t.why, "too long"));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_texts_and_numbers),
		cmocka_unit_test(says_what_is_not_there),
		cmocka_unit_test(waits_no_longer_than_it_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
