/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/facts.h"
#include "checks/probe/windows/decode/moment.h"
#include "core/date.h"

#include <math.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int64_t time_of(const char *iso)
{
	int64_t time = CELL_UNKNOWN;

	if (iso)
		assert_true(date_parse(iso, &time));
	return time;
}

static void test_filetime(void **state)
{
	static const struct {
		uint64_t ticks;
		const char *want;
	} cases[] = {
		{ UINT64_C(116444736000000000), "1970-01-01T00:00:00Z" },
		{ UINT64_C(116444735999999999), NULL },
		{ 0, NULL },
		{ UINT64_C(133765344000000000), "2024-11-20T00:00:00Z" },
		{ UINT64_C(133765344009999999), "2024-11-20T00:00:00Z" },
		{ UINT64_C(0x7fffffffffffffff), NULL }, /* "never" */
		{ UINT64_MAX, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint8_t bytes[9] = { 0 };

		assert_int_equal(moment_filetime(cases[i].ticks),
		                 time_of(cases[i].want));
		for (size_t j = 0; j < 8; j++)
			bytes[j] = (uint8_t)(cases[i].ticks >> (8 * j));
		assert_int_equal(moment_bytes(bytes, 8),
		                 time_of(cases[i].want));
		assert_int_equal(moment_bytes(bytes, 7), CELL_UNKNOWN);
		assert_int_equal(moment_bytes(bytes, 9), CELL_UNKNOWN);
	}
}

static void test_date(void **state)
{
	static const struct {
		double days;
		const char *want;
	} cases[] = {
		{ 0, NULL }, /* "never" */
		{ 25569, "1970-01-01T00:00:00Z" },
		{ 25568.9, NULL },
		{ 45616.354166666664, "2024-11-20T08:30:00Z" },
		{ 1e9, NULL },
		{ -1e300, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(moment_date(cases[i].days),
		                 time_of(cases[i].want));
	assert_int_equal(moment_date((double)NAN), CELL_UNKNOWN);
	assert_int_equal(moment_date((double)INFINITY), CELL_UNKNOWN);
}

static void test_text(void **state)
{
	static const struct {
		const char *text;
		const char *want;
	} cases[] = {
		{ "2026-11-20 08:30:00", "2026-11-20T08:30:00Z" },
		{ "2026-11-20T08:30:00", "2026-11-20T08:30:00Z" },
		{ "2026-11-20T08:30:00Z", "2026-11-20T08:30:00Z" },
		{ "2026-11-20", "2026-11-20" },
		{ "", NULL },
		{ "2026-11-2", NULL },
		{ "20/11/2026 08:30:00", NULL },
		{ "2026-11-20 08:30:00Z", NULL },
		{ "2026-11-20T08:30:00+01:00", NULL },
		{ "1601-01-01 00:00:00", NULL },
		{ "2026-13-20 08:30:00", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(moment_text(cases[i].text),
		                 time_of(cases[i].want));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filetime),
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests_name("moment", tests, NULL, NULL);
}
