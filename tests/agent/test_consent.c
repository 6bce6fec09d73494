/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "agent/ask.h"
#include "agent/consent.h"
#include "core/date.h"
#include "core/json.h"
#include "report/kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW   INT64_C(1795330800)
#define HERE  "192.168.1.0/24"
#define BOX   "0123456789abcdef"
#define OTHER "fedcba9876543210"

/* A person who answers from a text: a number, r, q, ! a letter each. */
struct person {
	const char *reply;
	unsigned asked;
	size_t marked[16]; /* the choice marked in each question */
};

static void tell(void *ctx, const char *text)
{
	(void)ctx;
	assert_non_null(text);
}

static enum frontend_reply choose(void *ctx, const struct frontend_question *q,
                                  size_t *choice)
{
	struct person *p = ctx;
	char reply = *p->reply;

	assert_non_null(q->why);
	assert_true(p->asked < 16);
	p->marked[p->asked++] = q->current;
	assert_true(reply != '\0');
	p->reply++;
	if (reply == 'r')
		return FRONTEND_BACK;
	if (reply == 'q')
		return FRONTEND_QUIT;
	if (reply == '!')
		return FRONTEND_INTERRUPTED;
	*choice = (size_t)(reply - '1');
	assert_true(*choice < q->choices);
	return FRONTEND_GIVEN;
}

static const struct {
	const char *what;
	/* What was kept, if anything. */
	int days; /* ago; -1: nothing was */
	const char *kept, *ranges, *mark;
	/* Who is there, and where. */
	const char *reply; /* NULL: nobody */
	const char *here, *box;
	/* What comes of it. */
	const char *look; /* NULL: none */
	unsigned asked;   /* questions */
	enum frontend_reply end;
} cases[] = {
	/* Nobody is there. */
	{ "never asked", -1, NULL, NULL, NULL, NULL, HERE, BOX, NULL, 0,
	  FRONTEND_NOTHING },
	{ "agreed here", 10, "normal", HERE, BOX, NULL, HERE, BOX, "normal", 0,
	  FRONTEND_NOTHING },
	{ "agreed to all here", 182, "thorough", HERE, BOX, NULL, HERE, BOX,
	  "thorough", 0, FRONTEND_NOTHING },
	{ "refused here", 10, "none", HERE, BOX, NULL, HERE, BOX, NULL, 0,
	  FRONTEND_NOTHING },
	{ "agreed long ago", 183, "normal", HERE, BOX, NULL, HERE, BOX, NULL, 0,
	  FRONTEND_NOTHING },
	{ "agreed tomorrow", -2, "normal", HERE, BOX, NULL, HERE, BOX, NULL, 0,
	  FRONTEND_NOTHING },
	{ "other addresses", 10, "normal", "10.0.0.0/24", BOX, NULL, HERE, BOX,
	  NULL, 0, FRONTEND_NOTHING },
	{ "another network more", 10, "normal", HERE, BOX, NULL,
	  HERE " 10.0.0.0/24", BOX, NULL, 0, FRONTEND_NOTHING },
	{ "the same addresses elsewhere", 10, "normal", HERE, BOX, NULL, HERE,
	  OTHER, NULL, 0, FRONTEND_NOTHING },
	{ "a box that is not known now", 10, "normal", HERE, BOX, NULL, HERE,
	  "", NULL, 0, FRONTEND_NOTHING },
	{ "a box that was not known then", 10, "normal", HERE, NULL, NULL, HERE,
	  BOX, NULL, 0, FRONTEND_NOTHING },
	{ "no network", 10, "normal", "", BOX, NULL, "", BOX, NULL, 0,
	  FRONTEND_NOTHING },
	/* Somebody is. */
	{ "no network to ask about", -1, NULL, NULL, NULL, "", "", "", NULL, 0,
	  FRONTEND_NOTHING },
	{ "said before", 10, "normal", HERE, BOX, "", HERE, BOX, "normal", 0,
	  FRONTEND_NOTHING },
	{ "refused before", 10, "none", HERE, BOX, "", HERE, BOX, NULL, 0,
	  FRONTEND_NOTHING },
	{ "yes, not all", -1, NULL, NULL, NULL, "1122", HERE, BOX, "normal", 4,
	  FRONTEND_GIVEN },
	{ "yes, all", -1, NULL, NULL, NULL, "1111", HERE, BOX, "thorough", 4,
	  FRONTEND_GIVEN },
	{ "no", -1, NULL, NULL, NULL, "12", HERE, BOX, NULL, 2,
	  FRONTEND_GIVEN },
	{ "shared, no", -1, NULL, NULL, NULL, "22", HERE, BOX, NULL, 2,
	  FRONTEND_GIVEN },
	{ "shared, yes", -1, NULL, NULL, NULL, "2122", HERE, BOX, "normal", 4,
	  FRONTEND_GIVEN },
	{ "perhaps shared, yes", -1, NULL, NULL, NULL, "3131", HERE, BOX,
	  "thorough", 4, FRONTEND_GIVEN },
	{ "asked again after months", 183, "thorough", HERE, BOX, "12", HERE,
	  BOX, NULL, 2, FRONTEND_GIVEN },
	{ "asked again elsewhere", 1, "thorough", HERE, BOX, "12", HERE, OTHER,
	  NULL, 2, FRONTEND_GIVEN },
	{ "back and forth", -1, NULL, NULL, NULL, "r2r11rr12", HERE, BOX, NULL,
	  9, FRONTEND_GIVEN },
	{ "yes, but nobody agrees", -1, NULL, NULL, NULL, "114", HERE, BOX,
	  NULL, 3, FRONTEND_GIVEN },
	{ "thinks again about who agrees", -1, NULL, NULL, NULL, "111r31", HERE,
	  BOX, "thorough", 6, FRONTEND_GIVEN },
	{ "quits", -1, NULL, NULL, NULL, "1q", HERE, BOX, NULL, 2,
	  FRONTEND_QUIT },
	{ "quits after a yes", -1, NULL, NULL, NULL, "11q", HERE, BOX, NULL, 3,
	  FRONTEND_QUIT },
	{ "interrupts", -1, NULL, NULL, NULL, "!", HERE, BOX, NULL, 1,
	  FRONTEND_INTERRUPTED },
};

