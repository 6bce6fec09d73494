/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/assess.h"
#include "checks/baseline.h"
#include "tests/fuzz/builtin.h"

#include <stdlib.h>

/*
 * A baseline from anybody: refused, or good for every look-up; one that can
 * stand in for the built-in one is judged by too.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MEMORY (32u << 20)

static void look_up(const struct baseline *b)
{
	for (size_t i = 0; i < b->controls; i++) {
		const struct control *c = &b->control[i];

		if (!baseline_control(b, c->id))
			abort();
		for (size_t n = 0; n < c->messages; n++)
			if (!baseline_message(b, c, c->message[n].id))
				abort();
		if (c->question && c->question->choices)
			(void)question_choice(c->question, "yes");
	}
	for (size_t i = 0; i < b->thresholds; i++)
		(void)baseline_number(b, b->threshold[i].id);
	for (size_t i = 0; i < b->supports; i++)
		(void)baseline_support(b, b->support[i].product,
		                       b->support[i].cycle);
}

static void judge(const struct baseline *b)
{
	static const struct facts nothing;
	static const struct answers none;
	struct assessment as = { .facts = &nothing,
		                 .answers = &none,
		                 .baseline = b };
	struct arena *a = arena_new(MEMORY);
	struct document d;
	struct err e;

	if (a)
		(void)assess_make(&d, &as, a, &e);
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e;
	struct baseline *b = baseline_parse((const char *)data, size, &e);

	if (!b)
		return 0;
	look_up(b);
	if (baseline_covers(b, builtin_baseline(), &e))
		judge(b);
	baseline_free(b);
	return 0;
}
