/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/report/world.h"

/* The rating once the findings of a set of bits pass. */
static struct document_rating rating_after(struct world *w, uint32_t set)
{
	enum verdict kept[MOST];
	struct document_rating r;

	for (size_t i = 0; i < w->d.findings; i++) {
		kept[i] = w->f[i].verdict;
		if (set >> i & 1)
			w->f[i].verdict = VERDICT_PASS;
	}
	rate(w);
	r = w->d.rating;
	for (size_t i = 0; i < w->d.findings; i++)
		w->f[i].verdict = kept[i];
	return r;
}

/* The bits of what is known to be wrong; of the chosen actions. */
static uint32_t wrong_bits(const struct world *w, uint32_t *chosen)
{
	uint32_t wrong = 0;

	*chosen = 0;
	for (size_t i = 0; i < w->d.findings; i++) {
		if (w->f[i].verdict == VERDICT_FAIL ||
		    w->f[i].verdict == VERDICT_PARTIAL)
			wrong |= UINT32_C(1) << i;
		for (size_t j = 0; j < w->d.rating.next_actions; j++)
			if (strcmp(w->f[i].id, w->d.rating.next_action[j].id) ==
			    0)
				*chosen |= UINT32_C(1) << i;
	}
	return wrong;
}

static int bits(uint32_t set)
{
	int n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/* No other three would do better: all are tried. */
static void test_best(void **state)
{
	uint64_t seed = 4;

	(void)state;
	for (int n = 0; n < 200; n++) {
		struct world *w = new_world();
		uint32_t chosen, wrong;
		struct document_rating best, r;

		do {
			random_world(w, &seed);
			wrong = wrong_bits(w, &chosen);
		} while (bits(wrong) < 3 || bits(wrong) > 10);
		best = rating_after(w, chosen);
		/* Every subset of the wrong ones, of which those of three. */
		for (uint32_t set = wrong; set; set = (set - 1) & wrong) {
			if (bits(set) != 3)
				continue;
			r = rating_after(w, set);
			assert_true(no_better(r.letter, best.letter));
			if (r.letter == best.letter && r.letter)
				assert_true(r.score <= best.score);
		}
		free_world(w);
	}
}

/* What is easiest comes first when it helps as much. */
static void test_effort(void **state)
{
	struct world *w = new_world();
	static const int64_t minutes[] = { 30, 5, 10, 5, 60 };
	static const int64_t euros[] = { 0, 20, 0, 10, 0 };

	(void)state;
	add_all(w, "h!h!h!h!h!");
	for (size_t i = 0; i < 5; i++) {
		w->f[i].minutes = minutes[i];
		w->f[i].euros_from = euros[i];
	}
	rate(w);
	assert_string_equal(w->d.rating.next_action[0].id, "f003");
	assert_string_equal(w->d.rating.next_action[1].id, "f001");
	assert_string_equal(w->d.rating.next_action[2].id, "f002");
	free_world(w);
}

/* Unknown ones fill up, behind what is known to be wrong. */
static void test_fill(void **state)
{
	struct world *w = new_world();

	(void)state;
	add_all(w, "l!c?h?m?c+c+c+c+");
	rate(w);
	assert_int_equal(w->d.rating.next_actions, 3);
	assert_non_null(document_finding(&w->d, "f000"));
	for (size_t i = 0; i < 3; i++)
		assert_string_not_equal(w->d.rating.next_action[i].id, "f003");
	free_world(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_best),
		cmocka_unit_test(test_effort),
		cmocka_unit_test(test_fill),
	};

	return cmocka_run_group_tests_name("rating_actions", tests, NULL, NULL);
}
