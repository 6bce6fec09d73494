/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checks/facts_json.h"
#include "checks/ruling.h"
#include "core/date.h"
#include "core/json.h"

#include <stdio.h>
#include <string.h>

/* The rules of the second half of the baseline, one table of cases. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const ids[] = {
	"router-password",
	"wifi-protected",
	"mail-no-hidden-forward",
	"certificates-valid",
	"mail-official-address",
	"mail-no-spoofing",
	"account-per-person",
	"screen-lock",
	"wifi-guests",
	"usb-autorun",
	"website-https",
	"website-maintained",
	"domain-owned",
	"provider-contract",
	"staff-trained",
	"work-private-separate",
	"personal-data-breach",
	"inventory",
	"security-lead",
	"disk-healthy",
	"open-ports",
	"tls-expiry",
	"default-shares",
	"cleartext-passwords",
	"network-one-dhcp",
};

/* A known fact, and one that is not, in the JSON of the cases below. */
#define KNOWN(name, value) "'" name "':{'state':'known','value':" value "}"
#define STATE(name, state) "'" name "':{'state':'" state "','why':'test'}"
#define SOME(name, value) \
	"'" name "':{'state':'denied','why':'test','value':" value "}"

/* Rows of lists. */
#define CERT(use, name, day_, rest)                            \
	"{'use':'" use "','name':'" name "','not_after':" day_ \
	",'issuer':'AC Test','place':'/etc/ssl/a.pem'" rest "}"
#define LISTENER(port, transport, rest)            \
	"{'port':" port ",'transport':'" transport \
	"','address':'0.0.0.0'" rest "}"
#define TLS(day_, rest) \
	"{'host':'192.168.1.9','port':443,'not_after':" day_ rest "}"
#define SITE_TLS(day_, rest)                                                \
	"{'host':'ville.fr','port':443,'service':'https','not_after':" day_ \
	    rest "}"
#define MAIL_TLS(day_, rest)                                                 \
	"{'host':'mx.ville.fr','port':25,'service':'smtp','not_after':" day_ \
	    rest "}"
#define CRITERIA(rows) KNOWN("outside.criteria", "[" rows "]")
#define VOLUME(size, free_, rest) \
	"{'mount':'/','size':" size ",'free':" free_ rest "}"
#define ACCOUNT(name, rest) "{'name':'" name "','number':1000" rest "}"

#define NOW     "1795305600" /* 2026-11-22 */
#define PAST    "1795219200" /* the day before */
#define BORN_30 "1794441600" /* 30 days before IN_20 */
#define BORN_40 "1792713600" /* 40 days before IN_10 */
#define IN_10   "1796169600"
#define IN_20   "1797033600"
#define IN_40   "1798761600"
#define IN_60   "1800489600"
#define IN_90   "1803081600"

#define LOCKED          KNOWN("screen.lock", "true")
#define WINDOWS         KNOWN("system.family", "'windows'")
#define NO_OUTSIDE      KNOWN("outside.tls", "[]")
#define NO_SERVICES     KNOWN("lan.tls", "[]") "," NO_OUTSIDE
#define NO_CERTIFICATES KNOWN("certificate.list", "[]")
#define NO_DISKS        STATE("disk.health", "absent")
#define ROOMY           KNOWN("disk.volumes", "[" VOLUME("1000", "500", "") "]")

static const struct test_case {
	const char *id;
	const char *facts;  /* JSON with ' for " */
	const char *answer; /* "CONTROL=VALUE" or "" */
	enum verdict verdict;
	const char *message;
	const char *code; /* of an evidence line, NULL: there is none */
} cases[] = {
#include "tests/checks/rules_2_machine.def"
#include "tests/checks/rules_2_outside.def"
};

