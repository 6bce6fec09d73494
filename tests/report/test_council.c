/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"
#include "report/budget.h"
#include "report/renderer.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct document_finding finding_of(const char *title, enum verdict v,
                                          const char *every, int64_t from,
                                          int64_t to)
{
	struct document_finding f = { .id = title,
		                      .title = title,
		                      .verdict = v,
		                      .severity = SEVERITY_HIGH,
		                      .every = every,
		                      .euros_from = from,
		                      .euros_to = to };

	return f;
}

static void test_sums(void **state)
{
	struct document_finding f[] = {
		finding_of("a", VERDICT_FAIL, "once", 80, 150),
		finding_of("b", VERDICT_PARTIAL, "year", 12, 12),
		finding_of("c", VERDICT_FAIL, "month", 0, 6),
		finding_of("d", VERDICT_FAIL, "once", 0, 0),
		finding_of("e", VERDICT_PASS, "once", 1000, 1000),
		finding_of("f", VERDICT_UNKNOWN, "once", 1000, 1000),
		finding_of("g", VERDICT_FAIL, "once", -5, INT64_MAX),
	};
	struct document d = { .finding = f, .findings = 6 };
	struct arena *a = arena_new(1u << 16);
	struct view v = { .document = &d, .arena = a };
	struct budget b;

	(void)state;
	assert_true(budget_make(&b, &v));
	assert_int_equal(b.lines.count, 3);
	assert_int_equal(b.free, 1);
	assert_int_equal(b.once.from, 80);
	assert_int_equal(b.once.to, 150);
	assert_int_equal(b.yearly.from, 12);
	assert_int_equal(b.yearly.to, 84);
	d.findings = 7; /* absurd amounts neither overflow nor lower a sum */
	assert_true(budget_make(&b, &v));
	assert_int_equal(b.once.from, 80);
	assert_true(b.once.to > 150);
	arena_free(a);
}

static const struct {
	char before;
	char after;
	const char *expected;
} trends[] = {
	{ 'D', 'C', "La note monte\xC2\xA0: D le" },
	{ 'C', 'D', "La note baisse\xC2\xA0: C le" },
	{ 'C', 'C', "La note reste C depuis" },
	{ 0, 'C', "C’est le premier rapport" },
};

static void test_trend(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(trends) / sizeof(trends[0]); i++) {
		struct document before = { .rating.letter = trends[i].before };
		struct document after = { .rating.letter = trends[i].after };
		struct comparison c = { .before = &before, .after = &after };
		struct arena *a = arena_new(1u << 16);
		struct view v = { .document = &after,
			          .comparison = &c,
			          .arena = a };
		struct buf out;

		buf_init(&out, 1u << 20);
		renderer_find("council")->render(&v, &out);
		assert_non_null(strstr(buf_text(&out), trends[i].expected));
		assert_non_null(strstr(buf_text(&out), "Aucune dépense"));
		buf_clear(&out);
		arena_free(a);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_trend),
	};

	return cmocka_run_group_tests_name("council", tests, NULL, NULL);
}
