/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/rendering.h"

#include "agent/console.h"
#include "agent/input.h"
#include "agent/kit_choice.h"
#include "agent/wording.h"
#include "core/text.h"
#include "core/tty.h"
#include "report/compare.h"
#include "report/renderer.h"

#include <stdlib.h>
#include <string.h>

#define REPORT_BYTES (32u << 20)
#define RENDERERS    32

static void tell_formats(const struct session *s, const char *word)
{
	const char *names[RENDERERS];
	const char *nearest;
	struct buf b;
	size_t count;
	const struct renderer *const *list = renderer_list(&count);

	buf_init(&b, 4096);
	if (count > RENDERERS)
		count = RENDERERS;
	for (size_t i = 0; i < count; i++) {
		names[i] = list[i]->name;
		buf_fmt(&b, "%s%s", i ? ", " : "", names[i]);
	}
	nearest = word ? text_nearest(word, names, count) : NULL;
	if (nearest)
		console_error(s, SAY_NEAREST, "word", nearest);
	console_error(s, SAY_FORMATS, "list", buf_text(&b));
	buf_clear(&b);
}

static const struct renderer *find_renderer(const struct session *s)
{
	const char *name = s->options.value[OPTION_AS];
	const struct renderer *r = name ? renderer_find(name) : NULL;

	if (r)
		return r;
	if (name)
		console_error(s, SAY_NO_FORMAT, "word", name);
	else
		console_error(s, SAY_AS_NEEDED);
	tell_formats(s, name);
	return NULL;
}

/* Only a terminal has a width; only one that wants it has colours. */
static void look_at_terminal(struct view *v, const struct session *s)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (s->options.value[OPTION_OUTPUT] || !tty_is(TTY_OUTPUT))
		return;
	v->width = tty_columns(TTY_OUTPUT);
	v->colour =
	    !(no_colour && no_colour[0]) && term && strcmp(term, "dumb") != 0;
}

/* The document in the language asked for, by the built-in words. */
static bool translate(struct session *s, struct document *d)
{
	const struct baseline *b;

	if (d->lang == s->lang)
		return true;
	b = input_baseline(s, 0);
	if (b && wording_translate(d, b, s->lang, s->arena))
		return true;
	console_error(s, SAY_NO_MEMORY);
	return false;
}

static bool compare(struct session *s, struct view *v, struct comparison *c)
{
	const char *path = s->options.value[OPTION_PREVIOUS];
	struct document *before;

	if (!path)
		return true;
	before = arena_alloc(s->arena, 1, sizeof(*before));
	if (!before || !input_document(s, path, before) ||
	    !translate(s, before) ||
	    !compare_documents(c, before, v->document, s->arena))
		return false;
	v->comparison = c;
	return true;
}

/* Who to call, for --kit alone: a document is shown the same everywhere. */
static enum ending read_kit(struct session *s, struct view *v)
{
	enum ending ending;
	int64_t now;

	if (!s->options.value[OPTION_KIT])
		return ENDING_DONE;
	if (!input_now(s, &now))
		return ENDING_USAGE;
	ending = kit_choice_make(s, now);
	v->kit = s->kit;
	return ending;
}

enum ending rendering_run(struct session *s)
{
	const struct renderer *r = find_renderer(s);
	struct document *d = arena_alloc(s->arena, 1, sizeof(*d));
	struct comparison comparison;
	struct view v = { .document = d, .arena = s->arena };
	enum ending ending;
	struct buf b;

	if (!r || !d || !input_document(s, s->options.operand[0], d))
		return ENDING_USAGE;
	/* A document keeps its language unless another is asked for. */
	if (!s->options.value[OPTION_LANG])
		s->lang = d->lang;
	v.lang = s->lang;
	if (!translate(s, d) || !compare(s, &v, &comparison))
		return ENDING_USAGE;
	ending = read_kit(s, &v);
	if (ending != ENDING_DONE)
		return ending;
	look_at_terminal(&v, s);
	buf_init(&b, REPORT_BYTES);
	r->render(&v, &b);
	ending = console_keep(s, s->options.value[OPTION_OUTPUT], &b);
	buf_clear(&b);
	return ending;
}