static void run_case(size_t i)
{
	struct arena *a = arena_new(1u << 20);
	struct person p = { .reply = cases[i].reply };
	struct session s = { .arena = a, .quiet = true };
	struct frontend f = { .ctx = &p, .tell = tell, .choose = choose };
	struct consent c = { .session = &s,
		             .frontend = cases[i].reply ? &f : NULL,
		             .now = NOW };
	struct answers answers = { 0 };
	struct lan_plan plan = { .roots = "local.pem" };
	bool look, asked;
	enum frontend_reply end;

	if (cases[i].days != -1)
		answers.network = (struct answers_network){
			NOW - cases[i].days * DATE_DAY,
			"no",
			cases[i].kept,
			"clerk",
			cases[i].ranges,
			cases[i].mark,
		};
	strcpy(c.here.ranges, cases[i].here);
	strcpy(c.here.mark, cases[i].box);
	end = consent_find(&c, &answers, &plan, &look, &asked);
	if (end != cases[i].end || p.asked != cases[i].asked ||
	    look != (cases[i].look != NULL))
		fail_msg("%s: %d %u %d", cases[i].what, end, p.asked, look);
	assert_int_equal(asked, end == FRONTEND_GIVEN);
	if (look) {
		assert_string_equal(lan_plan_level(plan.level), cases[i].look);
		assert_string_equal(plan.consent, "question");
		assert_string_equal(plan.range, "auto");
	}
	assert_string_equal(plan.roots, "local.pem");
	if (asked) {
		const char *want = cases[i].look ? cases[i].look : "none";

		assert_int_equal(answers.network.asked_at, NOW);
		assert_string_equal(answers.network.look, want);
		assert_string_equal(answers.network.ranges, HERE);
	} else if (cases[i].days == -1) {
		assert_int_equal(answers.network.asked_at, 0);
	}
	arena_free(a);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(i);
}

/* What the mayor agreed to with the coordinator. */
#define AGREED (NOW - 20 * DATE_DAY)

