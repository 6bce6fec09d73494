/* SPDX-License-Identifier: Apache-2.0 */
#include "report/drawing.h"

#include "core/text.h"
#include "report/icon.h"
#include "report/label.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

#define TOP   150 /* units above the first row */
#define ROW   100 /* from one row to the next */
#define STUB  14  /* from the line of a row to an icon */
#define GAP   10  /* from a cell's edge to its icon */
#define TEXT  60  /* from a cell's edge to its words */
#define LINE  16  /* from one line of words to the next */
#define LINES 2   /* of a device's kind */
#define BOLD  11  /* tenths of the width that letters take */
#define DOTS  12  /* units of "…" */
#define CABLE "stroke=\"#51606a\" stroke-width=\"2\" fill=\"none\""

/* One picture: a device, or all of a kind that have no problem. */
struct cell {
	enum device_kind kind;
	const struct survey_device *device; /* NULL: a kind */
	size_t count;
	size_t bad; /* of these; only when all are drawn as kinds */
};

/* A drawing of one width. */
struct plan {
	const char *class; /* of the style sheet; makes ids too */
	int columns;       /* of cells, even: the cable hangs in the middle */
	int width;         /* units of a cell */
};

static const struct plan plans[] = {
	{ "lan-wide", 4, 180 },
	{ "lan-narrow", 2, 160 },
};

/* What both drawings show. */
struct sketch {
	const struct view *view;
	const struct survey *survey;
	struct cell *cell;
	size_t cells;
};

static struct cell *kind_cell(struct sketch *k, enum device_kind kind)
{
	for (size_t i = 0; i < k->cells; i++)
		if (!k->cell[i].device && k->cell[i].kind == kind)
			return &k->cell[i];
	k->cell[k->cells] = (struct cell){ .kind = kind };
	return &k->cell[k->cells++];
}

static bool choose_cells(struct sketch *k)
{
	const struct survey *s = k->survey;

	k->cell = arena_alloc(k->view->arena, s->devices + 1, sizeof(*k->cell));
	for (size_t i = 0; k->cell && i < s->devices; i++) {
		const struct survey_device *d = &s->device[i];
		struct cell *c;

		if (d == s->box)
			continue;
		if (!s->many || (d->number && !s->many_bad)) {
			k->cell[k->cells++] = (struct cell){ d->kind, d, 1, 0 };
			continue;
		}
		c = kind_cell(k, d->kind);
		c->count++;
		c->bad += d->number > 0;
	}
	return k->cell;
}

/* Tenths of a unit that a character takes, in a wide font of 12.5 units. */
static int advance(const char *s)
{
	const char *next = s;
	uint32_t c = text_next(&next);

	if (c == ' ' || strchr("iljtfr.,:;'!|()-", (int)(c < 128 ? c : 'x')))
		return 50;
	if (c == 'W' || c == 'M' || c == 'w' || c == 'm' || c == '@' ||
	    c > 0x24f)
		return 128;
	return c >= 'A' && c <= 'Z' ? 90 : 77;
}

/* Bytes of text that fit in so many units. */
static size_t fitting(const char *text, int units)
{
	const char *at = text;
	int used = 0;

	while (*at && (used += advance(at)) <= units * 10)
		text_next(&at);
	return (size_t)(at - text);
}

/* Words of ours: as many whole ones as fit. */
static size_t whole_words(const char *text, int units)
{
	size_t n = fitting(text, units);
	size_t end = n;

	if (!text[n] || text[n] == ' ')
		return n;
	while (end > 0 && text[end] != ' ')
		end--;
	return end > 0 ? end : n;
}

/* One line of anybody's words, cut to what fits. */
static void add_line(struct buf *out, const char *text, int units, int x, int y,
                     const char *style)
{
	char clean[256], cut[256];
	size_t n;

	text_clean(clean, sizeof(clean), text);
	if (strstr(style, "bold"))
		units = units * 10 / BOLD;
	n = fitting(clean, units);
	if (clean[n])
		n = fitting(clean, units - DOTS);
	snprintf(cut, sizeof(cut), "%.*s", (int)n, clean);
	buf_fmt(out, "<text x=\"%d\" y=\"%d\"%s>", x, y, style);
	markup_text(out, cut);
	buf_fmt(out, "%s</text>\n", clean[n] ? "…" : "");
}

