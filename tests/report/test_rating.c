/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/report/sample.h"

#include <math.h>
#include <stdlib.h>

/* Random documents that each property is tried on. */
#define TRIES 3000
#define MOST  24 /* findings of one */

/* A document small enough to be made by the thousand. */
struct world {
	struct document d;
	struct document_finding f[DOCUMENT_FINDINGS];
	struct document_machine m[3];
	struct document_evidence e[3];
	char id[DOCUMENT_FINDINGS][16];
	struct arena *a;
};

static struct world *new_world(void)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->d.finding = w->f;
	w->d.machine = w->m;
	w->a = arena_new(SAMPLE_MEMORY);
	return w;
}

static void free_world(struct world *w)
{
	arena_free(w->a);
	free(w);
}

static void add(struct world *w, const char *id, enum severity s,
                enum verdict v)
{
	struct document_finding *f = &w->f[w->d.findings];

	memset(f, 0, sizeof(*f));
	snprintf(w->id[w->d.findings], sizeof(w->id[0]),
	         strcmp(id, "f") == 0 ? "%s%03zu" : "%s", id, w->d.findings);
	f->id = w->id[w->d.findings++];
	f->severity = s;
	f->verdict = v;
}

/* "c+h!m?" : a severity's first letter, then the verdict's sign. */
static void add_all(struct world *w, const char *code)
{
	static const char severities[] = "lmhc";
	static const char verdicts[] = "?!~+.";

	for (; *code; code += 2)
		add(w, "f",
		    (enum severity)(strchr(severities, code[0]) - severities),
		    (enum verdict)(strchr(verdicts, code[1]) - verdicts));
}

static void rate(struct world *w)
{
	assert_true(rating_make(&w->d, w->a));
}

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

static void random_world(struct world *w, uint64_t *seed)
{
	static const char *const codes[] = { "backup-none", "backup-stale",
		                             NULL };
	unsigned n = sample_random(seed, MOST + 1);

	w->d.findings = 0;
	for (unsigned i = 0; i < n; i++) {
		const char *id = i == 3   ? "backup-recent"
		                 : i == 7 ? "os-supported"
		                          : "f";

		/* Passes are most, so that every letter is met. */
		add(w, id, (enum severity)sample_random(seed, SEVERITY_COUNT),
		    sample_random(seed, 2)
		        ? VERDICT_PASS
		        : (enum verdict)sample_random(seed, VERDICT_COUNT));
		w->f[i].minutes = 10 * sample_random(seed, 4);
		w->f[i].euros_from = 50 * sample_random(seed, 3);
		w->f[i].evidence = w->e;
		w->f[i].evidences = 1;
	}
	w->m[0].id = "m0";
	w->d.machines = 1;
	w->e[0].machine = "m0";
	w->e[0].code = codes[sample_random(seed, 3)];
	rate(w);
}

/* From the best to the worst; no letter is no promise. */
static bool no_better(char after, char before)
{
	return !after || !before || after >= before;
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
		cmocka_unit_test(test_best),
		cmocka_unit_test(test_effort),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests_name("rating", tests, NULL, NULL);
}
