/* SPDX-License-Identifier: Apache-2.0 */
#include "report/compare.h"
#include "tests/report/town.h"

#define AT(n)       "{'address':'192.168.1." n "'}"
#define NAMED(n, s) "{'address':'192.168.1." n "','names':['" s "']}"
#define MADE(n, v) \
	"{'address':'192.168.1." n "','kind':'phone','vendor':'" v "'}"
#define ME(n) "{'address':'192.168.1." n "','machine':'m1'}"

static const struct {
	const char *what, *before, *after;
	const char *want; /* last numbers of the new addresses */
} cases[] = {
	{ "nothing", "", "", "" },
	{ "the same", AT("5"), AT("5"), "" },
	{ "one more", AT("5"), AT("5") "," AT("6"), "6 " },
	{ "the first ever", "", AT("5"), "5 " },
	{ "one that went", AT("5"), "", "" },
	{ "one that moved", MADE("5", "Apple"), MADE("6", "Apple"), "" },
	{ "one that moved and one more", MADE("5", "Apple"),
	  MADE("6", "Apple") "," MADE("7", "Apple"), "6 " },
	{ "another make", MADE("5", "Apple"), MADE("6", "Samsung"), "6 " },
	{ "the same name", NAMED("5", "stock"), NAMED("6", "stock"), "" },
	{ "a machine of the commune", ME("5"), ME("6"), "" },
	{ "where nobody looked before", "",
	  "{'address':'10.0.0.5'},{'address':'fe80::1'}", "" },
};

static void test_devices(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct comparison c;
		char got[100] = "";

		assert_true(compare_documents(
		    &c, town_look(a, "m1", 10, cases[i].before),
		    town_look(a, "m1", 12, cases[i].after), a));
		for (size_t j = 0; j < c.devices; j++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got),
			         "%s ", c.device[j]->address + 10);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("%s: \"%s\"", cases[i].what, got);
		arena_free(a);
	}
}

static void test_memory(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct arena *small = arena_new(1);
	struct document *before = town_look(a, "m1", 10, "");
	struct document *after = town_look(a, "m1", 12, AT("5"));
	struct comparison c;

	(void)state;
	assert_false(compare_documents(&c, before, after, small));
	arena_free(small);
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests_name("compare_device", tests, NULL, NULL);
}
