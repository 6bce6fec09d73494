/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/chart.h"
#include "coordinator/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define NOVEMBER (2026 * 12 + 10)

static size_t occurrences(const char *text, const char *part)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}

static void numbers_are_written_as_readers_do(void **state)
{
	char out[NUMBER_TEXT];

	(void)state;
	number_format(out, 0, LANG_FR);
	assert_string_equal(out, "0");
	number_format(out, 999, LANG_FR);
	assert_string_equal(out, "999");
	number_format(out, 1234567, LANG_FR);
	assert_string_equal(out, "1\u00a0234\u00a0567");
	number_format(out, -1234, LANG_EN);
	assert_string_equal(out, "-1,234");
	number_format(out, -123, LANG_EN);
	assert_string_equal(out, "-123");
	number_format(out, INT64_MIN, LANG_EN);
	assert_string_equal(out, "-9,223,372,036,854,775,808");
}

static void bars_and_table_tell_the_same(void **state)
{
	struct chart_month month[CHART_MONTHS] = { { .month = 0 } };
	struct buf out;

	(void)state;
	for (int64_t i = 0; i < CHART_MONTHS; i++)
		month[i].month = NOVEMBER - CHART_MONTHS + 1 + i;
	month[11].count[0] = 3;
	month[11].count[4] = 1200;
	month[10].count[5] = 7;
	buf_init(&out, 1u << 20);
	chart_letters(&out, "id", "today-letters", month, CHART_MONTHS,
	              LANG_FR);
	assert_true(buf_ok(&out));
	/* A part for each count that is not zero. */
	assert_int_equal(occurrences(buf_text(&out), "<rect "), 3);
	assert_int_equal(occurrences(buf_text(&out), "fill-e"), 1);
	/* The large part has its letter, the thin one has no room. */
	assert_int_equal(occurrences(buf_text(&out), ">E</text>"), 1);
	assert_int_equal(occurrences(buf_text(&out), ">A</text>"), 0);
	assert_non_null(strstr(buf_text(&out), "1\u00a0203</text>"));
	/* Its own name, and the table with every number. */
	assert_non_null(strstr(buf_text(&out), "role=\"img\""));
	assert_non_null(strstr(buf_text(&out), "aria-labelledby=\"id\""));
	assert_non_null(strstr(buf_text(&out), "<title id=\"id\">"));
	assert_int_equal(occurrences(buf_text(&out), "<td>"),
	                 CHART_MONTHS * CHART_LETTERS);
	assert_non_null(strstr(buf_text(&out), "<td>1\u00a0200</td>"));
	assert_non_null(strstr(buf_text(&out), "nov. 2026"));
	assert_null(strstr(buf_text(&out), "style="));
	buf_clear(&out);
}

static void what_is_hidden_is_nowhere(void **state)
{
	struct chart_month month = { .month = NOVEMBER,
		                     .count = { 3, 77, 600 },
		                     .hidden = { true, true } };
	struct buf out;

	(void)state;
	buf_init(&out, 1u << 20);
	chart_letters(&out, "id", "today-letters", &month, 1, LANG_EN);
	assert_null(strstr(buf_text(&out), ">3<"));
	assert_null(strstr(buf_text(&out), ">77<"));
	assert_null(strstr(buf_text(&out), ">680<"));
	assert_null(strstr(buf_text(&out), "class=\"total\""));
	assert_non_null(strstr(buf_text(&out), "<td>fewer than 5</td>"));
	assert_non_null(strstr(buf_text(&out), "<td>hidden</td>"));
	assert_int_equal(occurrences(buf_text(&out), "<rect "), 1);
	buf_clear(&out);
}

static void a_trend_has_a_sign_for_each_month(void **state)
{
	struct chart_point point[CHART_MONTHS];
	struct buf out;

	(void)state;
	for (int64_t i = 0; i < CHART_MONTHS; i++)
		point[i] = (struct chart_point){ NOVEMBER - 11 + i, '-' };
	point[3].letter = 'D';
	point[8].letter = 'B';
	point[11].letter = '\0';
	buf_init(&out, 1u << 20);
	chart_trend(&out, "t", "commune-trend", point, CHART_MONTHS, LANG_FR);
	assert_int_equal(occurrences(buf_text(&out), "<circle "), 3);
	assert_non_null(strstr(buf_text(&out), ">D</text>"));
	assert_non_null(strstr(buf_text(&out), ">?</text>"));
	assert_int_equal(occurrences(buf_text(&out), "Rien reçu"), 9);
	assert_non_null(strstr(buf_text(&out), "<td>B</td>"));
	assert_non_null(strstr(buf_text(&out), "<td>Sans note</td>"));
	buf_clear(&out);
}

/* One result is a sign before a scale, never an empty frame. */
static void a_trend_of_few_months_can_be_read(void **state)
{
	static const struct {
		size_t results;
		size_t circles;
		bool told;
	} cases[] = { { 0, 0, false },
		      { 1, 1, true },
		      { 2, 2, true },
		      { 12, 12, true } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct chart_point point[CHART_MONTHS];
		struct buf out;

		for (int64_t j = 0; j < CHART_MONTHS; j++)
			point[j] = (struct chart_point){
				NOVEMBER - 11 + j,
				(size_t)j < cases[i].results ? 'C' : '-'
			};
		assert_int_equal(chart_told(point, CHART_MONTHS),
		                 cases[i].told);
		buf_init(&out, 1u << 20);
		chart_trend(&out, "t", "commune-trend", point, CHART_MONTHS,
		            LANG_FR);
		assert_true(buf_ok(&out));
		assert_int_equal(occurrences(buf_text(&out), "<circle "),
		                 cases[i].circles);
		assert_int_equal(occurrences(buf_text(&out), "class=\"scale\""),
		                 5);
		assert_int_equal(occurrences(buf_text(&out), "<td>C</td>"),
		                 cases[i].results);
		buf_clear(&out);
	}
}

static void letters_have_their_places(void **state)
{
	(void)state;
	assert_int_equal(chart_place("A"), 0);
	assert_int_equal(chart_place("E"), 4);
	assert_int_equal(chart_place("F"), 5);
	assert_int_equal(chart_place(""), 5);
	assert_int_equal(chart_place("é"), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_as_readers_do),
		cmocka_unit_test(bars_and_table_tell_the_same),
		cmocka_unit_test(what_is_hidden_is_nowhere),
		cmocka_unit_test(a_trend_has_a_sign_for_each_month),
		cmocka_unit_test(a_trend_of_few_months_can_be_read),
		cmocka_unit_test(letters_have_their_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
