/* SPDX-License-Identifier: Apache-2.0 */
#include "report/survey.h"
#include "checks/sign.h"
#include "report/label.h"
#include "report/sign_words.h"
#include "tests/report/town.h"

/* A document with these hosts, and a finding with this evidence for each. */
static struct document *town(struct arena *a, const char *hosts,
                             const enum verdict *verdict,
                             const char *const *evidence, size_t findings)
{
	struct document *d = town_look(a, "m1", 10, hosts);

	d->finding = arena_alloc(a, findings + 1, sizeof(*d->finding));
	d->findings = findings;
	for (size_t i = 0; i < findings; i++) {
		struct document_finding *f = &d->finding[i];

		f->id = "f";
		f->title = "the title";
		f->verdict = verdict[i];
		f->evidence = arena_alloc(a, 3, sizeof(*f->evidence));
		f->evidences = 1;
		f->evidence[0].host = evidence[i];
		f->evidence[0].code = "telnet";
	}
	return d;
}

#define HOST(n, kind) "{'address':'10.0.0." n "','kind':'" kind "'}"

/* Those with a problem come first, the worst first, and are numbered. */
static void test_order(void **state)
{
	static const enum verdict verdicts[] = { VERDICT_PARTIAL, VERDICT_FAIL,
		                                 VERDICT_PASS,
		                                 VERDICT_UNKNOWN };
	static const char *const evidence[] = { "10.0.0.2", "10.0.0.4:80",
		                                "10.0.0.3", "10.0.0.1" };
	static const char *const want[] = { "10.0.0.4", "10.0.0.2", "10.0.0.1",
		                            "10.0.0.10", "10.0.0.3" };
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *d = town(
	    a,
	    HOST("10", "printer") "," HOST("3", "phone") "," HOST(
		"2", "camera") "," HOST("4", "computer") "," HOST("1",
	                                                          "router"),
	    verdicts, evidence, 4);
	struct view v = { .document = d, .arena = a };
	struct survey s;

	(void)state;
	assert_true(survey_make(&s, &v));
	assert_int_equal(s.devices, 5);
	assert_int_equal(s.bad, 2);
	assert_false(s.many);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(s.device[i].host->address, want[i]);
		assert_int_equal(s.device[i].number, i < 2 ? i + 1 : 0);
	}
	assert_int_equal(s.device[0].verdict, VERDICT_FAIL);
	assert_int_equal(s.device[1].verdict, VERDICT_PARTIAL);
	assert_int_equal(s.device[2].verdict, VERDICT_PASS);
	assert_string_equal(s.box->host->address, "10.0.0.1");
	arena_free(a);
}

/* What is worth knowing only is no problem. */
static void test_information(void **state)
{
	static const enum verdict verdict = VERDICT_FAIL;
	static const char *const evidence = "10.0.0.1";
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *d =
	    town(a, HOST("1", "printer"), &verdict, &evidence, 1);
	struct view v = { .document = d, .arena = a };
	struct survey s;

	(void)state;
	d->finding->evidence->info = true;
	assert_true(survey_make(&s, &v));
	assert_int_equal(s.bad, 0);
	assert_null(s.box);
	assert_null(survey_words(&v, d->finding, 0, "10.0.0.1"));
	arena_free(a);
}

static void test_words(void **state)
{
	static const enum verdict verdict = VERDICT_FAIL;
	static const char *const evidence = "10.0.0.1";
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *d =
	    town(a, HOST("1", "printer"), &verdict, &evidence, 1);
	struct document_finding *f = d->finding;
	struct view v = { .document = d, .lang = LANG_EN, .arena = a };

	(void)state;
	f->evidences = 3;
	f->evidence[1] = f->evidence[2] = f->evidence[0];
	f->evidence[2].code = "no-such-code";
	assert_string_equal(survey_words(&v, f, 0, "10.0.0.1"),
	                    label("sign-telnet", LANG_EN));
	/* Said already; a code without words; another device. */
	assert_null(survey_words(&v, f, 1, "10.0.0.1"));
	assert_string_equal(survey_words(&v, f, 2, "10.0.0.1"), "the title");
	assert_null(survey_words(&v, f, 0, "10.0.0.2"));
	arena_free(a);
}

static void test_names(void **state)
{
	static const struct {
		const char *host, *name;
	} cases[] = {
		{ "{'address':'10.0.0.1','machine':'m1','names':['x']}",
		  "Poste 1" },
		{ "{'address':'10.0.0.1','machine':'m9','names':['x']}", "x" },
		{ "{'address':'10.0.0.1','names':[''],'model':'m'}", "m" },
		{ "{'address':'10.0.0.1','model':'','vendor':'v'}", "v" },
		{ "{'address':'10.0.0.1','vendor':''}", "10.0.0.1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(SAMPLE_MEMORY);
		struct view v = { .document =
			              town_look(a, "m1", 10, cases[i].host),
			          .arena = a };
		struct survey s;

		assert_true(survey_make(&s, &v));
		assert_string_equal(survey_name(s.device, &v), cases[i].name);
		arena_free(a);
	}
}

static void test_memory(void **state)
{
	static const enum verdict verdict = VERDICT_FAIL;
	static const char *const evidence = "10.0.0.1";
	struct arena *a = arena_new(SAMPLE_MEMORY);
	struct document *d =
	    town(a, HOST("1", "printer"), &verdict, &evidence, 1);
	bool done = false;

	(void)state;
	for (size_t limit = 1; !done && limit < 1u << 20; limit += 16) {
		struct arena *small = arena_new(limit);
		struct view v = { .document = d, .arena = small };
		struct survey s;

		done = survey_make(&s, &v);
		arena_free(small);
	}
	assert_true(done);
	arena_free(a);
}

/* Every sign has plain words, and something to ask for. */
static void test_signs(void **state)
{
	const struct sign *sign;

	(void)state;
	for (size_t i = 0; (sign = sign_list(i)); i++) {
		if (!sign_words_does(sign->code, LANG_FR))
			fail_msg("no words for %s", sign->code);
		if (!sign_informs(sign->code) &&
		    !sign_words_ask(sign->code, LANG_FR))
			fail_msg("nothing to ask for %s", sign->code);
	}
	assert_string_equal(sign_words_does("upnp-mapping-rdp", LANG_EN),
	                    label("sign-upnp-mapping", LANG_EN));
	assert_string_equal(sign_words_ask("telnet-no-auth", LANG_EN),
	                    label("ask-password", LANG_EN));
	assert_string_equal(sign_words_ask("telnet", LANG_EN),
	                    label("ask-protected", LANG_EN));
	assert_null(sign_words_does("zzz", LANG_EN));
	assert_null(sign_words_ask("zzz", LANG_EN));
	assert_null(sign_words_does(NULL, LANG_EN));
	assert_null(sign_words_ask(NULL, LANG_EN));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_information),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_signs),
	};

	return cmocka_run_group_tests_name("survey", tests, NULL, NULL);
}
