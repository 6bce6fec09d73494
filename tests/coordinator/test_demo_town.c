/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/demo_town.h"
#include "core/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define TOWNS 92
#define SEED  7
#define NOW   INT64_C(1795392000)

struct region {
	struct arena *arena;
	struct demo_rules rules;
	struct demo_town town[DEMO_TOWN_MOST];
};

static int setup(void **state)
{
	static struct region region;
	struct buf json;
	struct err e;

	region.arena = arena_new(256u << 20);
	assert_non_null(region.arena);
	buf_init(&json, 4u << 20);
	assert_true(file_read(BASELINE_JSON, &json, &e));
	assert_true(demo_rules_read(&region.rules, json.data, json.len,
	                            region.arena, &e));
	buf_clear(&json);
	for (size_t i = 0; i < DEMO_TOWN_MOST; i++)
		assert_true(demo_town_make(&region.town[i], SEED, i));
	*state = &region;
	return 0;
}

static int teardown(void **state)
{
	arena_free(((struct region *)*state)->arena);
	return 0;
}

static void every_control_of_the_baseline_is_read(void **state)
{
	const struct region *r = *state;

	assert_true(r->rules.rules >= 50);
	for (size_t i = 0; i < r->rules.rules; i++) {
		assert_true(r->rules.rule[i].good[0] != '\0');
		assert_true(r->rules.rule[i].bad[0] != '\0');
		assert_true(r->rules.rule[i].remedy[0] != '\0');
	}
}

static void no_two_communes_are_one(void **state)
{
	const struct region *r = *state;
	struct demo_town past;

	for (size_t i = 0; i < DEMO_TOWN_MOST; i++)
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(r->town[i].name,
			                        r->town[j].name);
			assert_string_not_equal(r->town[i].insee,
			                        r->town[j].insee);
		}
	assert_false(demo_town_make(&past, SEED, DEMO_TOWN_MOST));
}

static void the_same_seed_gives_the_same_document(void **state)
{
	const struct region *r = *state;
	struct document one, two;

	assert_true(demo_town_document(&one, &r->rules, &r->town[3], SEED, 0, 2,
	                               NOW, r->arena));
	assert_true(demo_town_document(&two, &r->rules, &r->town[3], SEED, 0, 2,
	                               NOW, r->arena));
	assert_string_equal(one.machine->id, two.machine->id);
	assert_int_equal(one.findings, two.findings);
	for (size_t i = 0; i < one.findings; i++)
		assert_int_equal(one.finding[i].verdict,
		                 two.finding[i].verdict);
	assert_int_equal(one.rating.letter, two.rating.letter);
}

/* A visitor sees everything that a coordinator may meet. */
static void the_region_has_all_kinds(void **state)
{
	const struct region *r = *state;
	unsigned letters[5] = { 0 };
	unsigned never = 0, silent = 0, fell = 0, rose = 0;

	for (size_t i = 0; i < TOWNS; i++) {
		const struct demo_town *t = &r->town[i];
		struct document now, before;

		never += t->every == 0;
		silent += t->every != 0 && t->stopped > 6;
		assert_true(demo_town_document(&now, &r->rules, t, SEED, 0, 0,
		                               NOW, r->arena));
		assert_true(demo_town_document(&before, &r->rules, t, SEED, 0,
		                               11, NOW, r->arena));
		if (now.rating.letter)
			letters[now.rating.letter - 'A']++;
		fell += now.rating.letter > before.rating.letter;
		rose += now.rating.letter < before.rating.letter;
	}
	print_message("A %u B %u C %u D %u E %u, never %u, silent %u, rose %u, "
	              "fell %u\n",
	              letters[0], letters[1], letters[2], letters[3],
	              letters[4], never, silent, rose, fell);
	for (size_t i = 0; i < 5; i++)
		assert_true(letters[i] >= 3);
	assert_true(never >= 3 && silent >= 3 && rose >= 10 && fell >= 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_control_of_the_baseline_is_read),
		cmocka_unit_test(no_two_communes_are_one),
		cmocka_unit_test(the_same_seed_gives_the_same_document),
		cmocka_unit_test(the_region_has_all_kinds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
