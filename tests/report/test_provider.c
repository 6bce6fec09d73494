/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"
#include "report/renderer.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MANY 40

static struct document_machine machine = { "m1", "Poste 1", "Debian", 0 };
static struct document_evidence evidence[MANY];

static struct document_finding finding_of(enum verdict v, size_t evidences)
{
	for (size_t i = 0; i < MANY; i++)
		evidence[i] = (struct document_evidence){ .machine = "m1",
			                                  .code = "share-guest",
			                                  .value = "x=1" };
	return (struct document_finding){ .id = "share-open",
		                          .title = "Un dossier est ouvert",
		                          .verdict = v,
		                          .fix = "guest ok = no",
		                          .verify = "testparm -s",
		                          .evidence = evidence,
		                          .evidences = evidences };
}

/* Render one finding, look, and free it. */
static void with_page(const struct document_finding *f, const char *format,
                      void (*fn)(const char *page))
{
	struct document_finding copy = *f;
	struct document d = { .machine = &machine,
		              .machines = 1,
		              .finding = &copy,
		              .findings = 1 };
	struct arena *a = arena_new(1u << 16);
	struct view v = { .document = &d, .arena = a };
	struct buf out;

	buf_init(&out, 1u << 20);
	renderer_find(format)->render(&v, &out);
	assert_true(buf_ok(&out));
	fn(buf_text(&out));
	buf_clear(&out);
	arena_free(a);
}

static void has_exact_values(const char *page)
{
	assert_non_null(strstr(page, "<td>Poste 1</td>"));
	assert_non_null(strstr(page, "<td>share-guest</td>"));
	assert_non_null(strstr(page, "<td>192.168.1.10</td>"));
	assert_non_null(strstr(page, "<td>445/tcp</td>"));
	assert_non_null(strstr(page, "guest ok = no"));
	assert_non_null(strstr(page, "testparm -s"));
	assert_non_null(strstr(page, "<code>share-open</code>"));
}

static void has_no_network(const char *page)
{
	assert_non_null(strstr(page, "<td>share-guest</td>"));
	assert_null(strstr(page, "Hôte"));
	assert_null(strstr(page, "Encore"));
}

static void has_more(const char *page)
{
	assert_non_null(strstr(page, "Encore 15 valeurs"));
}

static void has_nothing(const char *page)
{
	assert_non_null(strstr(page, "Rien à corriger sur"));
	assert_null(strstr(page, "<article"));
}

static void asks_for_rights(const char *page)
{
	assert_non_null(strstr(page, "À vérifier avec plus de droits"));
}

static void test_values(void **state)
{
	struct document_finding f = finding_of(VERDICT_FAIL, 2);

	(void)state;
	with_page(&f, "provider", has_no_network);
	evidence[0].host = "192.168.1.10";
	evidence[0].port = 445;
	evidence[0].transport = "tcp";
	with_page(&f, "provider", has_exact_values);
	f = finding_of(VERDICT_PARTIAL, MANY);
	with_page(&f, "provider", has_more);
}

/* What is not known concerns a technician if it left a trace. */
static void test_unknown(void **state)
{
	struct document_finding f = finding_of(VERDICT_UNKNOWN, 0);

	(void)state;
	with_page(&f, "provider", has_nothing);
	f = finding_of(VERDICT_UNKNOWN, 1);
	with_page(&f, "provider", asks_for_rights);
	f = finding_of(VERDICT_PASS, 1);
	with_page(&f, "provider", has_nothing);
}

static void says_answer(const char *page)
{
	assert_non_null(strstr(page, "et répondez"));
}

static void says_ask_operator(const char *page)
{
	assert_non_null(strstr(page, "à votre opérateur Internet"));
}

static void says_ask_provider(const char *page)
{
	assert_non_null(strstr(page, "à votre prestataire informatique"));
}

/* How to find out, in the report. */
static void test_question(void **state)
{
	struct document_finding f = finding_of(VERDICT_UNKNOWN, 0);
	const char *who[] = { "operator" };

	(void)state;
	with_page(&f, "html", says_ask_provider);
	f.who = who;
	f.whos = 1;
	with_page(&f, "html", says_ask_operator);
	f.message = "not-answered";
	with_page(&f, "html", says_answer);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_question),
	};

	return cmocka_run_group_tests_name("provider", tests, NULL, NULL);
}