static const struct {
	const char *what;
	const char *lan; /* NULL: the kit says nothing */
	bool expired;
	/* What was kept, if anything: the last is the time. */
	const char *kept, *ranges, *mark;
	int64_t kept_at;
	const char *reply; /* NULL: nobody is there */
	const char *here, *box;
	const char *look; /* NULL: none */
	const char *consent;
	bool saved;
} kits[] = {
	{ "normal", "normal", false, NULL, NULL, NULL, 0, NULL, HERE, BOX,
	  "normal", "kit", true },
	{ "ports", "ports", false, NULL, NULL, NULL, 0, NULL, HERE, BOX,
	  "ports", "kit", true },
	{ "thorough, nobody is asked", "thorough", false, NULL, NULL, NULL, 0,
	  "", HERE, BOX, "thorough", "kit", true },
	{ "none, nobody is asked", "none", false, NULL, NULL, NULL, 0, "", HERE,
	  BOX, NULL, NULL, false },
	{ "none, whatever was said", "none", false, "normal", HERE, BOX,
	  NOW - DATE_DAY, "", HERE, BOX, NULL, NULL, false },
	{ "no network", "normal", false, NULL, NULL, NULL, 0, "", "", "", NULL,
	  NULL, false },
	{ "the box is not known yet", "normal", false, NULL, NULL, NULL, 0,
	  NULL, HERE, "", "normal", "kit", true },
	{ "again", "normal", false, "normal", HERE, BOX, AGREED, NULL, HERE,
	  BOX, "normal", "kit", false },
	{ "again, before the box is known", "normal", false, "normal", HERE,
	  BOX, AGREED, NULL, HERE, "", "normal", "kit", false },
	{ "at home: other addresses", "normal", false, "normal", HERE, BOX,
	  AGREED, NULL, "10.0.0.0/24", OTHER, NULL, NULL, false },
	{ "at home: the same addresses", "normal", false, "normal", HERE, BOX,
	  AGREED, NULL, HERE, OTHER, NULL, NULL, false },
	{ "at home, asked", "thorough", false, "normal", HERE, BOX, AGREED,
	  "12", HERE, OTHER, NULL, NULL, true },
	{ "said no since", "normal", false, "none", HERE, BOX, NOW - DATE_DAY,
	  "", HERE, BOX, NULL, NULL, false },
	{ "said more since", "normal", false, "thorough", HERE, BOX,
	  NOW - DATE_DAY, "", HERE, BOX, "thorough", "question", false },
	{ "said no before", "normal", false, "none", HERE, BOX,
	  NOW - 30 * DATE_DAY, "", HERE, BOX, "normal", "kit", true },
	{ "a kit that says nothing", NULL, false, NULL, NULL, NULL, 0, "1122",
	  HERE, BOX, "normal", "question", true },
	{ "a kit out of date", "thorough", true, NULL, NULL, NULL, 0, "1122",
	  HERE, BOX, "normal", "question", true },
	{ "a kit out of date, nobody", "thorough", true, NULL, NULL, NULL, 0,
	  NULL, HERE, BOX, NULL, NULL, false },
};

static void run_kit(size_t i)
{
	struct arena *a = arena_new(1u << 20);
	struct kit kit = { .made_at = AGREED, .lan = kits[i].lan };
	struct person p = { .reply = kits[i].reply };
	struct session s = { .arena = a,
		             .quiet = true,
		             .kit = &kit,
		             .kit_expired = kits[i].expired };
	struct frontend f = { .ctx = &p, .tell = tell, .choose = choose };
	struct consent c = { .session = &s,
		             .frontend = kits[i].reply ? &f : NULL,
		             .now = NOW };
	struct answers answers = { 0 };
	struct lan_plan plan = { 0 };
	bool look, asked;

	if (kits[i].kept)
		answers.network = (struct answers_network){
			kits[i].kept_at, "unknown",      kits[i].kept,
			"mayor",         kits[i].ranges, kits[i].mark,
		};
	strcpy(c.here.ranges, kits[i].here);
	strcpy(c.here.mark, kits[i].box);
	consent_find(&c, &answers, &plan, &look, &asked);
	if (look != (kits[i].look != NULL) || asked != kits[i].saved)
		fail_msg("%s: %d %d", kits[i].what, look, asked);
	if (look) {
		assert_string_equal(lan_plan_level(plan.level), kits[i].look);
		assert_string_equal(plan.consent, kits[i].consent);
		assert_string_equal(plan.range, "auto");
	}
	if (asked)
		assert_string_equal(answers.network.ranges, kits[i].here);
	arena_free(a);
}

static void test_kits(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kits) / sizeof(kits[0]); i++)
		run_kit(i);
}

