/* SPDX-License-Identifier: Apache-2.0 */
#include "report/compare.h"
#include "tests/report/sample.h"

/* A document of one finding, or none. */
struct look {
	struct document d;
	struct document_finding f;
	struct document_evidence e[2];
};

static void look_at(struct look *l, enum verdict v, const char *version)
{
	memset(l, 0, sizeof(*l));
	l->d.baseline.id = "test";
	l->d.baseline.version = version;
	l->d.formula = 1;
	l->d.finding = &l->f;
	l->d.findings = 1;
	l->f.id = "os-updates";
	l->f.verdict = v;
	l->f.evidence = l->e;
	l->f.evidences = 2;
	l->e[0] = (struct document_evidence){ .machine = "m1",
		                              .code = "update-waiting",
		                              .value = "openssl" };
	l->e[1] = (struct document_evidence){ .machine = "m1",
		                              .code = "update-waiting",
		                              .value = "curl" };
}

/* Every verdict before, every verdict after. */
static void test_kinds(void **state)
{
	static const char want[VERDICT_COUNT][VERDICT_COUNT + 1] = {
		/* after:              ?!~+. */
		[VERDICT_UNKNOWN] = " -+++",        [VERDICT_FAIL] = "  +++",
		[VERDICT_PARTIAL] = "-- ++",        [VERDICT_PASS] = "---  ",
		[VERDICT_NOT_APPLICABLE] = "---  ",
	};

	(void)state;
	for (int v = 0; v < VERDICT_COUNT; v++)
		for (int w = 0; w < VERDICT_COUNT; w++) {
			struct arena *a = arena_new(SAMPLE_MEMORY);
			struct look before, after;
			struct comparison c;
			char got = ' ';

			look_at(&before, (enum verdict)v, "1");
			look_at(&after, (enum verdict)w, "1");
			assert_true(
			    compare_documents(&c, &before.d, &after.d, a));
			assert_false(c.rules_differ);
			if (c.changes)
				got =
				    c.change->kind == CHANGE_BETTER ? '+' : '-';
			if (got != want[v][w])
				fail_msg("%s to %s is '%c'",
				         verdict_name((enum verdict)v),
				         verdict_name((enum verdict)w), got);
			if (c.changes)
				assert_int_equal(c.change->cause,
				                 CAUSE_MACHINE);
			arena_free(a);
		}
}

/* Who changed: the machine, or the rules that judge it. */
static void test_causes(void **state)
{
	static const struct {
		const char *version;
		int64_t formula;
		const char *value; /* of the second line, NULL: no such line */
		bool declared;
		bool swapped; /* the lines stand in another order */
		enum change_cause cause;
	} cases[] = {
		{ "1", 1, "curl", false, false, CAUSE_MACHINE },
		{ "2", 1, "curl", false, false, CAUSE_RULES },
		{ "1", 2, "curl", false, false, CAUSE_RULES },
		{ "2", 1, "curl", false, true, CAUSE_RULES },
		{ "2", 1, "wget", false, false, CAUSE_MACHINE },
		{ "2", 1, NULL, false, false, CAUSE_MACHINE },
		{ "2", 1, "curl", true, false, CAUSE_MACHINE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct look before, after;
		struct comparison c;

		look_at(&before, VERDICT_FAIL, "1");
		look_at(&after, VERDICT_PASS, cases[i].version);
		after.d.formula = cases[i].formula;
		after.f.declared = cases[i].declared;
		after.e[1].value = cases[i].value;
		if (!cases[i].value)
			after.f.evidences = 1;
		if (cases[i].swapped) {
			struct document_evidence e = after.e[0];

			after.e[0] = after.e[1];
			after.e[1] = e;
		}
		assert_true(compare_documents(&c, &before.d, &after.d, a));
		assert_int_equal(c.changes, 1);
		assert_int_equal(c.change->kind, CHANGE_BETTER);
		assert_int_equal(c.change->cause, cases[i].cause);
		assert_ptr_equal(c.change->before, &before.f);
		assert_ptr_equal(c.change->after, &after.f);
		arena_free(a);
	}
}

static void test_new_and_gone(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct look before, after;
	struct comparison c;

	(void)state;
	look_at(&before, VERDICT_FAIL, "1");
	look_at(&after, VERDICT_PASS, "2");
	after.f.id = "screen-lock";
	assert_true(compare_documents(&c, &before.d, &after.d, a));
	assert_true(c.rules_differ);
	assert_int_equal(c.changes, 2);
	assert_int_equal(c.change[0].kind, CHANGE_NEW);
	assert_null(c.change[0].before);
	assert_string_equal(c.change[0].after->id, "screen-lock");
	assert_int_equal(c.change[1].kind, CHANGE_GONE);
	assert_null(c.change[1].after);
	assert_string_equal(c.change[1].before->id, "os-updates");
	assert_int_equal(c.change[1].cause, CAUSE_RULES);
	arena_free(a);
}

/* The order is better, worse, new, gone; within each, the document's. */
static void test_order(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document before, after;
	struct comparison c;

	(void)state;
	sample_load(&before, "previous/with-previous.json", a);
	sample_load(&after, "documents/with-previous.json", a);
	assert_true(compare_documents(&c, &before, &after, a));
	assert_int_equal(c.changes, 6);
	for (size_t i = 1; i < c.changes; i++)
		assert_true(c.change[i - 1].kind <= c.change[i].kind);
	assert_string_equal(c.change[0].after->id, "os-updates");
	assert_string_equal(c.change[5].before->id, "inventory");
	assert_true(compare_documents(&c, &after, &after, a));
	assert_int_equal(c.changes, 0);
	arena_free(a);
}

static void test_memory(void **state)
{
	bool ok = false;

	(void)state;
	for (size_t limit = 0; !ok; limit += 8) {
		struct arena *small = arena_new(limit);
		struct look before, after;
		struct comparison c;

		look_at(&before, VERDICT_FAIL, "1");
		look_at(&after, VERDICT_PASS, "2");
		ok = compare_documents(&c, &before.d, &after.d, small);
		assert_true(ok || limit < 4096);
		arena_free(small);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_new_and_gone),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