/* Where a "yes" or a harmless-looking word is the bad answer. */
static const struct {
	const char *id;
	const char *choice;
	enum verdict verdict;
} traps[] = {
	{ "router-password", "yes", VERDICT_FAIL },
	{ "router-password", "no", VERDICT_PASS },
	{ "wifi-guests", "same", VERDICT_FAIL },
	{ "wifi-guests", "guest", VERDICT_PASS },
	{ "wifi-guests", "no", VERDICT_PASS },
	{ "account-per-person", "yes", VERDICT_FAIL },
	{ "account-per-person", "no", VERDICT_PASS },
	{ "work-private-separate", "yes", VERDICT_FAIL },
	{ "work-private-separate", "no", VERDICT_PASS },
	{ "staff-trained", "no", VERDICT_FAIL },
	{ "website-maintained", "nobody", VERDICT_FAIL },
	{ "security-lead", "nobody", VERDICT_FAIL },
	{ "provider-contract", "none", VERDICT_NOT_APPLICABLE },
};

/* One judgement and all that it needs. */
struct bench {
	struct baseline *baseline;
	struct arena *arena;
	struct facts facts;
	struct answer answer;
	struct answers answers;
	char control[80];
	struct inputs in;
};

static int bench_open(void **state)
{
	static struct bench bench;
	struct err e;

	memset(&bench, 0, sizeof(bench));
	bench.baseline = baseline_builtin(&e);
	if (!bench.baseline) {
		print_error("%s\n", e.text);
		return -1;
	}
	*state = &bench;
	return 0;
}

static int bench_close(void **state)
{
	struct bench *b = *state;

	baseline_free(b->baseline);
	return 0;
}

static void read_facts(struct bench *b, const char *facts)
{
	char text[4000];
	struct err e;
	cJSON *json;

	snprintf(text, sizeof(text), "{%s}", facts);
	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	json = json_parse(text, strlen(text), &e);
	if (!json)
		fail_msg("%s in %s", e.text, text);
	if (!facts_from_json(&b->facts, json, b->arena, &e))
		fail_msg("%s in %s", e.text, text);
	cJSON_Delete(json);
}

static void read_answer(struct bench *b, const char *answer)
{
	const char *equal = strchr(answer, '=');

	if (!equal)
		return;
	snprintf(b->control, sizeof(b->control), "%.*s", (int)(equal - answer),
	         answer);
	b->answer = (struct answer){ b->control, equal + 1 };
	b->answers.row = &b->answer;
	b->answers.count = 1;
}

/* Judge from a fresh arena; the caller ends with bench_done(). */
static void bench_judge(struct bench *b, const char *id, const char *facts,
                        const char *answer, struct ruling *r)
{
	b->arena = arena_new(1 << 20);
	assert_non_null(b->arena);
	memset(&b->facts, 0, sizeof(b->facts));
	memset(&b->answers, 0, sizeof(b->answers));
	read_facts(b, facts);
	read_answer(b, answer);
	b->in = (struct inputs){
		.facts = &b->facts,
		.answers = &b->answers,
		.baseline = b->baseline,
		.control = baseline_control(b->baseline, id),
	};
	assert_true(date_parse("2026-11-22", &b->in.now));
	if (!b->in.control)
		fail_msg("no control %s", id);
	assert_true(ruling_make(&b->in, b->arena, r));
}

static void bench_done(struct bench *b)
{
	arena_free(b->arena);
	b->arena = NULL;
}

static bool has_code(const struct ruling *r, const char *code)
{
	const struct evidence *line = r->evidence.data;

	for (size_t i = 0; i < r->evidence.count; i++)
		if (strcmp(line[i].code, code) == 0)
			return true;
	return false;
}

/* Every line bears a code that the rule says it may emit. */
static void check_codes(const struct ruling *r, const char *id)
{
	const struct evidence *line = r->evidence.data;
	const struct rule *rule = rule_find(id);

	for (size_t i = 0; i < r->evidence.count; i++) {
		const char *const *code = rule->codes;

		while (*code && strcmp(*code, line[i].code) != 0)
			code++;
		if (!*code)
			fail_msg("%s emits %s", id, line[i].code);
	}
}

