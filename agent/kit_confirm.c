/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/kit_confirm.h"

#include "agent/console.h"
#include "agent/kit_choice.h"
#include "core/text.h"
#include "report/kit.h"

#include <string.h>

#define TEXT_BYTES 2048

/* What the kit says to a question; NULL: nothing. */
static const char *find_value(const struct kit *kit, const char *control)
{
	if (kit && strcmp(control, "website-https") == 0)
		return kit->commune.site;
	if (kit && strcmp(control, "mail-official-address") == 0)
		return kit->commune.mail;
	return NULL;
}

bool kit_confirm_answers(const struct session *s, const char *control)
{
	return find_value(s->kit, control) != NULL;
}

/* Put one answer in place of the one before. */
static bool put(struct answer *row, size_t *count, const char *control,
                const char *value)
{
	size_t i = 0;

	while (i < *count && strcmp(row[i].control, control) != 0)
		i++;
	if (i < *count && text_is(row[i].value, value))
		return false;
	row[i].control = control;
	row[i].value = value;
	if (i == *count)
		++*count;
	return true;
}

/* The answers with those of the kit; *changed if anything is new. */
static void declare(const struct session *s, const struct baseline *b,
                    struct answers *answers, bool *changed)
{
	struct answer *row =
	    arena_alloc(s->arena, answers->count + b->controls, sizeof(*row));
	size_t count = answers->count;

	if (!row)
		return;
	if (count)
		memcpy(row, answers->row, count * sizeof(*row));
	for (size_t i = 0; i < b->controls; i++) {
		const struct control *c = &b->control[i];
		const char *value =
		    c->question ? find_value(s->kit, c->id) : NULL;

		if (value)
			*changed |= put(row, &count, c->id, value);
	}
	answers->row = row;
	answers->count = count;
}

static enum frontend_reply ask(const struct session *s,
                               const struct frontend *f, bool *right)
{
	const char *const choices[] = { say(SAY_KIT_YES, s->lang),
		                        say(SAY_KIT_NO, s->lang) };
	struct frontend_question q = { .choice = choices,
		                       .choices = 2,
		                       .current = 1 };
	enum frontend_reply reply;
	size_t choice = 0;
	struct buf b, why;

	buf_init(&b, TEXT_BYTES);
	buf_init(&why, TEXT_BYTES);
	say_format(&b, s->lang, SAY_KIT_CONFIRM, "name", s->kit->commune.name,
	           "insee", s->kit->commune.insee, (char *)NULL);
	/* Whoever put a first kit there is trusted from now on: say who. */
	say_format(&why, s->lang, SAY_KIT_CONFIRM_WHY, "name",
	           s->kit->coordinator.name, (char *)NULL);
	q.text = buf_text(&b);
	q.why = buf_text(&why);
	do
		reply = f->choose(f->ctx, &q, &choice);
	while (reply == FRONTEND_BACK);
	buf_clear(&b);
	buf_clear(&why);
	*right = reply != FRONTEND_GIVEN || choice == 0;
	return reply;
}

enum frontend_reply kit_confirm_run(struct session *s, const struct frontend *f,
                                    const struct baseline *b,
                                    struct answers *answers, bool *changed)
{
	const struct kit *kit = s->kit;
	enum frontend_reply reply = FRONTEND_NOTHING;
	bool right = true;

	*changed = false;
	if (!kit)
		return reply;
	if (text_is(answers->insee, kit->commune.insee))
		console_note(s, SAY_KIT_COMMUNE_IS, "name", kit->commune.name,
		             "insee", kit->commune.insee);
	else if (f)
		reply = ask(s, f, &right);
	if (reply == FRONTEND_INTERRUPTED)
		return reply;
	/* Nobody is there to say which of the two is right. */
	if (!f && answers->insee &&
	    !text_is(answers->insee, kit->commune.insee))
		right = false;
	if (!right) {
		kit_choice_drop(s);
		return reply;
	}
	*changed = !text_is(answers->insee, kit->commune.insee) ||
	           !text_is(answers->name, kit->commune.name);
	answers->insee = kit->commune.insee;
	answers->name = kit->commune.name;
	declare(s, b, answers, changed);
	return reply;
}
