/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/terminal.h"

#include "agent/paragraph.h"
#include "agent/say.h"
#include "core/text.h"
#include "core/tty.h"

#include <stdio.h>
#include <string.h>

#define SCREEN_BYTES (64u << 10)
#define WIDEST       76 /* columns that are still easy to read */
#define LINE_BYTES   512

bool terminal_there(void)
{
	return tty_is(TTY_INPUT) && tty_is(TTY_ERRORS);
}

static size_t width(void)
{
	unsigned columns = tty_columns(TTY_ERRORS);

	return columns == 0 || columns > WIDEST ? WIDEST : columns;
}

/* Dialogue goes to stderr: stdout is for results. */
static void put(struct buf *b)
{
	(void)tty_write(TTY_ERRORS, buf_text(b), b->len);
	fflush(stderr);
	buf_clear(b);
}

static void tell(void *ctx, const char *text)
{
	struct buf b;

	(void)ctx;
	buf_init(&b, SCREEN_BYTES);
	buf_char(&b, '\n');
	paragraph_add(&b, text, 0, 0, width());
	put(&b);
}

static enum frontend_reply welcome(void *ctx, const struct frontend_welcome *w)
{
	tell(ctx, w->title);
	tell(ctx, w->text);
	return FRONTEND_GIVEN;
}

static void add_head(struct buf *b, const struct session *s,
                     const struct frontend_question *q)
{
	char number[16], total[16];

	if (q->number) {
		snprintf(number, sizeof(number), "%u", q->number);
		snprintf(total, sizeof(total), "%u", q->total);
		buf_str(b, "\n\n");
		say_format(b, s->lang, SAY_ASK_NUMBER, "number", number,
		           "total", total, (char *)NULL);
	}
	buf_str(b, "\n");
	paragraph_add(b, q->text, 0, 0, width());
	if (q->why)
		paragraph_add(b, q->why, 2, 0, width());
}

static void add_choices(struct buf *b, const struct session *s,
                        const struct frontend_question *q)
{
	char number[32];

	buf_char(b, '\n');
	for (size_t i = 0; i < q->choices; i++) {
		int n = snprintf(number, sizeof(number), "%s%2u. ",
		                 q->current == i + 1 ? "> " : "  ",
		                 (unsigned)i + 1);

		buf_str(b, number);
		paragraph_add(b, q->choice[i], (size_t)n, (size_t)n, width());
	}
	buf_char(b, '\n');
	paragraph_add(b,
	              say(q->single    ? SAY_ASK_KEYS_SINGLE
	                  : q->current ? SAY_ASK_KEYS_KEEP
	                               : SAY_ASK_KEYS,
	                  s->lang),
	              0, 0, width());
}

/* Read a line; what stands for going back and for stopping is a reply. */
static enum frontend_reply read_line(char *line, size_t size)
{
	char raw[LINE_BYTES];
	char *text;

	(void)tty_write(TTY_ERRORS, "> ", 2);
	fflush(stderr);
	switch (tty_read(raw, sizeof(raw))) {
	case TTY_INTERRUPTED:
		(void)tty_write(TTY_ERRORS, "\n", 1);
		return FRONTEND_INTERRUPTED;
	case TTY_END:
		return FRONTEND_QUIT;
	case TTY_LINE:
		break;
	}
	text_clean(line, size, raw);
	text = text_trim(line);
	memmove(line, text, strlen(text) + 1);
	if (text_same(line, "r"))
		return FRONTEND_BACK;
	if (text_same(line, "q"))
		return FRONTEND_QUIT;
	return line[0] ? FRONTEND_GIVEN : FRONTEND_NOTHING;
}

static enum frontend_reply choose(void *ctx, const struct frontend_question *q,
                                  size_t *choice)
{
	const struct session *s = ctx;
	char line[LINE_BYTES];
	char most[16];
	struct buf b;
	int64_t number;

	buf_init(&b, SCREEN_BYTES);
	add_head(&b, s, q);
	add_choices(&b, s, q);
	put(&b);
	snprintf(most, sizeof(most), "%u", (unsigned)q->choices);
	for (;;) {
		enum frontend_reply reply = read_line(line, sizeof(line));

		if (reply == FRONTEND_NOTHING && q->current) {
			*choice = q->current - 1;
			return FRONTEND_GIVEN;
		}
		if (reply != FRONTEND_GIVEN && reply != FRONTEND_NOTHING)
			return reply;
		if (text_int(line, 1, (int64_t)q->choices, &number)) {
			*choice = (size_t)number - 1;
			return FRONTEND_GIVEN;
		}
		buf_init(&b, SCREEN_BYTES);
		say_format(&b, s->lang, SAY_ASK_AGAIN, "number", most,
		           (char *)NULL);
		buf_char(&b, '\n');
		put(&b);
	}
}

static enum frontend_reply type(void *ctx, const struct frontend_question *q,
                                char *out, size_t size)
{
	const struct session *s = ctx;
	char line[LINE_BYTES];
	enum frontend_reply reply;
	struct buf b;

	buf_init(&b, SCREEN_BYTES);
	if (q->problem)
		paragraph_add(&b, q->problem, 0, 0, width());
	else
		add_head(&b, s, q);
	buf_char(&b, '\n');
	paragraph_add(
	    &b, say(q->typed ? SAY_TYPE_KEYS_KEEP : SAY_TYPE_KEYS, s->lang), 0,
	    0, width());
	if (q->typed)
		buf_fmt(&b, "  %s\n", q->typed);
	put(&b);
	reply = read_line(line, sizeof(line));
	if (reply == FRONTEND_NOTHING && q->typed) {
		snprintf(out, size, "%s", q->typed);
		return FRONTEND_GIVEN;
	}
	if (reply == FRONTEND_GIVEN)
		text_clean(out, size, line);
	return reply;
}

struct frontend terminal_frontend(const struct session *s)
{
	return (struct frontend){
		.ctx = (void *)s,
		.welcome = welcome,
		.tell = tell,
		.choose = choose,
		.type = type,
	};
}