/* The message exists, in both languages, with all its names filled in. */
static void check_words(const struct bench *b, const struct ruling *r)
{
	for (int i = 0; i < LANG_COUNT; i++) {
		const char *said =
		    ruling_say(r, &b->in, r->message, (enum lang)i);

		if (!said || !*said || strchr(said, '{'))
			fail_msg("%s says \"%s\" for %s", b->in.control->id,
			         said ? said : "", r->message);
	}
}

static void test_cases(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct test_case *c = &cases[i];
		struct ruling r;

		bench_judge(b, c->id, c->facts, c->answer, &r);
		if (r.verdict != c->verdict ||
		    strcmp(r.message ? r.message : "", c->message) != 0)
			fail_msg("case %zu, %s: %s, %s", i, c->id,
			         verdict_name(r.verdict),
			         r.message ? r.message : "no message");
		assert_int_equal(r.severity, b->in.control->severity);
		if (c->code ? !has_code(&r, c->code) : r.evidence.count != 0)
			fail_msg("case %zu, %s: wrong evidence", i, c->id);
		check_words(b, &r);
		check_codes(&r, c->id);
		bench_done(b);
	}
}

/* Whoever knows nothing is told so, never reassured. */
static void test_nothing_known(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++) {
		struct ruling r;

		bench_judge(b, ids[i], "", "", &r);
		if (r.verdict != VERDICT_UNKNOWN)
			fail_msg("%s: %s", ids[i], verdict_name(r.verdict));
		check_words(b, &r);
		check_codes(&r, ids[i]);
		bench_done(b);
	}
}

/* A fact in any state but known and absent never makes a pass. */
static void test_unread_is_not_good(void **state)
{
	static const char *const states[] = { "unasked", "denied",
		                              "unsupported", "failed" };
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++)
		for (size_t s = 0; s < COUNT(states); s++) {
			const struct rule *rule = rule_find(ids[i]);
			char facts[2000] = "";
			struct ruling r;

			for (size_t n = 0; rule && rule->reads[n]; n++)
				snprintf(facts + strlen(facts),
				         sizeof(facts) - strlen(facts),
				         "%s'%s':{'state':'%s'}", n ? "," : "",
				         rule->reads[n], states[s]);
			bench_judge(b, ids[i], facts, "", &r);
			if (r.verdict != VERDICT_UNKNOWN)
				fail_msg("%s, %s: %s", ids[i], states[s],
				         verdict_name(r.verdict));
			bench_done(b);
		}
}

static void test_rules_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct rule *rule = rule_find(ids[i]);
		struct facts facts;

		for (size_t n = 0; rule && rule->reads[n]; n++)
			if (!fact_find(&facts, rule->reads[n]))
				fail_msg("%s reads %s", ids[i], rule->reads[n]);
	}
}

/* Words that no case brings out are either dead or untested. */
static void test_every_message_is_said(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct control *c = baseline_control(b->baseline, ids[i]);

		for (size_t m = 0; m < c->messages; m++) {
			bool said = false;

			for (size_t n = 0; n < COUNT(cases); n++)
				said =
				    said || (strcmp(cases[n].id, ids[i]) == 0 &&
				             strcmp(cases[n].message,
				                    c->message[m].id) == 0);
			if (!said)
				fail_msg("%s never says %s", ids[i],
				         c->message[m].id);
		}
	}
}

static void test_questions(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct control *c = baseline_control(b->baseline, ids[i]);
		const struct choice *unsure;
		int pass = 0, fail = 0;

		if (!c->question || c->question->kind != QUESTION_CHOICE)
			continue;
		unsure = question_choice(c->question, "dont-know");
		assert_non_null(unsure);
		assert_int_equal(unsure->verdict, VERDICT_UNKNOWN);
		for (size_t n = 0; n < c->question->choices; n++) {
			pass += c->question->choice[n].verdict == VERDICT_PASS;
			fail += c->question->choice[n].verdict == VERDICT_FAIL;
		}
		if (pass == 0 || fail == 0)
			fail_msg("%s has no good or no bad answer", ids[i]);
	}
	for (size_t i = 0; i < COUNT(traps); i++) {
		const struct control *c =
		    baseline_control(b->baseline, traps[i].id);
		const struct choice *choice =
		    question_choice(c->question, traps[i].choice);

		assert_non_null(choice);
		assert_int_equal(choice->verdict, traps[i].verdict);
	}
}

