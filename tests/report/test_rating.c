/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/report/world.h"

#include <math.h>
#include <stdlib.h>

/* The shares that letters begin at, and what partial and unknown earn. */
static void test_letters(void **state)
{
	static const struct {
		const char *code;
		char letter;
		char ceiling;
		double score;
		double coverage;
	} cases[] = {
		{ "", 0, 'A', 0, 0 },
		{ "c.h.", 0, 'A', 0, 0 },
		{ "c+", 'A', 'A', 100, 100 },
		{ "h+h+h+h+h+h+h+h+h+h!", 'A', 'A', 90, 100 },
		{ "h+h+h+h+h+h+h+h+h!", 'B', 'B', 88.8, 100 },
		{ "h+h+h+h!", 'B', 'B', 75, 100 },
		{ "h+h+h+h!l!", 'C', 'C', 71.4, 100 },
		{ "h+h+h+h!h!", 'C', 'C', 60, 100 },
		{ "h+h+h!", 'C', 'C', 66.6, 100 },
		{ "h+h+h!h!h!", 'D', 'D', 40, 100 },
		{ "h+h!h!", 'E', 'E', 33.3, 100 },
		{ "h~", 'D', 'D', 50, 100 },
		{ "c+h+m+l~", 'A', 'A', 97.2, 100 },
		{ "h+h+h?", 0, 'A', 66.6, 66.6 },
		{ "h+h+h+h+h+h+h+h?h?h?", 'C', 'A', 70, 70 },
		{ "h+h+h+h+h!h!h!h?h?h?", 'D', 'C', 40, 70 },
		{ "c?", 0, 'A', 0, 0 },
		{ "c!", 'E', 'E', 0, 100 },
		{ "c+c+c+c+c+c+c+c+c+c!", 'C', 'C', 90, 100 },
		{ "c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c!c!", 'D', 'D', 90,
		  100 },
		{ "c+c+c+c?c!", 'C', 'C', 60, 80 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world *w = new_world();

		add_all(w, cases[i].code);
		rate(w);
		if (w->d.rating.letter != cases[i].letter ||
		    w->d.rating.ceiling != cases[i].ceiling)
			fail_msg("\"%s\": %c, at best %c", cases[i].code,
			         w->d.rating.letter, w->d.rating.ceiling);
		assert_true(fabs(w->d.rating.score - cases[i].score) < 1e-9);
		assert_true(fabs(w->d.rating.coverage - cases[i].coverage) <
		            1e-9);
		assert_int_equal(w->d.formula, RATING_FORMULA);
		free_world(w);
	}
}

static bool has_cap(const struct document *d, const char *id)
{
	for (size_t i = 0; i < d->rating.caps; i++)
		if (strcmp(d->rating.cap[i].id, id) == 0) {
			assert_true(*d->rating.cap[i].why);
			return true;
		}
	return false;
}

static const struct {
	const char *id;
	enum verdict verdict;
	size_t machines;
	const char *codes[3]; /* one a machine; all of one alone */
	const char *cap;      /* NULL: no cap beside one-critical */
} caps[] = {
	{ "backup-recent", VERDICT_FAIL, 1, { "backup-none" }, "no-backup" },
	{ "backup-recent", VERDICT_FAIL, 1, { "backup-never" }, "no-backup" },
	{ "backup-recent", VERDICT_FAIL, 1, { "backup-stale" }, NULL },
	{ "backup-recent",
	  VERDICT_FAIL,
	  1,
	  { "backup-never", "backup-stale" },
	  NULL },
	{ "backup-recent",
	  VERDICT_FAIL,
	  1,
	  { "backup-stale", "backup-never" },
	  NULL },
	{ "backup-recent",
	  VERDICT_FAIL,
	  1,
	  { "backup-same-disk", "backup-none", "os-end" },
	  "no-backup" },
	{ "backup-recent", VERDICT_FAIL, 1, { "backup-same-disk" }, NULL },
	{ "backup-recent", VERDICT_PARTIAL, 1, { "backup-none" }, NULL },
	{ "backup-recent", VERDICT_UNKNOWN, 1, { "backup-none" }, NULL },
	{ "backup-other", VERDICT_FAIL, 1, { "backup-none" }, NULL },
	{ "backup-recent", VERDICT_FAIL, 2, { "backup-none" }, NULL },
	{ "backup-recent",
	  VERDICT_FAIL,
	  2,
	  { "backup-none", "backup-never" },
	  "no-backup" },
	{ "backup-recent", VERDICT_FAIL, 0, { "backup-none" }, "no-backup" },
	{ "backup-recent", VERDICT_FAIL, 0, { NULL }, NULL },
	{ "os-supported", VERDICT_FAIL, 1, { NULL }, "unsupported-system" },
	{ "os-supported", VERDICT_PARTIAL, 1, { NULL }, NULL },
};

static void test_caps(void **state)
{
	static const char *const machines[] = { "m0", "m1", "m2" };

	(void)state;
	for (size_t i = 0; i < sizeof(caps) / sizeof(caps[0]); i++) {
		struct world *w = new_world();

		add_all(w, "c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+");
		add(w, caps[i].id, SEVERITY_LOW, caps[i].verdict);
		for (size_t m = 0; m < 3; m++) {
			w->m[m].id = machines[m];
			w->e[m].machine =
			    machines[caps[i].machines == 1 ? 0 : m];
			w->e[m].code = caps[i].codes[m];
		}
		w->d.machines = caps[i].machines;
		w->f[w->d.findings - 1].evidence = w->e;
		w->f[w->d.findings - 1].evidences = 3;
		rate(w);
		if (caps[i].cap) {
			assert_int_equal(w->d.rating.letter, 'D');
			assert_int_equal(w->d.rating.caps, 1);
			assert_true(has_cap(&w->d, caps[i].cap));
			assert_string_equal(w->d.rating.next_action[0].id,
			                    caps[i].id);
			assert_int_equal(
			    w->d.rating.next_action[0].letter_after, 'A');
		} else {
			assert_int_equal(w->d.rating.letter, 'A');
			assert_int_equal(w->d.rating.caps, 0);
		}
		free_world(w);
	}
}

static void test_critical_caps(void **state)
{
	struct world *w = new_world();

	(void)state;
	add_all(w, "c+c+c+c+c+c+c+c+c+c!");
	rate(w);
	assert_int_equal(w->d.rating.caps, 1);
	assert_true(has_cap(&w->d, "one-critical"));
	add_all(w, "c!");
	rate(w);
	assert_int_equal(w->d.rating.caps, 1);
	assert_true(has_cap(&w->d, "two-critical"));
	free_world(w);
}

static void check_change(struct world *w, size_t i, enum verdict v)
{
	struct document_rating before = w->d.rating;
	struct document_rating *after = &w->d.rating;
	double sign = v == VERDICT_FAIL ? 1 : -1;
	char better = v == VERDICT_FAIL ? before.letter : after->letter;

	w->f[i].verdict = v;
	rate(w);
	assert_true(sign * (before.score - after->score) >= 0);
	assert_true(after->coverage >= before.coverage);
	better = v == VERDICT_FAIL ? before.letter : after->letter;
	assert_true(no_better(v == VERDICT_FAIL ? after->letter : before.letter,
	                      better));
	if (v == VERDICT_FAIL)
		assert_true(after->ceiling >= before.ceiling);
	else
		assert_int_equal(after->ceiling, before.ceiling);
	if (before.letter)
		assert_int_not_equal(after->letter, 0);
	w->f[i].verdict = VERDICT_UNKNOWN;
	w->d.rating = before;
}

/* An answer, whichever, does to the rating only what it must. */
static void test_unknown(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int n = 0; n < TRIES; n++) {
		struct world *w = new_world();

		random_world(w, &seed);
		for (size_t i = 0; i < w->d.findings; i++)
			if (w->f[i].verdict == VERDICT_UNKNOWN) {
				check_change(w, i, VERDICT_FAIL);
				check_change(w, i, VERDICT_PASS);
			}
		free_world(w);
	}
}

