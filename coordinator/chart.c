/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/chart.h"

#include "coordinator/disclosure.h"
#include "coordinator/number.h"
#include "coordinator/wording.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Units of a drawing, which is as wide as its place lets it be. */
#define WIDTH      400
#define LEFT       8
#define BAR        24  /* width of a bar */
#define STEP       32  /* from one bar to the next */
#define TOP        20  /* above the highest bar, for its total */
#define HEIGHT     180 /* of the highest bar */
#define FOOT       20  /* below, for the month */
#define TREND_STEP 24  /* from one letter to the next */
#define TREND_LEFT 24  /* beside the first letter, for the scale */
#define ROOM       12  /* height from which a letter fits in a part */

static const char *const places[CHART_LETTERS] = { "A", "B", "C",
	                                           "D", "E", "none" };
static const char *const classes[CHART_LETTERS] = { "a", "b", "c",
	                                            "d", "e", "none" };

size_t chart_place(const char *letter)
{
	size_t place = (size_t)(letter[0] - 'A');

	return place < CHART_LETTERS - 1 ? place : CHART_LETTERS - 1;
}

void chart_sign(struct buf *out, size_t place, enum lang lang)
{
	buf_fmt(out, "<span class=\"letter letter-%s\">", classes[place]);
	if (place < CHART_LETTERS - 1) {
		buf_str(out, places[place]);
	} else {
		buf_str(out, "<span aria-hidden=\"true\">?</span>"
		             "<span class=\"hidden\">");
		wording_html(out, "chart-none", lang, NULL);
		buf_str(out, "</span>");
	}
	buf_str(out, "</span>");
}

/* The sign of a place in a drawing. */
static const char *sign(size_t place)
{
	return place < CHART_LETTERS - 1 ? places[place] : "?";
}

static const char *month_word(int64_t month, enum lang lang)
{
	char id[24];

	snprintf(id, sizeof(id), "chart-month-%d", (int)(month % 12) + 1);
	return wording(id, lang);
}

void chart_say_month(struct buf *out, int64_t month, enum lang lang)
{
	char year[24];

	snprintf(year, sizeof(year), "%" PRId64, month / 12);
	wording_html(out, "chart-month", lang, "month", month_word(month, lang),
	             "year", year, NULL);
}

static int64_t shown(const struct chart_month *m, size_t place)
{
	return m->hidden[place] || m->count[place] < 0 ? 0 : m->count[place];
}

static int64_t total(const struct chart_month *m)
{
	int64_t sum = 0;

	for (size_t i = 0; i < CHART_LETTERS; i++)
		sum += shown(m, i);
	return sum;
}

static void open_figure(struct buf *out, const char *id, const char *title,
                        const char *class, int height, enum lang lang)
{
	buf_fmt(out,
	        "<figure class=\"chart\">\n<svg class=\"%s\" role=\"img\" "
	        "aria-labelledby=\"%s\" viewBox=\"0 0 %d %d\">"
	        "<title id=\"%s\">",
	        class, id, WIDTH, height, id);
	wording_html(out, title, lang, NULL);
	buf_str(out, "</title>");
}

static void open_table(struct buf *out, const char *title, enum lang lang)
{
	buf_str(out, "</svg>\n<details><summary>");
	wording_html(out, "chart-table", lang, NULL);
	buf_str(out, "</summary>\n<div class=\"scroll\" tabindex=\"0\" "
	             "role=\"region\" aria-label=\"");
	wording_html(out, title, lang, NULL);
	buf_str(out, "\">\n<table>\n<thead><tr><th scope=\"col\">");
	wording_html(out, "chart-when", lang, NULL);
	buf_str(out, "</th>");
}

static void close_figure(struct buf *out)
{
	buf_str(out, "</tbody>\n</table>\n</div></details>\n</figure>\n");
}

/* One part of a bar; its letter is in it where there is room. */
static void part(struct buf *out, size_t place, int x, int y, int height)
{
	buf_fmt(out,
	        "<rect class=\"fill-%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
	        "height=\"%d\"/>",
	        classes[place], x, y, BAR, height);
	if (height >= ROOM)
		buf_fmt(out,
		        "<text class=\"on-%s\" x=\"%d\" y=\"%d\">%s"
		        "</text>",
		        classes[place], x + BAR / 2, y + height / 2 + 4,
		        sign(place));
}

/* A on the ground, E on top, none above all. */
static void bar(struct buf *out, const struct chart_month *m, int x,
                int64_t most, enum lang lang)
{
	int64_t below = 0;
	bool partial = false;
	int y = TOP + HEIGHT;

	for (size_t i = 0; i < CHART_LETTERS; i++) {
		int top;

		partial = partial || m->hidden[i];
		if (shown(m, i) == 0)
			continue;
		below += shown(m, i);
		top = TOP + HEIGHT - (int)(below * HEIGHT / most);
		part(out, i, x, top, y - top);
		y = top;
	}
	/* A sum of what is shown would give away what is not. */
	if (below > 0 && !partial) {
		char text[NUMBER_TEXT];

		number_format(text, below, lang);
		buf_fmt(out,
		        "<text class=\"total\" x=\"%d\" y=\"%d\">%s</text>",
		        x + BAR / 2, y - 5, text);
	}
}

static void under(struct buf *out, int64_t month, int x, int y, enum lang lang)
{
	buf_fmt(out, "<text class=\"month\" x=\"%d\" y=\"%d\">", x, y);
	buf_str(out, month_word(month, lang));
	buf_str(out, "</text>");
}

