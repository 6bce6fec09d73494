/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/gazetteer.h"

#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena *arena;
static struct gazetteer g;

static int setup(void **state)
{
	struct err e;

	(void)state;
	arena = arena_new(GAZETTEER_BYTES);
	return arena && gazetteer_read(&g, arena, &e) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* The numbers that the publication of 2026 has. */
static void counts_are_those_of_2026(void **state)
{
	size_t home = 0;
	size_t small = 0;
	size_t hamlet = 0;
	size_t grouped = 0;
	size_t nowhere = 0;

	(void)state;
	for (size_t i = 0; i < g.communes; i++) {
		const struct gazetteer_commune *c = &g.commune[i];
		bool com =
		    text_begins(c->insee, "975") || strcmp(c->insee, "977") > 0;

		if (i)
			assert_true(strcmp(g.commune[i - 1].insee, c->insee) <
			            0);
		assert_int_equal(strlen(c->insee), 5);
		assert_true(c->name[0] && c->department_name[0]);
		assert_int_equal(c->epci[0] == 0, c->epci_name[0] == 0);
		com = com && !text_begins(c->insee, "976");
		home += !com;
		small += !com && c->population < GAZETTEER_SMALL;
		hamlet += !com && c->population < 1000;
		grouped += c->population >= 0 &&
		           c->population < GAZETTEER_SMALL && c->epci[0];
		nowhere += c->population < 0;
	}
	assert_int_equal(g.communes, 34969);
	assert_int_equal(home, 34875);
	assert_int_equal(small, 31621);
	assert_int_equal(hamlet, 24844);
	assert_int_equal(grouped, 31618);
	assert_int_equal(nowhere, 6);
	assert_int_equal(g.epcis, 1255);
	assert_int_equal(g.departments, 109);
}

static void a_commune_has_all_its_codes_as_text(void **state)
{
	const struct gazetteer_commune *c = gazetteer_find(&g, "60001");

	(void)state;
	assert_non_null(c);
	assert_string_equal(c->name, "Abancourt");
	assert_string_equal(c->siren, "216000018");
	assert_string_equal(c->department, "60");
	assert_string_equal(c->department_name, "Oise");
	assert_string_equal(c->postal, "60220");
	assert_int_equal(c->population, 569);
	assert_true(c->shared);
	assert_string_equal(gazetteer_find(&g, "01001")->postal, "01400");
	assert_string_equal(gazetteer_find(&g, "2A004")->department, "2A");
	assert_string_equal(gazetteer_find(&g, "94038")->name,
	                    "L'Haÿ-les-Roses");
	assert_false(gazetteer_find(&g, "94038")->shared);
	assert_null(gazetteer_find(&g, "1001"));
	assert_null(gazetteer_find(&g, ""));
	assert_string_equal(gazetteer_department(&g, "60")->name, "Oise");
	assert_null(gazetteer_epci(&g, "000000000"));
}

static void a_code_of_before_leads_to_that_of_today(void **state)
{
	(void)state;
	assert_string_equal(gazetteer_successor(&g, "75038")->insee, "94038");
	assert_string_equal(gazetteer_successor(&g, "75101")->insee, "75056");
	assert_null(gazetteer_successor(&g, "94038"));
	for (size_t i = 0; i < g.formers; i++) {
		assert_null(gazetteer_find(&g, g.former[i].code));
		assert_non_null(gazetteer_successor(&g, g.former[i].code));
	}
	assert_true(g.formers > 4000);
}

static void too_little_memory_is_told(void **state)
{
	struct arena *little = arena_new(1000);
	struct gazetteer none;
	struct err e;

	(void)state;
	assert_false(gazetteer_read(&none, little, &e));
	arena_free(little);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_are_those_of_2026),
		cmocka_unit_test(a_commune_has_all_its_codes_as_text),
		cmocka_unit_test(a_code_of_before_leads_to_that_of_today),
		cmocka_unit_test(too_little_memory_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
