/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"
#include "report/renderer.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MOST 60

static const char *clerk[] = { "clerk", "provider" };
static const char *elected[] = { "elected" };
static const char *provider[] = { "provider" };
static const char *operator_[] = { "operator" };

static struct document_finding findings[MOST];
static char titles[MOST][16];

/* count failed findings, from "T0", the least serious first. */
static struct document document_of(size_t count)
{
	static const char **const whos[] = { clerk, elected, provider,
		                             operator_ };
	struct document d = { .finding = findings, .findings = count };

	for (size_t i = 0; i < count; i++) {
		snprintf(titles[i], sizeof(titles[i]), "T%zu.", i);
		findings[i] = (struct document_finding){
			.id = titles[i],
			.title = titles[i],
			.verdict = VERDICT_FAIL,
			.severity =
			    i < count / 2 ? SEVERITY_LOW : SEVERITY_CRITICAL,
			.who = whos[i % 4],
			.whos = i % 4 ? 1 : 2,
			.minutes = 20,
			.cost = "gratuit",
			.remedy = "Branchez le disque. Copiez les dossiers de "
				  "la mairie. Débranchez le disque et "
				  "rangez-le dans une armoire fermée à clé. "
				  "Notez la date.",
		};
	}
	return d;
}

static char *page_of(const struct document *d, struct buf *out)
{
	struct arena *a = arena_new(1u << 20);
	struct view v = { .document = d, .arena = a };

	buf_init(out, 1u << 20);
	renderer_find("checklist")->render(&v, out);
	assert_true(buf_ok(out));
	arena_free(a);
	return out->data;
}

static size_t count_of(const char *page, const char *part)
{
	size_t n = 0;

	for (; (page = strstr(page, part)); page++)
		n++;
	return n;
}

static void test_by_person(void **state)
{
	struct document d = document_of(5);
	struct buf out;
	const char *page = page_of(&d, &out);
	const char *const order[] = {
		"Secrétaire de mairie", "T4.", "T0.",          "Élus", "T1.",
		"Prestataire",          "T2.", "Coordinateur", "T3."
	};
	const char *at = strstr(page, "<main");

	(void)state;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		at = strstr(at, order[i]);
		if (!at)
			fail_msg("%s is not where it should be", order[i]);
	}
	assert_int_equal(count_of(page, "class=\"box\""), 5);
	assert_non_null(strstr(page, "Notez la date.")); /* the whole remedy */
	assert_non_null(strstr(page, "avec\xC2\xA0: prestataire"));
	buf_clear(&out);
}

static void test_many(void **state)
{
	struct document d = document_of(MOST);
	struct buf out;
	const char *page = page_of(&d, &out);
	size_t shown = count_of(page, "class=\"box\"");
	char more[64];

	(void)state;
	assert_in_range(shown, 20, 40);
	snprintf(more, sizeof(more), "Encore %zu\xC2\xA0points", MOST - shown);
	assert_non_null(strstr(page, more));
	/* What is left out is the least serious. */
	assert_non_null(strstr(page, "T30."));
	assert_null(strstr(page, "T29."));
	/* Remedies are cut behind a sentence. */
	assert_null(strstr(page, "Notez la date."));
	assert_non_null(strstr(page, "dossiers de la mairie.</p>"));
	buf_clear(&out);
}

/* "Free with this, else" would be half the truth: a cost stays whole. */
static void test_cost(void **state)
{
	static const char cost[] = "gratuit avec Windows Pro ou Linux, sinon "
				   "jusqu’à 150 € par ordinateur";
	struct document d = document_of(MOST);
	struct buf out;

	(void)state;
	for (size_t i = 0; i < MOST; i++)
		findings[i].cost = cost;
	assert_non_null(strstr(page_of(&d, &out), cost));
	buf_clear(&out);
}

static void test_nothing(void **state)
{
	struct document d = document_of(0);
	struct buf out;

	(void)state;
	assert_non_null(strstr(page_of(&d, &out), "Rien à corriger"));
	buf_clear(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_person),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_cost),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests_name("checklist", tests, NULL, NULL);
}