/* "No" is what the Enter key says where others use the network. */
static void test_marked(void **state)
{
	static const char *const replies[] = { "12", "22", "32" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct arena *a = arena_new(1u << 20);
		struct person p = { .reply = replies[i] };
		struct session s = { .arena = a };
		struct frontend f = { .ctx = &p,
			              .tell = tell,
			              .choose = choose };
		struct consent c = { &s, &f, { HERE, BOX }, NOW };
		struct answers answers = { 0 };
		struct lan_plan plan = { 0 };
		bool look, asked;

		consent_find(&c, &answers, &plan, &look, &asked);
		assert_int_equal(p.marked[0], 0);
		assert_int_equal(p.marked[1], i == 0 ? 0 : 2);
		arena_free(a);
	}
}

/* The box may become known by the look; a mark that is there stays. */
static void test_completed(void **state)
{
	static const struct consent_network box = { HERE, BOX };
	static const struct consent_network unknown = { HERE, "" };
	static const struct consent_network other = { "10.0.0.0/24", BOX };
	struct answers_network n = { NOW, "no", "normal", NULL, HERE, NULL };
	struct answers_network never = { 0 };
	struct arena *a = arena_new(1u << 20);

	(void)state;
	assert_false(consent_complete(&box, &never, a));
	assert_false(consent_complete(&unknown, &n, a));
	assert_false(consent_complete(&other, &n, a));
	assert_null(n.mark);
	assert_true(consent_complete(&box, &n, a));
	assert_string_equal(n.mark, BOX);
	assert_false(consent_complete(&box, &n, a));
	arena_free(a);
}

/* The agreement goes to a file and comes back; half of one is refused. */
static void test_kept(void **state)
{
	static const char *const bad[] = {
		"{\"network\":3}",
		"{\"network\":{}}",
		"{\"network\":{\"asked_at\":\"2026-11-22\",\"shared\":\"no\","
		"\"look\":\"normal\"}}",
		"{\"network\":{\"asked_at\":\"then\",\"shared\":\"no\","
		"\"look\":\"normal\",\"ranges\":\"\"}}",
		"{\"network\":{\"asked_at\":\"2026-11-22\",\"shared\":\"no\","
		"\"look\":\"everything\",\"ranges\":\"\"}}",
		"{\"network\":{\"asked_at\":\"2026-11-22\",\"shared\":\"?\","
		"\"look\":\"normal\",\"ranges\":\"\"}}",
		"{\"network\":{\"asked_at\":\"2026-11-22\",\"shared\":\"no\","
		"\"look\":\"normal\",\"by\":\"a friend\",\"ranges\":\"\"}}",
	};
	struct answers out, in = { .network = { NOW, "unknown", "thorough",
		                                "provider", HERE, BOX } };
	struct arena *a = arena_new(1u << 20);
	struct err e = { 0 };
	struct baseline *b = baseline_builtin(&e);
	cJSON *json = answers_to_json(&in);

	(void)state;
	assert_true(answers_from_json(&out, json, b, a, &e));
	assert_int_equal(out.network.asked_at, NOW);
	assert_string_equal(out.network.shared, "unknown");
	assert_string_equal(out.network.look, "thorough");
	assert_string_equal(out.network.by, "provider");
	assert_string_equal(out.network.ranges, HERE);
	assert_string_equal(out.network.mark, BOX);
	cJSON_Delete(json);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		json = json_parse(bad[i], strlen(bad[i]), &e);
		assert_non_null(json);
		cJSON_AddNumberToObject(json, "format", ANSWERS_FORMAT);
		cJSON_AddObjectToObject(json, "answers");
		assert_false(answers_from_json(&out, json, b, a, &e));
		cJSON_Delete(json);
	}
	baseline_free(b);
	arena_free(a);
}

/* What the system says of this machine's network has the right form. */
static void test_here(void **state)
{
	struct consent_network here;

	(void)state;
	consent_here(&here);
	assert_true(strlen(here.ranges) < sizeof(here.ranges));
	assert_true(strlen(here.mark) == 0 || strlen(here.mark) == 16);
	if (!here.ranges[0])
		assert_string_equal(here.mark, "");
	else
		assert_non_null(strchr(here.ranges, '/'));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),  cmocka_unit_test(test_kits),
		cmocka_unit_test(test_marked), cmocka_unit_test(test_completed),
		cmocka_unit_test(test_kept),   cmocka_unit_test(test_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