static void check_bounds(const struct document *d)
{
	const struct document_rating *r = &d->rating;

	assert_true(r->score >= 0 && r->score <= 100);
	assert_true(r->coverage >= 0 && r->coverage <= 100);
	assert_true(r->ceiling >= 'A' && r->ceiling <= 'E');
	assert_true(r->letter == 0 || (r->letter >= 'A' && r->letter <= 'E'));
	assert_true((r->letter == 0) == (r->coverage < RATING_COVERAGE));
	assert_true(no_better(r->letter, r->ceiling));
	for (size_t i = 0; i < r->caps; i++)
		assert_true(no_better(r->letter, r->cap[i].letter) &&
		            r->ceiling >= r->cap[i].letter);
}

/* Each action is done, and the rating after it is the promised one. */
static void check_actions(struct world *w)
{
	struct document_rating r = w->d.rating;
	char last = r.letter;
	size_t open = 0;

	for (size_t i = 0; i < w->d.findings; i++)
		open += w->f[i].verdict != VERDICT_PASS &&
		        w->f[i].verdict != VERDICT_NOT_APPLICABLE;
	assert_int_equal(r.next_actions, open < 3 ? open : 3);
	for (size_t i = 0; i < r.next_actions; i++) {
		struct document_finding *f =
		    document_finding(&w->d, r.next_action[i].id);

		assert_non_null(f);
		assert_true(f->verdict != VERDICT_PASS &&
		            f->verdict != VERDICT_NOT_APPLICABLE);
		f->verdict = VERDICT_PASS;
		rate(w);
		assert_int_equal(w->d.rating.letter,
		                 r.next_action[i].letter_after);
		assert_true(no_better(last, w->d.rating.letter));
		last = w->d.rating.letter;
	}
}

