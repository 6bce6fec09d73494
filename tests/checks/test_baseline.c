/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/baseline.h"
#include "checks/facts_json.h"
#include "checks/ruling.h"
#include "core/file.h"
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct baseline *builtin;

static int setup(void **state)
{
	struct err e;

	(void)state;
	builtin = baseline_builtin(&e);
	if (!builtin)
		fprintf(stderr, "%s\n", e.text);
	return builtin ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	baseline_free(builtin);
	return 0;
}

/* With nothing known and nobody asked, nothing is good. */
static void test_unknown_is_never_good(void **state)
{
	static const struct facts none;
	static const struct answers silence;

	(void)state;
	for (size_t i = 0; i < builtin->controls; i++) {
		struct arena *a = arena_new(1 << 20);
		struct inputs in = { &none, &silence, builtin,
			             &builtin->control[i], builtin->made };
		struct ruling r;

		assert_true(ruling_make(&in, a, &r));
		if (r.verdict != VERDICT_UNKNOWN)
			fail_msg("%s is %s", in.control->id,
			         verdict_name(r.verdict));
		for (int lang = 0; lang < LANG_COUNT; lang++)
			if (!*ruling_say(&r, &in, r.message, (enum lang)lang))
				fail_msg("%s has no words for %s",
				         in.control->id, r.message);
		arena_free(a);
	}
}

static void test_rules_have_controls(void **state)
{
	size_t count;
	const struct rule *const *list = rule_list(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		static struct facts f;

		if (!baseline_control(builtin, list[i]->id))
			fail_msg("rule %s has no control", list[i]->id);
		for (size_t j = 0; list[i]->reads[j]; j++)
			if (!fact_find(&f, list[i]->reads[j]))
				fail_msg("rule %s reads %s", list[i]->id,
				         list[i]->reads[j]);
	}
}

static void test_covers_itself(void **state)
{
	struct err e;

	(void)state;
	assert_true(baseline_covers(builtin, builtin, &e));
}

/* A text with one part replaced, parsed: the error, or NULL. */
static const char *refusal(const char *from, const char *to)
{
	static struct err e;
	struct baseline *b;
	struct buf text, file;
	char *at;

	buf_init(&file, 4u << 20);
	buf_init(&text, 4u << 20);
	assert_true(file_read(BASELINE_JSON, &file, &e));
	at = strstr(file.data, from);
	assert_non_null(at);
	buf_add(&text, file.data, (size_t)(at - file.data));
	buf_str(&text, to);
	buf_str(&text, at + strlen(from));
	b = baseline_parse(text.data, text.len, &e);
	buf_clear(&text);
	buf_clear(&file);
	if (!b)
		return e.text;
	baseline_free(b);
	return NULL;
}

static void test_refused(void **state)
{
	static const struct {
		const char *from, *to, *says;
	} cases[] = {
		{ "\"format\": 1", "\"format\": 9", "format 9" },
		{ "\"format\": 1", "\"form\": 1", "\"format\" is missing" },
		{ "\"2027-11-30\"", "\"30/11/2027\"", "not a day" },
		{ "\"critical\"", "\"dire\"", "severity \"dire\"" },
		{ "\"thresholds\"", "\"threshold\"", "\"thresholds\"" },
		{ "\"controls\"", "\"control\"", "\"controls\"" },
		{ "\"mode\": \"mixed\"", "\"mode\": 3", "\"mode\"" },
		{ "\"good\"", "\"god\"", "\"good\" has no words" },
		{ "{", "{{", "line 1" },
		{ "\"version\"", "\"format\": 1, \"version\"", "twice" },
	};

	(void)state;
	assert_null(refusal("{", "{"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = refusal(cases[i].from, cases[i].to);

		if (!why || !strstr(why, cases[i].says))
			fail_msg("%s -> %s: %s", cases[i].from, cases[i].to,
			         why ? why : "accepted");
	}
}

static void test_support_prefix(void **state)
{
	struct support_end rows[] = {
		{ "p", "1", "P 1", 100, NULL },
		{ "p", "1.2", "P 1.2", 200, NULL },
		{ "q", "12", "Q 12", 300, NULL },
	};
	struct baseline b = { .support = rows, .supports = 3 };

	(void)state;
	assert_int_equal(baseline_support(&b, "p", "1.2.3")->ends, 200);
	assert_int_equal(baseline_support(&b, "p", "1.9")->ends, 100);
	assert_int_equal(baseline_support(&b, "p", "1.20")->ends, 100);
	assert_null(baseline_support(&b, "p", "12"));
	assert_int_equal(baseline_support(&b, "q", "12")->ends, 300);
	assert_null(baseline_support(&b, "r", "1"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown_is_never_good),
		cmocka_unit_test(test_rules_have_controls),
		cmocka_unit_test(test_covers_itself),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_support_prefix),
	};

	return cmocka_run_group_tests_name("baseline", tests, setup, teardown);
}
