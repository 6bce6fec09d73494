/* SPDX-License-Identifier: Apache-2.0 */
#include "report/wrap.h"

#include "core/text.h"

#include <string.h>

/* Fewest columns beside the indent, however narrow the terminal is. */
#define LEAST 20

struct line {
	struct buf *out;
	size_t indent; /* columns before the text */
	size_t room;   /* columns for the text */
	size_t used;   /* of them */
};

static void next_line(struct line *l)
{
	buf_fmt(l->out, "\n%*s", (int)l->indent, "");
	l->used = 0;
}

/* A word that fits no line goes on where the line ends. */
static void cut_word(struct line *l, const char *word)
{
	while (*word) {
		const char *start = word;
		char letter[8] = { 0 };
		size_t columns;

		text_next(&word);
		memcpy(letter, start, (size_t)(word - start));
		columns = text_width(letter);
		if (l->used + columns > l->room)
			next_line(l);
		buf_str(l->out, letter);
		l->used += columns;
	}
}

static void add_word(struct line *l, const char *word)
{
	size_t columns = text_width(word);

	if (l->used && l->used + 1 + columns > l->room)
		next_line(l);
	if (l->used) {
		buf_char(l->out, ' ');
		l->used++;
	}
	if (columns > l->room) {
		cut_word(l, word);
		return;
	}
	buf_str(l->out, word);
	l->used += columns;
}

char *wrap_clean(struct buf *out, const char *text, struct arena *a)
{
	size_t len = text ? strlen(text) : 0;
	/* A byte that is no UTF-8 becomes three. */
	size_t size = text_valid(text ? text : "", len) ? len : len * 3;
	char *clean = arena_alloc(a, size + 1, 1);

	if (clean)
		text_clean(clean, size + 1, text ? text : "");
	else
		out->failed = true;
	return clean;
}

void wrap_text(struct buf *out, const char *text, const char *first,
               size_t width, struct arena *a)
{
	struct line l = { .out = out, .indent = text_width(first) };
	char *at = wrap_clean(out, text, a);

	l.room = width > l.indent + LEAST ? width - l.indent : LEAST;
	buf_str(out, first);
	while (at && *at && buf_ok(out)) {
		char *end = at + strcspn(at, " ");
		bool more = *end == ' ';

		*end = '\0';
		if (*at)
			add_word(&l, at);
		at = end + more;
	}
	buf_char(out, '\n');
}
