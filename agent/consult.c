/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/consult.h"

#include "agent/console.h"
#include "agent/frontend.h"
#include "agent/terminal.h"
#include "core/desktop.h"
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

/* What is shown, and to whom. */
struct consultation {
	const struct session *session;
	const char *outbox;
	const struct parcel *list;
	size_t count;
};

enum { YES, SEE, NOT_NOW };

/* Exactly what leaves, in whatever this desktop shows such files with. */
static void open_files(const struct consultation *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const char *path =
		    outbox_path(c->session, c->outbox, c->list[i].name, "json");
		struct err e;

		if (path && !desktop_show(path, &e))
			console_note(c->session, SAY_SEND_EXACTLY, "file",
			             path);
	}
}

static bool ask(const struct consultation *c, const struct frontend *f)
{
	const struct session *s = c->session;
	const char *const choices[] = { say(SAY_SEND_YES, s->lang),
		                        say(SAY_SEND_SEE, s->lang),
		                        say(SAY_SEND_NOT_NOW, s->lang) };
	struct frontend_question q = { .why = say(SAY_SEND_NEVER, s->lang),
		                       .choice = choices,
		                       .choices = 3,
		                       .single = true };
	enum frontend_reply reply;
	size_t choice = NOT_NOW;
	struct buf b;

	buf_init(&b, TEXT_BYTES);
	say_format(&b, s->lang, SAY_SEND_ASK, "name", s->kit->coordinator.name,
	           (char *)NULL);
	q.text = buf_text(&b);
	do {
		reply = f->choose(f->ctx, &q, &choice);
		if (reply == FRONTEND_GIVEN && choice == SEE)
			open_files(c);
	} while (reply == FRONTEND_GIVEN && choice == SEE);
	buf_clear(&b);
	return reply == FRONTEND_GIVEN && choice == YES;
}

enum ending consult_run(const struct session *s, const char *outbox,
                        const struct parcel *list, size_t count)
{
	struct frontend terminal = terminal_frontend(s);
	const struct frontend *f = s->frontend ? s->frontend : &terminal;
	const struct consultation c = { s, outbox, list, count };
	enum ending ending = ENDING_DONE;

	if (s->options.value[OPTION_YES])
		return ENDING_DONE;
	if (!s->frontend && !terminal_there()) {
		console_error(s, SAY_SEND_NOBODY);
		return ENDING_USAGE;
	}
	for (size_t i = 0; ending == ENDING_DONE && i < count; i++) {
		const char *path = outbox_path(s, outbox, list[i].name, "json");

		if (!s->quiet && !s->frontend)
			ending = show(s, &list[i]);
		console_note(s, SAY_SEND_EXACTLY, "file", path ? path : "");
	}
	if (ending != ENDING_DONE)
		return ending;
	if (ask(&c, f))
		return ENDING_DONE;
	console_note(s, SAY_SEND_NOTHING);
	return ENDING_WAITING;
}
