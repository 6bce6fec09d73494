/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/ask.h"
#include "agent/kit_confirm.h"
#include "report/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* A person who says yes (1), no (2), b(ack), q(uit), or ! to each question. */
struct person {
	const char *reply;
	unsigned asked;
	char last[512];
	char told[4096];
};

static enum frontend_reply choose(void *ctx, const struct frontend_question *q,
                                  size_t *choice)
{
	struct person *p = ctx;
	char reply = *p->reply;

	assert_true(reply != '\0');
	p->reply++;
	p->asked++;
	snprintf(p->last, sizeof(p->last), "%s\n%s", q->text, q->why);
	*choice = (size_t)(reply - '1');
	return reply == 'b'   ? FRONTEND_BACK
	       : reply == 'q' ? FRONTEND_QUIT
	       : reply == '!' ? FRONTEND_INTERRUPTED
	                      : FRONTEND_GIVEN;
}

static void note(void *ctx, const char *text, bool error)
{
	struct person *p = ctx;

	(void)error;
	snprintf(p->told + strlen(p->told), sizeof(p->told) - strlen(p->told),
	         "%s\n", text);
}

static void tell(void *ctx, const char *text)
{
	(void)ctx;
	(void)text;
}

static const struct {
	const char *what;
	const char *insee; /* answered before, or NULL */
	const char *reply; /* NULL: nobody is there */
	enum frontend_reply end;
	bool kept;    /* the kit is still there */
	bool changed; /* there is something to save */
	unsigned asked;
} cases[] = {
	{ "nobody", NULL, NULL, FRONTEND_NOTHING, true, true, 0 },
	{ "nobody, known", "01001", NULL, FRONTEND_NOTHING, true, true, 0 },
	{ "nobody, another", "01002", NULL, FRONTEND_NOTHING, false, false, 0 },
	{ "yes", NULL, "1", FRONTEND_GIVEN, true, true, 1 },
	{ "no", NULL, "2", FRONTEND_GIVEN, false, false, 1 },
	{ "known", "01001", "", FRONTEND_NOTHING, true, true, 0 },
	{ "another, yes", "01002", "1", FRONTEND_GIVEN, true, true, 1 },
	{ "another, no", "01002", "2", FRONTEND_GIVEN, false, false, 1 },
	{ "back", NULL, "bb1", FRONTEND_GIVEN, true, true, 3 },
	{ "quit", NULL, "q", FRONTEND_QUIT, true, true, 1 },
	{ "interrupted", NULL, "!", FRONTEND_INTERRUPTED, true, false, 1 },
};

static const struct kit kit = {
	.commune = { .insee = "01001",
	             .name = "Exemple",
	             .site = "www.exemple.fr",
	             .mail = "exemple.fr" },
	.coordinator = { .name = "Syndicat", .phone = "04 00 00 00 00" },
};

static void run_case(size_t i, const struct baseline *b)
{
	struct arena *a = arena_new(1u << 20);
	struct person p = { .reply = cases[i].reply };
	struct frontend f = { .ctx = &p, .choose = choose, .note = note };
	struct session s = { .arena = a, .kit = &kit, .frontend = &f };
	struct answers answers = { .insee = cases[i].insee };
	bool changed;
	enum frontend_reply end;

	end = kit_confirm_run(&s, cases[i].reply ? &f : NULL, b, &answers,
	                      &changed);
	if (end != cases[i].end || (s.kit != NULL) != cases[i].kept ||
	    changed != cases[i].changed || p.asked != cases[i].asked)
		fail_msg("%s: %d %d %d %u", cases[i].what, end, s.kit != NULL,
		         changed, p.asked);
	if (p.asked) {
		assert_non_null(strstr(p.last, "Exemple, code INSEE 01001"));
		assert_non_null(strstr(p.last, "le kit de Syndicat."));
	}
	if (!cases[i].kept) {
		assert_non_null(
		    strstr(p.told, "appelez Syndicat au 04 00 00 00 00."));
		assert_null(answers_find(&answers, "website-https"));
	} else if (end != FRONTEND_INTERRUPTED) {
		assert_string_equal(answers.insee, "01001");
		assert_string_equal(answers.name, "Exemple");
		assert_string_equal(answers_find(&answers, "website-https"),
		                    "www.exemple.fr");
		assert_string_equal(
		    answers_find(&answers, "mail-official-address"),
		    "exemple.fr");
		/* Nothing is new the second time. */
		end = kit_confirm_run(&s, NULL, b, &answers, &changed);
		assert_int_equal(end, FRONTEND_NOTHING);
		assert_false(changed);
	}
	arena_free(a);
}

static void test_cases(void **state)
{
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(i, b);
	baseline_free(b);
}

/* Every question asked, one a line. */
struct reader {
	char seen[64 << 10];
	size_t count;
};

static enum frontend_reply
skip_choice(void *ctx, const struct frontend_question *q, size_t *choice)
{
	struct reader *r = ctx;

	strncat(r->seen, q->text, sizeof(r->seen) - strlen(r->seen) - 1);
	r->count++;
	*choice = 0;
	return FRONTEND_NOTHING;
}

static enum frontend_reply
skip_line(void *ctx, const struct frontend_question *q, char *out, size_t size)
{
	size_t ignored;

	assert_true(size > 0);
	out[0] = '\0';
	return skip_choice(ctx, q, &ignored);
}

static void save(void *ctx, const struct answers *answers)
{
	(void)ctx;
	(void)answers;
}

static void ask_all(struct reader *r, const struct kit *with)
{
	struct err e;
	struct baseline *b = baseline_builtin(&e);
	struct arena *a = arena_new(1u << 20);
	struct frontend f = {
		.ctx = r, .choose = skip_choice, .type = skip_line, .tell = tell
	};
	struct session s = { .arena = a, .kit = with };
	struct ask ask = {
		.session = &s, .baseline = b, .frontend = &f, .save = save
	};
	struct answers answers = { 0 };

	assert_int_equal(ask_run(&ask, &answers), FRONTEND_GIVEN);
	baseline_free(b);
	arena_free(a);
}

/* The commune, its site and its mail are four questions less. */
static void test_not_asked(void **state)
{
	struct reader without = { "", 0 }, with = { "", 0 }, part = { "", 0 };
	struct kit bare = kit;

	(void)state;
	bare.commune.site = bare.commune.mail = NULL;
	ask_all(&without, NULL);
	ask_all(&with, &kit);
	ask_all(&part, &bare);
	assert_int_equal(without.count, with.count + 4);
	assert_int_equal(without.count, part.count + 2);
	assert_non_null(strstr(without.seen, "nom de votre commune"));
	assert_null(strstr(with.seen, "nom de votre commune"));
	assert_null(strstr(with.seen, "INSEE"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_not_asked),
	};

	return cmocka_run_group_tests_name("kit_confirm", tests, NULL, NULL);
}
