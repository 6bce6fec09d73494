/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/report/sample.h"

#include "agent/outcome.h"
#include "report/kit.h"

/* The last page says what the document says, whatever its case. */
static const struct {
	const char *file;
	enum lang lang;
	const char *grade;    /* a part of it */
	const char *coverage; /* how it begins */
} cases[] = {
	{ "documents/bad.json", LANG_FR, "Note", "Réponses connues" },
	{ "documents/bad.json", LANG_EN, "Grade: ", "Answers known: " },
	{ "documents/good.json", LANG_FR, "A, ", "" },
};

static void run_case(size_t i)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct session s = { .arena = a, .lang = cases[i].lang };
	struct store_result kept = { .report = "r/rapport.html",
		                     .list = "r/liste.html" };
	struct frontend_result r;
	struct document d;

	sample_load(&d, cases[i].file, a);
	kept.commune = &d;
	assert_true(outcome_make(&r, &s, &d, &kept, "r"));
	assert_int_equal(r.letter, d.rating.letter);
	assert_non_null(strstr(r.grade, cases[i].grade));
	assert_int_equal(
	    strncmp(r.coverage, cases[i].coverage, strlen(cases[i].coverage)),
	    0);
	assert_int_equal(r.actions, d.rating.next_actions);
	assert_true(r.actions <= FRONTEND_ACTIONS);
	for (size_t k = 0; k < r.actions; k++) {
		assert_string_equal(
		    r.action[k].title,
		    document_finding(&d, d.rating.next_action[k].id)->title);
		assert_non_null(strstr(r.action[k].effort, "min"));
	}
	assert_string_equal(r.report, "r/rapport.html");
	assert_string_equal(r.list, "r/liste.html");
	assert_string_equal(r.folder, "r");
	assert_null(r.send);
	assert_int_equal(r.commune != NULL, d.machines > 1);
	arena_free(a);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(i);
}

/* Who to call is said once a kit tells it. */
static void test_coordinator(void **state)
{
	struct kit kit = { .coordinator = { .name = "Syndicat" } };
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct session s = { .arena = a, .lang = LANG_FR };
	struct store_result kept = { .report = "r/rapport.html" };
	struct frontend_result r;
	struct document d;

	(void)state;
	sample_load(&d, "documents/bad.json", a);
	kept.commune = &d;
	assert_true(outcome_make(&r, &s, &d, &kept, "r"));
	assert_null(r.coordinator);
	s.kit = &kit;
	assert_true(outcome_make(&r, &s, &d, &kept, "r"));
	assert_string_equal(r.coordinator, "Votre coordinateur : Syndicat.");
	kit.coordinator.phone = "04 00 00 00 00";
	assert_true(outcome_make(&r, &s, &d, &kept, "r"));
	assert_string_equal(
	    r.coordinator, "Votre coordinateur : Syndicat, au 04 00 00 00 00.");
	arena_free(a);
}

/* Nothing was kept: there is nothing to show, and no folder to name. */
static void test_not_kept(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct session s = { .arena = a };
	struct store_result kept = { 0 };
	struct frontend_result r;
	struct document d;

	(void)state;
	sample_load(&d, "documents/bad.json", a);
	assert_true(outcome_make(&r, &s, &d, &kept, "r"));
	assert_null(r.report);
	assert_null(r.list);
	assert_null(r.folder);
	assert_null(r.commune);
	arena_free(a);
}

/* Memory that is short at any point is told, not walked over. */
static void test_memory(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct store_result kept = { 0 };
	struct document d;
	size_t failed = 0;

	(void)state;
	sample_load(&d, "documents/bad.json", a);
	for (size_t size = 1; size < 8192; size += 64) {
		struct arena *small = arena_new(size);
		struct session s = { .arena = small };
		struct frontend_result r;

		if (!outcome_make(&r, &s, &d, &kept, NULL))
			failed++;
		arena_free(small);
	}
	assert_true(failed > 0 && failed < 128);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coordinator),
		cmocka_unit_test(test_not_kept),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
