/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/explain.h"

#include "agent/console.h"
#include "agent/input.h"
#include "agent/paragraph.h"
#include "agent/selection.h"
#include "core/clock.h"
#include "core/tty.h"
#include "report/label.h"

#include <stdio.h>

#define TEXT_BYTES (256u << 10)
#define WIDEST     80 /* columns that are still easy to read */

struct page {
	struct buf *out;
	enum lang lang;
	size_t width;
};

static void add_part(const struct page *p, enum say_id heading,
                     const struct words *words)
{
	const char *text = words->text[p->lang];

	if (!text || !text[0])
		return;
	buf_fmt(p->out, "\n%s\n", say(heading, p->lang));
	paragraph_add(p->out, text, 2, 0, p->width);
}

/* Who does it, how long it takes, what it costs. */
static void add_effort(const struct page *p, const struct control *c)
{
	char id[64];

	buf_fmt(p->out, "\n%s\n  ", say(SAY_EXPLAIN_WHO, p->lang));
	for (size_t i = 0; i < c->whos; i++) {
		snprintf(id, sizeof(id), "who-%s", c->who[i]);
		buf_fmt(p->out, "%s%s", i ? ", " : "", label(id, p->lang));
	}
	buf_fmt(p->out, ", %d min", (int)c->minutes);
	if (c->cost.text[p->lang])
		buf_fmt(p->out, ", %s", c->cost.text[p->lang]);
	buf_char(p->out, '\n');
}

static void add_mapping(const struct page *p, const struct control *c)
{
	for (size_t i = 0; i < c->mappings; i++) {
		buf_fmt(p->out, "  %s", c->mapping[i].reference);
		for (size_t n = 0; n < c->mapping[i].items; n++)
			buf_fmt(p->out, " %s", c->mapping[i].item[n]);
		buf_char(p->out, '\n');
	}
}

static void write_page(const struct page *p, const struct control *c)
{
	char id[64];

	snprintf(id, sizeof(id), "severity-%s", severity_name(c->severity));
	paragraph_add(p->out, c->good.text[p->lang], 0, 0, p->width);
	buf_fmt(p->out, "%s, %s, %s\n", c->id, c->id_fr, label(id, p->lang));
	add_part(p, SAY_EXPLAIN_WHY, &c->why);
	add_part(p, SAY_EXPLAIN_REMEDY, &c->remedy);
	add_effort(p, c);
	if (c->question)
		add_part(p, SAY_EXPLAIN_QUESTION, &c->question->text);
	add_part(p, SAY_EXPLAIN_FIX, &c->fix);
	add_part(p, SAY_EXPLAIN_VERIFY, &c->verify);
	if (c->mappings) {
		buf_fmt(p->out, "\n%s\n", say(SAY_EXPLAIN_MAPPING, p->lang));
		add_mapping(p, c);
	}
}

enum ending explain_run(struct session *s)
{
	const struct baseline *b = input_baseline(s, clock_now());
	const struct control *c;
	struct buf out;
	struct page p = { &out, s->lang, tty_columns(TTY_OUTPUT) };
	enum ending ending;

	if (!b)
		return ENDING_BASELINE;
	c = selection_control(s, b, s->options.operand[0]);
	if (!c)
		return ENDING_USAGE;
	if (p.width == 0 || p.width > WIDEST)
		p.width = WIDEST;
	buf_init(&out, TEXT_BYTES);
	write_page(&p, c);
	ending = console_result(s, &out);
	buf_clear(&out);
	return ending;
}