static void cell(struct buf *out, const struct chart_month *m, size_t place,
                 enum lang lang)
{
	char text[NUMBER_TEXT];

	buf_str(out, "<td>");
	if (m->hidden[place]) {
		wording_html(out,
		             m->count[place] < DISCLOSURE_LEAST
		                 ? "chart-few"
		                 : "chart-hidden",
		             lang, NULL);
	} else {
		number_format(text, m->count[place], lang);
		buf_str(out, text);
	}
	buf_str(out, "</td>");
}

static void letter_table(struct buf *out, const char *title,
                         const struct chart_month *month, size_t months,
                         enum lang lang)
{
	open_table(out, title, lang);
	for (size_t i = 0; i < CHART_LETTERS; i++) {
		buf_str(out, "<th scope=\"col\">");
		if (i < CHART_LETTERS - 1)
			buf_str(out, places[i]);
		else
			wording_html(out, "chart-none", lang, NULL);
		buf_str(out, "</th>");
	}
	buf_str(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < months; i++) {
		buf_str(out, "<tr><th scope=\"row\">");
		chart_say_month(out, month[i].month, lang);
		buf_str(out, "</th>");
		for (size_t j = 0; j < CHART_LETTERS; j++)
			cell(out, &month[i], j, lang);
		buf_str(out, "</tr>\n");
	}
}

void chart_letters(struct buf *out, const char *id, const char *title,
                   const struct chart_month *month, size_t months,
                   enum lang lang)
{
	int64_t most = 1;

	for (size_t i = 0; i < months; i++)
		if (total(&month[i]) > most)
			most = total(&month[i]);
	open_figure(out, id, title, "letters", TOP + HEIGHT + FOOT, lang);
	buf_fmt(out, "<path class=\"axis\" d=\"M0 %dh%d\"/>", TOP + HEIGHT,
	        WIDTH);
	for (size_t i = 0; i < months; i++) {
		int x = LEFT + (int)i * STEP;

		bar(out, &month[i], x, most, lang);
		under(out, month[i].month, x + BAR / 2, TOP + HEIGHT + 15,
		      lang);
	}
	letter_table(out, title, month, months, lang);
	close_figure(out);
}

/* The height of a letter, A on top; below all when there is none. */
static int level(char letter)
{
	int place = letter >= 'A' && letter <= 'E' ? letter - 'A' : 5;

	return TOP + place * TREND_STEP;
}

/* Which height is which letter. */
static void scale(struct buf *out)
{
	for (size_t i = 0; i < CHART_LETTERS - 1; i++) {
		int y = level(places[i][0]);

		buf_fmt(out,
		        "<path class=\"scale\" d=\"M%d %dH%d\"/>"
		        "<text class=\"month\" x=\"%d\" y=\"%d\">%s</text>",
		        TREND_LEFT, y, WIDTH, LEFT, y + 4, places[i]);
	}
}

static void lines(struct buf *out, const struct chart_point *point,
                  size_t points)
{
	bool drawn = false;

	buf_str(out, "<path class=\"line\" d=\"");
	for (size_t i = 0; i < points; i++) {
		if (point[i].letter == '-')
			continue;
		buf_fmt(out, "%c%d %d", drawn ? 'L' : 'M',
		        TREND_LEFT + (int)i * STEP + BAR / 2,
		        level(point[i].letter));
		drawn = true;
	}
	buf_str(out, drawn ? "\"/>" : "M0 0\"/>");
}

static void dots(struct buf *out, const struct chart_point *point,
                 size_t points, enum lang lang)
{
	for (size_t i = 0; i < points; i++) {
		int x = TREND_LEFT + (int)i * STEP + BAR / 2;
		char letter[] = { point[i].letter, '\0' };
		size_t place = chart_place(letter);

		under(out, point[i].month, x, TOP + 6 * TREND_STEP, lang);
		if (point[i].letter == '-')
			continue;
		buf_fmt(out,
		        "<circle class=\"fill-%s\" cx=\"%d\" cy=\"%d\" "
		        "r=\"10\"/><text class=\"on-%s\" x=\"%d\" "
		        "y=\"%d\">%s</text>",
		        classes[place], x, level(letter[0]), classes[place], x,
		        level(letter[0]) + 4, sign(place));
	}
}

bool chart_told(const struct chart_point *point, size_t points)
{
	for (size_t i = 0; i < points; i++)
		if (point[i].letter != '-')
			return true;
	return false;
}

void chart_trend(struct buf *out, const char *id, const char *title,
                 const struct chart_point *point, size_t points, enum lang lang)
{
	open_figure(out, id, title, "trend", TOP + 6 * TREND_STEP + 8, lang);
	scale(out);
	lines(out, point, points);
	dots(out, point, points, lang);
	open_table(out, title, lang);
	buf_str(out, "<th scope=\"col\">");
	wording_html(out, "chart-letter", lang, NULL);
	buf_str(out, "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < points; i++) {
		char letter[] = { point[i].letter, '\0' };

		buf_str(out, "<tr><th scope=\"row\">");
		chart_say_month(out, point[i].month, lang);
		buf_str(out, "</th><td>");
		if (letter[0] == '-')
			wording_html(out, "chart-nothing", lang, NULL);
		else if (chart_place(letter) == CHART_LETTERS - 1)
			wording_html(out, "chart-none", lang, NULL);
		else
			buf_str(out, letter);
		buf_str(out, "</td></tr>\n");
	}
	close_figure(out);
}