/* A replaced baseline may bring ports whose codes this program never heard. */
static void test_foreign_port_code(void **state)
{
	static const struct port_rule odd = {
		.port = 4444,
		.transport = "tcp",
		.service = "odd",
		.code = "brand-new",
		.severe = true,
	};
	struct bench *b = *state;
	struct baseline other = *b->baseline;
	struct ruling r;

	bench_judge(b, "open-ports",
	            KNOWN("listener.list",
	                  "[" LISTENER("4444", "tcp", ",'loopback':false") "]"),
	            "", &r);
	assert_int_equal(r.verdict, VERDICT_PASS);
	other.port = &odd;
	other.ports = 1;
	b->in.baseline = &other;
	assert_true(ruling_make(&b->in, b->arena, &r));
	assert_int_equal(r.verdict, VERDICT_FAIL);
	assert_true(has_code(&r, "risky-port"));
	bench_done(b);
}

/* The first of the worst is the one that is named. */
static void test_worst_port_is_named(void **state)
{
	struct bench *b = *state;
	struct ruling r;

	bench_judge(
	    b, "open-ports",
	    KNOWN(
		"listener.list",
		"[" LISTENER("3306", "tcp", ",'loopback':false") "," LISTENER("23", "tcp", ",'loopback':false") "," LISTENER(
		    "21", "tcp",
		    ",'loopback':false") "," LISTENER("5432", "tcp",
	                                              ",'loopback':false") "]"),
	    "", &r);
	assert_non_null(
	    strstr(ruling_say(&r, &b->in, r.message, LANG_EN), "telnet"));
	assert_int_equal(r.evidence.count, 4);
	bench_done(b);
}

/* Our own ports all bear codes that the rule knows. */
static void test_port_codes(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < b->baseline->ports; i++) {
		const struct port_rule *p = &b->baseline->port[i];
		char facts[300];
		struct ruling r;

		snprintf(facts, sizeof(facts),
		         "'listener.list':{'state':'known','value':[{'port':"
		         "%d,'transport':'%s','loopback':false}]}",
		         (int)p->port, p->transport);
		bench_judge(b, "open-ports", facts, "", &r);
		assert_int_equal(r.verdict,
		                 p->severe ? VERDICT_FAIL : VERDICT_PARTIAL);
		if (!has_code(&r, p->code))
			fail_msg("port %d has no code %s", (int)p->port,
			         p->code);
		bench_done(b);
	}
}

/* The holder of a certificate and where it lies stay on the machine. */
static void test_person_is_not_named(void **state)
{
	struct bench *b = *state;
	const struct evidence *line;
	struct ruling r;

	bench_judge(b, "certificates-valid",
	            KNOWN("certificate.list",
	                  "[" CERT("person", "Z. Q.", PAST, "") "]"),
	            "", &r);
	line = r.evidence.data;
	assert_int_equal(r.evidence.count, 1);
	assert_null(strstr(line->value, "Z. Q."));
	assert_null(strstr(line->value, "/etc"));
	assert_string_equal(line->value, "notAfter 2026-11-21, issuer AC Test");
	bench_done(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_nothing_known),
		cmocka_unit_test(test_unread_is_not_good),
		cmocka_unit_test(test_rules_are_whole),
		cmocka_unit_test(test_every_message_is_said),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_foreign_port_code),
		cmocka_unit_test(test_worst_port_is_named),
		cmocka_unit_test(test_port_codes),
		cmocka_unit_test(test_person_is_not_named),
	};

	return cmocka_run_group_tests(tests, bench_open, bench_close);
}
