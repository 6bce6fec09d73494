/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/roster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct arena *arena;
static struct gazetteer g;

static int setup(void **state)
{
	struct err e;

	(void)state;
	arena = arena_new(4 * GAZETTEER_BYTES);
	return arena && gazetteer_read(&g, arena, &e) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void good_lines_stay_and_bad_ones_are_told(void **state)
{
	static const char text[] =
	    "Commune;Code INSEE;Site internet;Courriel;Téléphone\n"
	    "Abancourt;60001;https://www.Abancourt.fr/accueil;"
	    "mairie@abancourt.fr;03 44 00 00 00\n"
	    "Nulle part;99999;;;\n"
	    "L'Haÿ;75038;;;\n"
	    "Ain;1001;;;\n"
	    "Encore;60001;;;\n"
	    "Corse;2a004;;;\n"
	    "x;60002;<b>;;\n"
	    "x;60003;;x@y z;\n"
	    "x;60004;;;appelez\n"
	    "x\n";
	static const struct {
		size_t line;
		const char *why;
		const char *value;
		const char *name;
	} faults[] = {
		{ 3, "roster-unknown", "99999", "" },
		{ 4, "roster-merged", "75038", "L'Haÿ-les-Roses" },
		{ 6, "roster-twice", "60001", "Abancourt" },
		{ 8, "roster-site", "<b>", NULL },
		{ 9, "roster-mail", "y z", NULL },
		{ 10, "roster-phone", "appelez", NULL },
		{ 11, "roster-unknown", "", "" },
	};
	const struct roster_commune *c;
	const struct roster_fault *f;
	struct roster r;
	struct err e;

	(void)state;
	assert_true(roster_read(&r, &g, text, strlen(text), arena, &e));
	c = r.communes.data;
	f = r.faults.data;
	assert_int_equal(r.communes.count, 3);
	assert_string_equal(c[0].commune->name, "Abancourt");
	assert_string_equal(c[0].site, "www.abancourt.fr");
	assert_string_equal(c[0].mail, "abancourt.fr");
	assert_string_equal(c[0].phone, "03 44 00 00 00");
	assert_string_equal(c[1].commune->insee, "01001");
	assert_string_equal(c[2].commune->insee, "2A004");
	assert_int_equal(r.faults.count, sizeof(faults) / sizeof(faults[0]));
	for (size_t i = 0; i < r.faults.count; i++) {
		assert_int_equal(f[i].line, faults[i].line);
		assert_string_equal(f[i].why, faults[i].why);
		assert_string_equal(f[i].value, faults[i].value);
		if (faults[i].name)
			assert_string_equal(f[i].name, faults[i].name);
	}
}

/* As people type them, and as a spreadsheet leaves them. */
static void numbers_are_written_alike(void **state)
{
	static const struct {
		const char *cell;
		const char *phone;
	} cases[] = {
		{ "03 44 00 11 22", "03 44 00 11 22" },
		{ "0344001122", "03 44 00 11 22" },
		{ "03.44.00.11.22", "03 44 00 11 22" },
		{ "344001122", "03 44 00 11 22" },
		{ "3631", "3631" },
		{ "+33 3 44 00 11 22", "+33 3 44 00 11 22" },
		{ "034400112233", "034400112233" },
		{ "1 2 3 4 5 6 7 8 9 1", "1 2 3 4 5 6 7 8 9 1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct roster_commune *c;
		struct roster r;
		char table[100];
		struct err e;
		int n = snprintf(table, sizeof(table), "insee;tel\n60001;%s\n",
		                 cases[i].cell);

		assert_true(roster_read(&r, &g, table, (size_t)n, arena, &e));
		assert_int_equal(r.communes.count, 1);
		c = r.communes.data;
		assert_string_equal(c->phone, cases[i].phone);
	}
}

static void a_table_without_codes_is_refused(void **state)
{
	struct roster r;
	struct err e;

	(void)state;
	assert_false(roster_read(&r, &g, "nom\nAbancourt\n", 14, arena, &e));
	assert_false(roster_read(&r, &g, "", 0, arena, &e));
}

/* Counted in the publication of 2026. */
static void the_official_list_gives_small_ones(void **state)
{
	struct roster r;
	struct err e;

	(void)state;
	assert_true(roster_pick(&r, &g, "60", NULL, arena, &e));
	assert_int_equal(r.communes.count, 642);
	assert_true(roster_pick(&r, &g, "85", NULL, arena, &e));
	assert_int_equal(r.communes.count, 205);
	assert_true(roster_pick(&r, &g, NULL, "200067106", arena, &e));
	assert_true(r.communes.count > 0);
	assert_true(roster_pick(&r, &g, "00", NULL, arena, &e));
	assert_int_equal(r.communes.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_lines_stay_and_bad_ones_are_told),
		cmocka_unit_test(numbers_are_written_alike),
		cmocka_unit_test(a_table_without_codes_is_refused),
		cmocka_unit_test(the_official_list_gives_small_ones),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
