/* SPDX-License-Identifier: Apache-2.0 */
#include "report/merge.h"
#include "tests/report/sample.h"

#include <stdlib.h>

#define DAY INT64_C(86400)
#define NOW INT64_C(1795161600) /* 2026-11-20 */

/* Findings of each document below: one a scope. */
enum { MACHINE, COMMUNE, NETWORK, KINDS };

/* A document about one machine, in an arena. */
static struct document *new_look(struct arena *a, const char *machine,
                                 int64_t time, const enum verdict v[KINDS])
{
	static const char *const ids[KINDS] = { "on-machine", "of-commune",
		                                "in-network" };
	struct document *d = arena_alloc(a, 1, sizeof(*d));

	d->subject = "machine";
	d->made_at = time;
	d->tool.name = "garde";
	d->tool.version = "0.1.0";
	d->baseline.id = "test";
	d->baseline.version = "1";
	d->commune.insee = "01004";
	d->machine = arena_alloc(a, 1, sizeof(*d->machine));
	d->machines = 1;
	d->machine->id = machine;
	d->machine->label = arena_fmt(a, "Poste %s", machine + 1);
	d->machine->system = "Debian GNU/Linux 12";
	d->machine->seen_at = time;
	d->finding = arena_alloc(a, KINDS, sizeof(*d->finding));
	d->findings = KINDS;
	for (int i = 0; i < KINDS; i++) {
		struct document_finding *f = &d->finding[i];

		f->id = ids[i];
		f->verdict = v[i];
		f->severity = SEVERITY_HIGH;
		f->scope = (enum scope)i;
		f->title = verdict_name(v[i]);
		f->detail =
		    arena_fmt(a, "%s at %lld", machine, (long long)time);
		f->why = arena_fmt(a, "why at %lld", (long long)time);
		f->remedy = f->fix = f->verify = f->cost = f->every = "";
		f->evidence = arena_alloc(a, 2, sizeof(*f->evidence));
		f->evidences = 2;
		f->evidence[0].code = "line";
		f->evidence[0].value = f->detail;
		f->evidence[1].machine = machine;
		f->evidence[1].port = 445;
		f->evidence[1].host = "a printer";
	}
	return d;
}

static struct document *
new_merge(struct arena *a, const struct document *const *list, size_t count)
{
	struct document *d = arena_alloc(a, 1, sizeof(*d));
	struct err e = { 0 };

	if (!merge_documents(d, list, count, a, &e))
		fail_msg("%s", e.text);
	return d;
}

static char *print(const struct document *d)
{
	cJSON *json = document_to_json(d);
	char *text = cJSON_PrintUnformatted(json);

	cJSON_Delete(json);
	return text;
}

static void assert_same(const struct document *a, const struct document *b)
{
	char *x = print(a);
	char *y = print(b);

	assert_string_equal(x, y);
	cJSON_free(x);
	cJSON_free(y);
}

