/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "agent/naming.h"
#include "agent/outcome.h"
#include "agent/publish.h"
#include "core/arena.h"
#include "core/file.h"
#include "report/rating.h"

/* A person who types names from a list. */
struct person {
	const char *const *typed; /* NULL-ended; "" is Enter, "!" Ctrl+C */
	size_t at;
	size_t problems; /* times that a name was refused */
	char offered[64];
};

static enum frontend_reply type(void *ctx, const struct frontend_question *q,
                                char *out, size_t size)
{
	struct person *p = ctx;
	const char *typed = p->typed[p->at];

	assert_non_null(typed);
	p->at++;
	p->problems += q->problem != NULL;
	snprintf(p->offered, sizeof(p->offered), "%s", q->typed);
	if (strcmp(typed, "!") == 0)
		return FRONTEND_INTERRUPTED;
	snprintf(out, size, "%s", typed[0] ? typed : q->typed);
	return FRONTEND_GIVEN;
}

static struct document *machine(struct arena *a, const char *id,
                                const char *label)
{
	struct document *d = arena_alloc(a, 1, sizeof(*d));

	assert_non_null(d);
	d->machine = arena_alloc(a, 1, sizeof(*d->machine));
	assert_non_null(d->machine);
	d->subject = "machine";
	d->made_at = INT64_C(1795330800);
	d->tool.name = "garde";
	d->tool.version = "1";
	d->baseline.id = "garde-communes";
	d->baseline.version = "2026.11";
	d->formula = RATING_FORMULA;
	d->machines = 1;
	d->machine[0].id = id;
	d->machine[0].label = label;
	d->machine[0].system = "Windows 11";
	return d;
}

/* What is in the folder, what is typed, what the machine is called then. */
static const struct {
	const char *there[3]; /* labels of other machines */
	bool own;             /* the machine was seen before */
	const char *typed[4];
	const char *offered;
	const char *label;
	size_t problems;
	enum frontend_reply end;
} cases[] = {
	{ { NULL },
	  false,
	  { "Accueil" },
	  "Poste 1",
	  "Accueil",
	  0,
	  FRONTEND_GIVEN },
	{ { NULL }, false, { "" }, "Poste 1", "Poste 1", 0, FRONTEND_GIVEN },
	{ { "Poste 1" },
	  false,
	  { "" },
	  "Poste 2",
	  "Poste 2",
	  0,
	  FRONTEND_GIVEN },
	{ { "Accueil", "Poste 4" },
	  false,
	  { "accueil", "État civil" },
	  "Poste 5",
	  "État civil",
	  1,
	  FRONTEND_GIVEN },
	{ { NULL },
	  false,
	  { "un nom qui est bien trop long pour tenir dans la colonne d’un rapport",
	    "Mairie" },
	  "Poste 1",
	  "Mairie",
	  1,
	  FRONTEND_GIVEN },
	{ { "Poste 1" }, true, { NULL }, "", "Poste 1", 0, FRONTEND_NOTHING },
	{ { NULL },
	  false,
	  { "!" },
	  "Poste 1",
	  "Poste 1",
	  0,
	  FRONTEND_INTERRUPTED },
};

static void run_case(size_t i)
{
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);
	struct session s = { .arena = a };
	struct folder f = { .path = p->folder };
	struct person person = { .typed = cases[i].typed };
	struct frontend front = { .ctx = &person, .type = type };
	struct document *d = machine(a, "00000000000000ff", "Poste 1");
	struct err e;

	for (size_t k = 0; k < 3 && cases[i].there[k]; k++) {
		char id[24], name[48];

		snprintf(id, sizeof(id), "00000000000000%s%u",
		         cases[i].own ? "f" : "0", (unsigned)k);
		snprintf(name, sizeof(name), "poste-%s.json", id);
		assert_true(publish_document(
		    &s, p->folder, name,
		    machine(a, arena_strdup(a, id), cases[i].there[k]), &e));
		if (cases[i].own)
			d->machine[0].id = arena_strdup(a, id);
	}
	assert_int_equal(naming_ask(&front, &f, &s, d, "0"), cases[i].end);
	assert_string_equal(d->machine[0].label, cases[i].label);
	assert_string_equal(person.offered, cases[i].offered);
	assert_int_equal(person.problems, cases[i].problems);
	baseline_free(s.baseline);
	arena_free(a);
	program_free(p);
}

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("naming", tests, NULL, NULL);
}
