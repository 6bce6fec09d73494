/* SPDX-License-Identifier: Apache-2.0 */
#include "report/device.h"
#include "report/merge.h"
#include "tests/report/town.h"

static struct document *join(struct arena *a,
                             const struct document *const *list, size_t count)
{
	struct document *d = arena_alloc(a, 1, sizeof(*d));
	struct err e = { 0 };

	if (!merge_documents(d, list, count, a, &e))
		fail_msg("%s", e.text);
	return d;
}

/* "address kind machine seen_by|" of every host. */
static const char *tell(struct arena *a, const struct document *d)
{
	const char *text = "";

	for (size_t i = 0; i < d->network.hosts; i++) {
		const struct document_host *h = &d->network.host[i];

		text = arena_fmt(a, "%s%s %s %s %s|", text, h->address + 10,
		                 h->kind ? h->kind : "-",
		                 h->machine ? h->machine : "-",
		                 h->seen_by ? h->seen_by : "-");
	}
	return text;
}

#define BOX "{'address':'192.168.1.1','kind':'router','gateway':true}"
#define ME(n, id)                                                       \
	"{'address':'192.168.1." n "','kind':'computer','machine':'" id \
	"','seen_by':'" id "'}"
#define SEEN(n, kind) "{'address':'192.168.1." n "','kind':'" kind "'}"

static const struct {
	const char *what;
	const char *first;  /* seen by m1 on the 10th */
	const char *second; /* seen by m2 on the 12th */
	const char *want;
} cases[] = {
	{ "nothing", "", "", "" },
	{ "once each", SEEN("9", "printer"), SEEN("10", "phone"),
	  "9 printer - m1|10 phone - m2|" },
	{ "the newest wins", SEEN("9", "unknown"), SEEN("9", "camera"),
	  "9 camera - m2|" },
	{ "two machines", BOX "," ME("5", "m1"), BOX "," ME("6", "m2"),
	  "1 router - m2|5 computer m1 m1|6 computer m2 m2|" },
	{ "a machine that the other sees", ME("5", "m1"), SEEN("5", "computer"),
	  "5 computer m1 m2|" },
	{ "a machine that the other does not know", ME("5", "m1"),
	  SEEN("5", "unknown"), "5 unknown m1 m2|" },
	{ "its address went to a printer", ME("5", "m1"), SEEN("5", "printer"),
	  "5 printer - m2|" },
	{ "the older look knows it", SEEN("6", "computer"), ME("6", "m2"),
	  "6 computer m2 m2|" },
	{ "one machine at two addresses", ME("5", "m1") "," ME("6", "m1"), "",
	  "5 computer m1 m1|6 computer - m1|" },
	{ "a machine that is gone",
	  "{'address':'192.168.1.5','machine':'m9','seen_by':'m9'}", "",
	  "5 - - m1|" },
};

/* Either order gives the same, and a merge can be merged again. */
static void test_hosts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		const struct document *list[] = {
			town_look(a, "m1", 10, cases[i].first),
			town_look(a, "m2", 12, cases[i].second),
		};
		const struct document *back[] = { list[1], list[0] };
		const struct document *again[] = { join(a, list, 2), list[0] };

		if (strcmp(tell(a, again[0]), cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].what, tell(a, again[0]));
		assert_string_equal(tell(a, join(a, back, 2)), cases[i].want);
		assert_string_equal(tell(a, join(a, again, 2)), cases[i].want);
		assert_int_equal(again[0]->network.ranges, 1);
		assert_string_equal(again[0]->network.level, "normal");
		arena_free(a);
	}
}

/* A machine that looks again forgets what it saw before. */
static void test_again(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *old[] = {
		town_look(a, "m1", 10, SEEN("9", "printer") "," BOX),
		town_look(a, "m2", 9, SEEN("8", "phone")),
	};
	const struct document *list[] = {
		join(a, old, 2),
		town_look(a, "m1", 14, BOX),
	};

	(void)state;
	assert_string_equal(tell(a, join(a, list, 2)),
	                    "1 router - m1|8 phone - m2|");
	arena_free(a);
}

/* Who did not look says nothing of the network. */
static void test_no_look(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *d = town_look(a, "m1", 10, "");
	const struct document *list[] = { d, town_look(a, "m2", 9, BOX) };
	struct document *all;

	(void)state;
	memset(&d->network, 0, sizeof(d->network));
	assert_false(device_looked(d));
	all = join(a, list, 2);
	assert_string_equal(tell(a, all), "1 router - m2|");
	assert_string_equal(all->network.consent, "option");
	assert_true(device_looked(all));
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_no_look),
	};

	return cmocka_run_group_tests_name("merge_network", tests, NULL, NULL);
}