/* What two machines, the second newer, make together. */
static void test_verdicts(void **state)
{
	static const struct {
		enum verdict a, b, want[KINDS];
	} cases[] = {
#define U VERDICT_UNKNOWN
#define F VERDICT_FAIL
#define H VERDICT_PARTIAL
#define P VERDICT_PASS
#define N VERDICT_NOT_APPLICABLE
		/* machine: the worst; commune: the newest that knows;
		   network: the worst that anybody saw */
		{ P, P, { P, P, P } }, { F, P, { F, P, F } },
		{ P, F, { F, F, F } }, { H, P, { H, P, H } },
		{ U, P, { U, P, P } }, { P, U, { U, P, P } },
		{ U, U, { U, U, U } }, { U, F, { F, F, F } },
		{ F, U, { F, F, F } }, { U, H, { U, H, H } },
		{ H, F, { F, F, F } }, { N, P, { P, P, P } },
		{ P, N, { P, N, P } }, { N, U, { U, N, N } },
		{ N, N, { N, N, N } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		enum verdict va[KINDS] = { cases[i].a, cases[i].a, cases[i].a };
		enum verdict vb[KINDS] = { cases[i].b, cases[i].b, cases[i].b };
		const struct document *list[] = {
			new_look(a, "m1", NOW, va),
			new_look(a, "m2", NOW + DAY, vb),
		};
		struct document *d = new_merge(a, list, 2);

		for (int k = 0; k < KINDS; k++)
			if (d->finding[k].verdict != cases[i].want[k])
				fail_msg("%s and %s in the %s are %s",
				         verdict_name(cases[i].a),
				         verdict_name(cases[i].b),
				         scope_name((enum scope)k),
				         verdict_name(d->finding[k].verdict));
		arena_free(a);
	}
}

static const enum verdict all_pass[KINDS] = { P, P, P };
static const enum verdict all_fail[KINDS] = { F, F, F };

/* The parts tell what each machine said, the worst speaks for all. */
static void test_parts(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *list[] = {
		new_look(a, "m1", NOW, all_fail),
		new_look(a, "m2", NOW + DAY, all_pass),
	};
	struct document *d = new_merge(a, list, 2);
	struct document_finding *f = &d->finding[MACHINE];

	(void)state;
	assert_string_equal(d->subject, "commune");
	assert_int_equal(d->made_at, NOW + DAY);
	assert_int_equal(d->machines, 2);
	assert_int_equal(f->parts, 2);
	assert_string_equal(f->part[0].machine, "m1");
	assert_int_equal(f->part[0].verdict, VERDICT_FAIL);
	assert_string_equal(f->part[1].machine, "m2");
	assert_int_equal(f->part[1].verdict, VERDICT_PASS);
	assert_string_equal(f->title, "fail");
	assert_ptr_equal(f->detail, list[0]->finding[MACHINE].detail);
	/* Words of advice are the newest's. */
	assert_ptr_equal(f->why, list[1]->finding[MACHINE].why);
	assert_int_equal(d->finding[COMMUNE].parts, 0);
	assert_int_equal(d->rating.letter, 'E');
	arena_free(a);
}

/* Everybody's lines, each once and with its machine. */
static void test_evidence(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *list[] = {
		new_look(a, "m1", NOW, all_fail),
		new_look(a, "m2", NOW + DAY, all_pass),
		new_look(a, "m1", NOW, all_fail),
	};
	struct document *d = new_merge(a, list, 3);
	struct document_finding *f = &d->finding[NETWORK];

	(void)state;
	assert_int_equal(f->evidences, 4);
	for (size_t i = 0; i < f->evidences; i++)
		assert_string_equal(f->evidence[i].machine,
		                    i < 2 ? "m1" : "m2");
	assert_int_equal(d->finding[COMMUNE].evidences, 2);
	arena_free(a);
}

/* As much evidence as a reader takes, not more. */
static void test_much_evidence(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *list[] = {
		new_look(a, "m1", NOW, all_fail),
		new_look(a, "m2", NOW + DAY, all_pass),
	};

	(void)state;
	for (int k = 0; k < 2; k++) {
		struct document_finding *f = &list[k]->finding[NETWORK];

		f->evidences = DOCUMENT_EVIDENCES - 1;
		f->evidence =
		    arena_alloc(a, f->evidences, sizeof(*f->evidence));
		for (size_t i = 0; i < f->evidences; i++)
			f->evidence[i].port = (int64_t)i;
	}
	assert_int_equal(new_merge(a, list, 2)->finding[NETWORK].evidences,
	                 DOCUMENT_EVIDENCES);
	arena_free(a);
}

/* A machine that was looked at twice counts once, as it is now. */
static void test_twice(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *list[] = {
		new_look(a, "m1", NOW + DAY, all_pass),
		new_look(a, "m1", NOW, all_fail),
	};
	struct document *d = new_merge(a, list, 2);

	(void)state;
	assert_int_equal(d->machines, 1);
	assert_int_equal(d->machine->seen_at, NOW + DAY);
	for (int k = 0; k < KINDS; k++) {
		assert_int_equal(d->finding[k].verdict, VERDICT_PASS);
		assert_int_equal(d->finding[k].parts, 0);
		assert_int_equal(d->finding[k].evidences, 2);
	}
	arena_free(a);
}

/* Documents in any order, merged in any groups, are the same commune. */
static void test_groups(void **state)
{
	static const char *const machines[] = { "m1", "m2", "m3" };
	uint64_t seed = 7;

	(void)state;
	for (int n = 0; n < 400; n++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		const struct document *list[6], *halves[2];
		size_t count = 2 + sample_random(&seed, 5);
		size_t cut = 1 + sample_random(&seed, (unsigned)count - 1);
		struct document *whole;

		for (size_t i = 0; i < count; i++) {
			enum verdict v[KINDS];

			for (int k = 0; k < KINDS; k++)
				v[k] = (enum verdict)sample_random(
				    &seed, VERDICT_COUNT);
			list[i] = new_look(a, machines[sample_random(&seed, 3)],
			                   NOW + (int64_t)i * DAY, v);
		}
		whole = new_merge(a, list, count);
		for (size_t i = count; i > 1; i--) {
			size_t j = sample_random(&seed, (unsigned)i);
			const struct document *d = list[i - 1];

			list[i - 1] = list[j];
			list[j] = d;
		}
		assert_same(whole, new_merge(a, list, count));
		halves[0] = new_merge(a, list, cut);
		halves[1] = new_merge(a, list + cut, count - cut);
		assert_same(whole, new_merge(a, halves, 2));
		arena_free(a);
	}
}

/* What was merged is a document like another, on paper too. */
static void test_round_trip(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *list[] = {
		new_look(a, "m1", NOW, all_fail),
		new_look(a, "m2", NOW + DAY, all_pass),
	};
	struct document *d = new_merge(a, list, 2);
	struct document again;
	const struct document *one = &again;
	char *text = print(d);

	(void)state;
	sample_parse(&again, text, a);
	assert_same(d, &again);
	assert_same(d, new_merge(a, &one, 1));
	cJSON_free(text);
	arena_free(a);
}

static void test_labels(void **state)
{
	static const struct {
		const char *labels[4]; /* of m1 to m4, m4 seen first */
		const char *want[4];   /* of m1 to m4 */
	} cases[] = {
		{ { "Poste 1", "Poste 2", "Poste 3", "Poste 4" },
		  { "Poste 1", "Poste 2", "Poste 3", "Poste 4" } },
		{ { "Poste 1", "Poste 1", "Poste 1", "Poste 1" },
		  { "Poste 4", "Poste 3", "Poste 2", "Poste 1" } },
		{ { "Poste 1", "Poste 2", "Accueil", "Poste 1" },
		  { "Poste 3", "Poste 2", "Accueil", "Poste 1" } },
		{ { "Accueil", "Accueil", "7", "7" },
		  { "Accueil 2", "Accueil", "8", "7" } },
	};
	static const char *const ids[] = { "m1", "m2", "m3", "m4" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		const struct document *list[4];
		struct document *d;

		for (int m = 0; m < 4; m++) {
			list[m] = new_look(a, ids[m], NOW - m * DAY, all_pass);
			list[m]->machine->label = cases[i].labels[m];
		}
		d = new_merge(a, list, 4);
		for (int m = 0; m < 4; m++)
			assert_string_equal(document_machine(d, ids[m])->label,
			                    cases[i].want[m]);
		arena_free(a);
	}
}

/* The head is the newest's; what it does not know, an older one may. */
static void test_head(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *old = new_look(a, "m1", NOW, all_pass);
	struct document *new = new_look(a, "m2", NOW + DAY, all_pass);
	const struct document *list[] = { old, new };
	struct document *d;

	(void)state;
	old->baseline.version = "2";
	old->commune.name = "Saint-Exemple";
	new->commune.insee = NULL;
	d = new_merge(a, list, 2);
	assert_string_equal(d->baseline.version, "1");
	assert_string_equal(d->commune.insee, "01004");
	assert_string_equal(d->commune.name, "Saint-Exemple");
	arena_free(a);
}

static void test_refused(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *here = new_look(a, "m1", NOW, all_pass);
	struct document *there = new_look(a, "m2", NOW, all_pass);
	const struct document *list[] = { here, there };
	struct document d;
	struct err e;

	(void)state;
	assert_false(merge_documents(&d, list, 0, a, &e));
	assert_string_equal(e.text, "there is no document to merge");
	there->commune.insee = "01005";
	assert_false(merge_documents(&d, list, 2, a, &e));
	assert_string_equal(e.text, "these documents are of different "
	                            "communes, 01004 and 01005");
	arena_free(a);
}

/* As many machines as a document may have, and one more. */
static void test_most(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *list[DOCUMENT_MACHINES + 1];
	struct document d;
	struct err e;

	(void)state;
	for (int i = 0; i <= DOCUMENT_MACHINES; i++) {
		struct document *one =
		    new_look(a, arena_fmt(a, "m%d", i), NOW + i, all_pass);

		one->machine->label = "Poste 1";
		list[i] = one;
	}
	assert_true(merge_documents(&d, list, DOCUMENT_MACHINES, a, &e));
	assert_string_equal(d.machine[0].label, "Poste 1");
	assert_string_equal(d.machine[DOCUMENT_MACHINES - 1].label,
	                    "Poste 200");
	assert_false(merge_documents(&d, list, DOCUMENT_MACHINES + 1, a, &e));
	assert_string_equal(e.text, "there are more than 200 machines");
	for (int i = 0; i < 2; i++) {
		struct document *one =
		    new_look(a, arena_fmt(a, "m%d", i), NOW, all_pass);

		one->findings = DOCUMENT_FINDINGS / 2 + 1;
		one->finding =
		    arena_alloc(a, one->findings, sizeof(*one->finding));
		for (size_t k = 0; k < one->findings; k++)
			one->finding[k].id = arena_fmt(a, "f%d-%zu", i, k);
		list[i] = one;
	}
	assert_false(merge_documents(&d, list, 2, a, &e));
	assert_string_equal(e.text, "there are more than 500 findings");
	arena_free(a);
}

/* Answers without a machine stand on their own, until there is one. */
static void test_answers(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *alone = new_look(a, "m1", NOW, all_fail);
	struct document *other = new_look(a, "m2", NOW - DAY, all_pass);
	const struct document *list[] = { alone, other };
	struct document *d;

	(void)state;
	alone->machines = 0;
	d = new_merge(a, list, 1);
	assert_int_equal(d->findings, 3);
	assert_int_equal(d->finding[MACHINE].verdict, VERDICT_FAIL);
	d = new_merge(a, list, 2);
	assert_int_equal(d->finding[MACHINE].verdict, VERDICT_PASS);
	assert_int_equal(d->finding[COMMUNE].verdict, VERDICT_FAIL);
	other->findings = 0;
	d = new_merge(a, list, 2);
	assert_null(document_finding(d, "on-machine"));
	/* A machine that nobody asked about this has no part in it. */
	alone->machines = 1;
	d = new_merge(a, list, 2);
	assert_int_equal(document_finding(d, "on-machine")->parts, 1);
	list[0] = d;
	other->findings = KINDS;
	list[1] = new_look(a, "m3", NOW - DAY, all_pass);
	d = new_merge(a, list, 2);
	assert_int_equal(document_finding(d, "on-machine")->parts, 2);
	arena_free(a);
}

/* Memory that runs out anywhere is an error, never a crash. */
static void test_memory(void **state)
{
	struct arena *a = arena_new(SAMPLE_MEMORY);
	const struct document *list[] = {
		new_look(a, "m1", NOW, all_fail),
		new_look(a, "m2", NOW + DAY, all_pass),
	};
	bool ok = false;
	struct err e;

	(void)state;
	list[0]->machine->label = list[1]->machine->label;
	for (size_t limit = 0; !ok; limit += 8) {
		struct arena *small = arena_new(limit);
		struct document d;

		ok = merge_documents(&d, list, 2, small, &e);
		if (!ok)
			assert_string_equal(e.text, "out of memory");
		arena_free(small);
	}
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_much_evidence),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_most),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
