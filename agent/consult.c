/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/consult.h"

#include "agent/console.h"
#include "agent/frontend.h"
#include "agent/terminal.h"
#include "core/tty.h"
#include "report/kit.h"
#include "report/renderer.h"

#define TEXT_BYTES (1u << 20)
#define WIDEST     80

/* The result as the coordinator's team will read it. */
static enum ending show(const struct session *s, const struct parcel *p)
{
	const struct renderer *r = renderer_find("text");
	struct view v = { .document = &p->document,
		          .lang = p->document.lang,
		          .arena = s->arena,
		          .width = tty_columns(TTY_OUTPUT) };
	enum ending ending;
	struct buf b;

	if (v.width == 0 || v.width > WIDEST)
		v.width = WIDEST;
	buf_init(&b, TEXT_BYTES);
	r->render(&v, &b);
	ending = console_result(s, &b);
	buf_clear(&b);
	return ending;
}

static bool ask(const struct session *s, const struct frontend *f)
{
	const char *const choices[] = { say(SAY_SEND_YES, s->lang),
		                        say(SAY_SEND_NOT_NOW, s->lang) };
	struct frontend_question q = { .why = say(SAY_SEND_NEVER, s->lang),
		                       .choice = choices,
		                       .choices = 2 };
	enum frontend_reply reply;
	size_t choice = 1;
	struct buf b;

	buf_init(&b, TEXT_BYTES);
	say_format(&b, s->lang, SAY_SEND_ASK, "name", s->kit->coordinator.name,
	           (char *)NULL);
	q.text = buf_text(&b);
	do
		reply = f->choose(f->ctx, &q, &choice);
	while (reply == FRONTEND_BACK);
	buf_clear(&b);
	return reply == FRONTEND_GIVEN && choice == 0;
}

enum ending consult_run(const struct session *s, const char *outbox,
                        const struct parcel *list, size_t count)
{
	struct frontend terminal = terminal_frontend(s);
	const struct frontend *f = s->frontend ? s->frontend : &terminal;
	enum ending ending = ENDING_DONE;

	if (s->options.value[OPTION_YES])
		return ENDING_DONE;
	if (!s->frontend && !terminal_there()) {
		console_error(s, SAY_SEND_NOBODY);
		return ENDING_USAGE;
	}
	for (size_t i = 0; ending == ENDING_DONE && i < count; i++) {
		const char *path = outbox_path(s, outbox, list[i].name, "json");

		if (!s->quiet)
			ending = show(s, &list[i]);
		console_note(s, SAY_SEND_EXACTLY, "file", path ? path : "");
	}
	if (ending != ENDING_DONE)
		return ending;
	if (ask(s, f))
		return ENDING_DONE;
	console_note(s, SAY_SEND_NOTHING);
	return ENDING_WAITING;
}