static void test_bounds(void **state)
{
	uint64_t seed = 2;

	(void)state;
	for (int n = 0; n < TRIES; n++) {
		struct world *w = new_world();

		random_world(w, &seed);
		check_bounds(&w->d);
		check_actions(w);
		free_world(w);
	}
}

static void shuffle(struct world *w, uint64_t *seed)
{
	for (size_t i = w->d.findings; i > 1; i--) {
		size_t j = sample_random(seed, (unsigned)i);
		struct document_finding f = w->f[i - 1];

		w->f[i - 1] = w->f[j];
		w->f[j] = f;
	}
}

static void test_order(void **state)
{
	uint64_t seed = 3;

	(void)state;
	for (int n = 0; n < TRIES; n++) {
		struct world *w = new_world();
		struct document_rating r;

		random_world(w, &seed);
		r = w->d.rating;
		shuffle(w, &seed);
		rate(w);
		assert_int_equal(r.letter, w->d.rating.letter);
		assert_int_equal(r.ceiling, w->d.rating.ceiling);
		assert_memory_equal(&r.score, &w->d.rating.score,
		                    sizeof(r.score));
		assert_int_equal(r.caps, w->d.rating.caps);
		assert_int_equal(r.next_actions, w->d.rating.next_actions);
		for (size_t i = 0; i < r.next_actions; i++) {
			assert_string_equal(r.next_action[i].id,
			                    w->d.rating.next_action[i].id);
			assert_int_equal(
			    r.next_action[i].letter_after,
			    w->d.rating.next_action[i].letter_after);
		}
		free_world(w);
	}
}

/* A document full of failures is rated at once. */
static void test_hostile(void **state)
{
	struct world *w = new_world();
	uint64_t seed = 5;

	(void)state;
	for (int i = 0; i < DOCUMENT_FINDINGS; i++) {
		add(w, "f", (enum severity)(i % SEVERITY_COUNT), VERDICT_FAIL);
		w->f[i].minutes = sample_random(&seed, 100000);
	}
	rate(w);
	assert_int_equal(w->d.rating.letter, 'E');
	assert_int_equal(w->d.rating.next_actions, 3);
	free_world(w);
}

/* One computer known to be partial, another not known: half at best. */
static void test_parts(void **state)
{
	static struct document_part part[] = {
		{ .machine = "m0", .verdict = VERDICT_PARTIAL },
		{ .machine = "m1", .verdict = VERDICT_UNKNOWN },
	};
	struct world *w = new_world();

	(void)state;
	add_all(w, "h?");
	w->f[0].part = part;
	w->f[0].parts = 2;
	rate(w);
	assert_int_equal(w->d.rating.ceiling, 'D');
	part[0].verdict = VERDICT_PASS;
	rate(w);
	assert_int_equal(w->d.rating.ceiling, 'A');
	free_world(w);
}

static void test_memory(void **state)
{
	struct world *w = new_world();
	struct arena *small = arena_new(100);

	(void)state;
	add_all(w, "c!h!m!l!");
	assert_false(rating_make(&w->d, small));
	arena_free(small);
	small = arena_new(4 * sizeof(struct document_cap) + 8);
	assert_false(rating_make(&w->d, small));
	arena_free(small);
	free_world(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_critical_caps),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests_name("rating", tests, NULL, NULL);
}