/* Words of ours in bold on at most LINES lines; returns where to go on. */
static int add_words(struct buf *out, const char *text, int units, int x, int y)
{
	for (int i = 0; i < LINES && *text; i++, y += LINE) {
		size_t n = whole_words(text, units * 10 / BOLD);

		buf_fmt(out,
		        "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%.*s"
		        "</text>\n",
		        x, y, (int)n, text);
		text += n;
		while (*text == ' ')
			text++;
	}
	return y;
}

/* The sign of a problem: shapes differ as well as colours. */
static void add_mark(struct buf *out, bool fail, const char *text, int x, int y)
{
	if (fail)
		buf_fmt(out,
		        "<circle cx=\"%d\" cy=\"%d\" r=\"11\" "
		        "fill=\"#7f2a22\" stroke=\"#fff\" "
		        "stroke-width=\"2\"/>",
		        x, y);
	else
		buf_fmt(out,
		        "<path d=\"M%d %dl14 14-14 14-14-14z\" fill=\"#fff\" "
		        "stroke=\"#85570c\" stroke-width=\"2\"/>",
		        x, y - 14);
	buf_fmt(out,
	        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" "
	        "font-weight=\"bold\" font-size=\"13\" fill=\"%s\">%s</text>\n",
	        x, y + 5, fail ? "#fff" : "#85570c", text);
}

static void add_device(struct buf *out, const struct sketch *k,
                       const struct survey_device *d, const struct plan *p,
                       int x, int y)
{
	enum lang lang = k->view->lang;
	char number[16];
	int at;

	icon_write(out, d->kind, x + GAP, y);
	snprintf(number, sizeof(number), "%u", d->number);
	if (d->number)
		add_mark(out, d->verdict == VERDICT_FAIL, number,
		         x + GAP + ICON_SIZE - 2, y + 2);
	at = add_words(out, device_kind_word(d->kind, lang),
	               p->width - TEXT - 4, x + TEXT, y + LINE);
	add_line(out, survey_name(d, k->view), p->width - TEXT - 4, x + TEXT,
	         at, "");
	if (!d->number && !d->fresh)
		return;
	add_line(out,
	         label(!d->number                   ? "net-fresh"
	               : d->verdict == VERDICT_FAIL ? "net-fail"
	                                            : "net-partial",
	               lang),
	         p->width - TEXT - 4, x + TEXT, at + LINE,
	         d->number ? " font-weight=\"bold\""
	                   : " font-style=\"italic\"");
}

static void add_kind(struct buf *out, const struct sketch *k,
                     const struct cell *c, const struct plan *p, int x, int y)
{
	char id[40], count[24];
	struct buf words;
	int at;

	icon_write(out, c->kind, x + GAP, y);
	snprintf(id, sizeof(id), "kinds-%s", device_kind_id(c->kind));
	snprintf(count, sizeof(count), "%zu", c->count);
	buf_init(&words, 1024);
	if (c->count == 1)
		buf_fmt(&words, "1 %s",
		        device_kind_word(c->kind, k->view->lang));
	else
		label_fill(&words, id, k->view->lang, "count", count, NULL);
	at = add_words(out, buf_text(&words), p->width - TEXT - 4, x + TEXT,
	               y + LINE);
	buf_clear(&words);
	if (!c->bad)
		return;
	add_mark(out, true, "!", x + GAP + ICON_SIZE - 2, y + 2);
	snprintf(count, sizeof(count), "%zu", c->bad);
	label_fill(&words, "net-kind-bad", k->view->lang, "count", count, NULL);
	add_line(out, buf_text(&words), p->width - TEXT - 4, x + TEXT, at,
	         " font-weight=\"bold\"");
	buf_clear(&words);
}

