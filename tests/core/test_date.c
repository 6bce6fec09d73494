/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/lang.h"
#include "core/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

static void test_every_day_of_two_centuries(void **state)
{
	unsigned compared = 0;

	(void)state;
	for (int64_t t = date_time((struct date){ 1900, 1, 1 });
	     t < date_time((struct date){ 2101, 1, 1 }); t += DATE_DAY) {
		time_t c = (time_t)(t + 3600);
		struct date d = date_of(t + 3600);
		const struct tm *tm = gmtime(&c);

		assert_int_equal(date_time(d), t);
		/* Windows knows no time before 1970. */
		if (!tm)
			continue;
		assert_int_equal(d.year, tm->tm_year + 1900);
		assert_int_equal(d.month, tm->tm_mon + 1);
		assert_int_equal(d.day, tm->tm_mday);
		compared++;
	}
	assert_in_range(compared, 131 * 365, 202 * 365);
}

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t time;
	} cases[] = {
		{ "1970-01-01", true, 0 },
		{ "2026-11-22", true, 1795305600 },
		{ "2026-11-22T08:30:05Z", true, 1795336205 },
		{ "2024-02-29", true, 1709164800 },
		{ "2026-02-29", false, 0 },
		{ "2026-13-01", false, 0 },
		{ "2026-00-01", false, 0 },
		{ "2026-04-31", false, 0 },
		{ "0000-01-01", false, 0 },
		{ "2026-1-1", false, 0 },
		{ "2026-11-22T24:00:00Z", false, 0 },
		{ "2026-11-22T08:60:00Z", false, 0 },
		{ "2026-11-22T08:30:05", false, 0 },
		{ "2026-11-22T08:30:05Zx", false, 0 },
		{ "2026-11-22 08:30", false, 0 },
		{ "", false, 0 },
		{ "2026", false, 0 },
		{ "2026-11", false, 0 },
		{ "2026-11-22T08", false, 0 },
		{ "2026-11-22T08:30", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t t = -1;

		assert_int_equal(date_parse(cases[i].text, &t), cases[i].ok);
		if (cases[i].ok)
			assert_int_equal(t, cases[i].time);
	}
}

static void test_say(void **state)
{
	char text[DATE_TEXT];

	(void)state;
	date_say(text, 1795336205, LANG_FR);
	assert_string_equal(text, "22 novembre 2026");
	date_say(text, 1795336205, LANG_EN);
	assert_string_equal(text, "22 November 2026");
	date_say(text, 0, LANG_FR);
	assert_string_equal(text, "1er janvier 1970");
	date_format(text, 1795336205);
	assert_string_equal(text, "2026-11-22T08:30:05Z");
	date_format_day(text, -1);
	assert_string_equal(text, "1969-12-31");
	date_format(text, INT64_MAX);
	assert_string_equal(text, "9999-12-31T23:59:59Z");
	date_format(text, INT64_MIN);
	assert_string_equal(text, "0001-01-01T00:00:00Z");
}

static void test_scales_read_what_they_write(void **state)
{
	(void)state;
	for (int i = 0; i < VERDICT_COUNT; i++) {
		enum verdict v;

		assert_true(verdict_parse(verdict_name((enum verdict)i), &v));
		assert_int_equal(v, i);
	}
	for (int i = 0; i < SEVERITY_COUNT; i++) {
		enum severity s;

		assert_true(
		    severity_parse(severity_name((enum severity)i), &s));
		assert_int_equal(s, i);
	}
	for (int i = 0; i < SCOPE_COUNT; i++) {
		enum scope s;

		assert_true(scope_parse(scope_name((enum scope)i), &s));
		assert_int_equal(s, i);
	}
	for (int i = 0; i < LANG_COUNT; i++) {
		enum lang l;

		assert_true(lang_parse(lang_name((enum lang)i), &l));
		assert_int_equal(l, i);
	}
	assert_false(verdict_parse("good", &(enum verdict){ 0 }));
	assert_false(severity_parse("", &(enum severity){ 0 }));
	assert_false(scope_parse("world", &(enum scope){ 0 }));
	assert_false(lang_parse("de", &(enum lang){ 0 }));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day_of_two_centuries),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_say),
		cmocka_unit_test(test_scales_read_what_they_write),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
