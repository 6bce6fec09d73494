/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/consult.h"
#include "agent/frontend.h"
#include "report/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A person who answers once. */
struct person {
	enum frontend_reply reply;
	size_t choice;
	unsigned asked;
	bool single;
};

static enum frontend_reply choose(void *ctx, const struct frontend_question *q,
                                  size_t *choice)
{
	struct person *p = ctx;

	assert_int_equal(q->choices, 3);
	p->single = q->single;
	p->asked++;
	*choice = p->choice;
	return p->reply;
}

static void note(void *ctx, const char *text, bool error)
{
	(void)ctx;
	(void)text;
	assert_false(error);
}

/* Only a yes sends: to go back or to stop leaves the question, at once. */
static void only_a_yes_sends(void **state)
{
	static const struct {
		enum frontend_reply reply;
		size_t choice;
		enum ending ending;
	} cases[] = {
		{ FRONTEND_GIVEN, 0, ENDING_DONE },
		{ FRONTEND_GIVEN, 2, ENDING_WAITING },
		{ FRONTEND_BACK, 0, ENDING_WAITING },
		{ FRONTEND_QUIT, 0, ENDING_WAITING },
		{ FRONTEND_INTERRUPTED, 0, ENDING_WAITING },
	};
	struct kit kit = { .coordinator = { .name = "Syndicat" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct person p = { .reply = cases[i].reply,
			            .choice = cases[i].choice };
		const struct frontend f = { .ctx = &p,
			                    .choose = choose,
			                    .note = note };
		struct session s = { .frontend = &f, .kit = &kit };

		assert_int_equal(consult_run(&s, "envoi", NULL, 0),
		                 cases[i].ending);
		assert_int_equal(p.asked, 1);
		assert_true(p.single);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_yes_sends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