/* The Internet, the cable, the box; the words stand beside. */
static void add_top(struct buf *out, const struct sketch *k,
                    const struct plan *p)
{
	const struct survey_device *box = k->survey->box;
	int middle = p->columns * p->width / 2;

	icon_internet(out, middle - 32, 2);
	add_line(out, label("net-internet", k->view->lang), p->width,
	         middle + 40, 26, "");
	buf_fmt(out, "<path d=\"M%d 36v30\" " CABLE "/>\n", middle);
	if (box)
		add_device(out, k, box, p, middle - GAP - ICON_SIZE / 2, 66);
	else
		icon_write(out, DEVICE_ROUTER, middle - ICON_SIZE / 2, 66);
}

/* The cable of a row, from its first device to its last and the middle. */
static void add_cable(struct buf *out, const struct plan *p, size_t cells,
                      int y)
{
	int middle = p->columns * p->width / 2;
	int first = GAP + ICON_SIZE / 2;
	int last = first + ((int)cells - 1) * p->width;

	buf_fmt(out, "<path d=\"M%d %dH%d", first, y,
	        last > middle ? last : middle);
	for (size_t i = 0; i < cells; i++)
		buf_fmt(out, "M%d %dv%d", first + (int)i * p->width, y, STUB);
	buf_str(out, "\" " CABLE "/>\n");
}

static void add_rows(struct buf *out, const struct sketch *k,
                     const struct plan *p)
{
	size_t columns = (size_t)p->columns;
	size_t rows = (k->cells + columns - 1) / columns;

	if (rows > 0)
		buf_fmt(out, "<path d=\"M%d 106V%d\" " CABLE "/>\n",
		        p->columns * p->width / 2, TOP + (int)(rows - 1) * ROW);
	for (size_t r = 0; r < rows; r++) {
		size_t left = k->cells - r * columns;

		add_cable(out, p, left < columns ? left : columns,
		          TOP + (int)r * ROW);
	}
	for (size_t i = 0; i < k->cells; i++) {
		const struct cell *c = &k->cell[i];
		int x = (int)(i % columns) * p->width;
		int y = TOP + (int)(i / columns) * ROW + STUB;

		if (c->device)
			add_device(out, k, c->device, p, x, y);
		else
			add_kind(out, k, c, p, x, y);
	}
}

static void add_about(struct buf *out, const struct sketch *k,
                      const struct plan *p)
{
	char count[24], bad[24];

	snprintf(count, sizeof(count), "%zu", k->survey->devices);
	snprintf(bad, sizeof(bad), "%zu", k->survey->bad);
	buf_fmt(out, "<title id=\"%s-title\">", p->class);
	markup_label(out, "net-title", k->view->lang);
	buf_fmt(out, "</title>\n<desc id=\"%s-desc\">", p->class);
	markup_fill(out, "net-drawing", k->view->lang, "count", count, "bad",
	            bad, NULL);
	buf_str(out, "</desc>\n");
}

static void add_drawing(struct buf *out, const struct sketch *k,
                        const struct plan *p)
{
	size_t columns = (size_t)p->columns;
	int rows = (int)((k->cells + columns - 1) / columns);

	buf_fmt(out,
	        "<svg class=\"lan %s\" viewBox=\"0 0 %d %d\" role=\"img\" "
	        "aria-labelledby=\"%s-title %s-desc\" "
	        "font-size=\"12.5\" fill=\"#1e2a31\">\n",
	        p->class, p->columns * p->width,
	        TOP + rows * ROW - (rows > 0 ? 12 : 30), p->class, p->class);
	add_about(out, k, p);
	add_top(out, k, p);
	add_rows(out, k, p);
	buf_str(out, "</svg>\n");
}

bool drawing_write(struct buf *out, const struct view *v,
                   const struct survey *s)
{
	struct sketch k = { .view = v, .survey = s };

	if (!choose_cells(&k))
		return false;
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		add_drawing(out, &k, &plans[i]);
	return true;
}
