/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/judge.h"

#include "agent/assess.h"
#include "agent/console.h"
#include "agent/document_file.h"
#include "agent/input.h"
#include "report/document_json.h"

#include <string.h>

/* The time to judge at: asked for, else the facts' own. */
static bool find_now(const struct session *s, int64_t made_at, int64_t *now)
{
	if (!input_now(s, now))
		return false;
	if (!s->options.value[OPTION_NOW] && made_at)
		*now = made_at;
	return true;
}

static enum ending write_document(struct session *s,
                                  const struct assessment *as)
{
	struct document *d = arena_alloc(s->arena, 1, sizeof(*d));
	enum ending ending;
	struct buf b;
	struct err e;

	if (!d || !assess_make(d, as, s->arena, &e)) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	buf_init(&b, DOCUMENT_BYTES);
	document_file_format(&b, d);
	ending = console_keep(s, s->options.value[OPTION_OUTPUT], &b);
	buf_clear(&b);
	return ending;
}

enum ending judge_run(struct session *s)
{
	const char *answers_path = s->options.value[OPTION_ANSWERS];
	struct facts *f = arena_alloc(s->arena, 1, sizeof(*f));
	struct answers answers = { 0 };
	struct assessment as = { .facts = f,
		                 .answers = &answers,
		                 .lang = s->lang };
	const struct baseline *b;
	enum ending ending = ENDING_USAGE;
	int64_t made_at, now;

	if (!f || !input_facts(s, s->options.operand[0], f, &made_at) ||
	    !find_now(s, made_at, &now))
		return ENDING_USAGE;
	b = input_baseline(s, now);
	if (!b)
		return ENDING_BASELINE;
	as.baseline = b;
	as.now = now;
	if (!answers_path || input_answers(s, answers_path, b, &answers))
		ending = write_document(s, &as);
	return ending;
}
