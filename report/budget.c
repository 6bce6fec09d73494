/* SPDX-License-Identifier: Apache-2.0 */
#include "report/budget.h"

#include "report/effort.h"
#include "report/label.h"
#include "report/markup.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define LINES         5  /* that fit on the council's page */
#define TITLE_LETTERS 64 /* of a line */
#define MONTHS        12
#define EUROS_MOST    100000000 /* that a line may say: sums do not overflow */

static bool is(const struct document_finding *f, const char *every)
{
	return text_is(f->every, every);
}

static int64_t capped(int64_t euros)
{
	return euros < 0 ? 0 : euros > EUROS_MOST ? EUROS_MOST : euros;
}

static void add(struct euros *sum, const struct document_finding *f)
{
	int64_t times = is(f, "month") ? MONTHS : 1;

	sum->from += times * capped(f->euros_from);
	sum->to += times * capped(f->euros_to);
}

bool budget_make(struct budget *b, const struct view *v)
{
	struct picking all;

	memset(b, 0, sizeof(*b));
	if (!picking_make(&all, v,
	                  PICKING(VERDICT_FAIL) | PICKING(VERDICT_PARTIAL)))
		return false;
	b->lines = all;
	b->lines.count = 0;
	for (size_t i = 0; i < all.count; i++) {
		const struct document_finding *f = all.finding[i];

		if (f->euros_to <= 0) {
			b->free++;
			continue;
		}
		/* In place: never ahead of what is read. */
		b->lines.finding[b->lines.count++] = f;
		add(is(f, "year") || is(f, "month") ? &b->yearly : &b->once, f);
	}
	return true;
}

static void row(struct buf *out, const struct view *v,
                const struct document_finding *f)
{
	const char *every = is(f, "year")    ? "every-year"
	                    : is(f, "month") ? "every-month"
	                                     : "every-once";

	buf_str(out, "<tr><td");
	markup_lang(out, v);
	buf_char(out, '>');
	markup_cut(out, f->title, TITLE_LETTERS);
	buf_str(out, "</td><td>");
	effort_euros(out, f->euros_from, f->euros_to, v->lang);
	buf_str(out, "</td><td>");
	markup_label(out, every, v->lang);
	buf_str(out, "</td></tr>\n");
}

static void total(struct buf *out, const struct euros *e, const char *id,
                  const char *every, enum lang lang)
{
	if (e->to <= 0)
		return;
	buf_str(out, "<tr><th scope=\"row\">");
	markup_label(out, id, lang);
	buf_str(out, "</th><td><b>");
	effort_euros(out, e->from, e->to, lang);
	buf_str(out, "</b></td><td>");
	if (every)
		markup_label(out, every, lang);
	buf_str(out, "</td></tr>\n");
}

/* The lines that do not fit, as one for each rhythm. */
static void others(struct buf *out, const struct view *v,
                   const struct budget *b)
{
	struct euros once = { 0, 0 };
	struct euros yearly = { 0, 0 };

	for (size_t i = LINES; i < b->lines.count; i++) {
		const struct document_finding *f = b->lines.finding[i];

		add(is(f, "year") || is(f, "month") ? &yearly : &once, f);
	}
	total(out, &once, "council-budget-other", "every-once", v->lang);
	total(out, &yearly, "council-budget-other", "every-year", v->lang);
}

static void table(struct buf *out, const struct view *v, const struct budget *b)
{
	static const char *const heads[] = { "council-column-what",
		                             "council-column-euros",
		                             "council-column-each" };

	buf_str(out, "<table><thead><tr>");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		buf_str(out, "<th scope=\"col\">");
		markup_label(out, heads[i], v->lang);
		buf_str(out, "</th>");
	}
	buf_str(out, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < b->lines.count && i < LINES; i++)
		row(out, v, b->lines.finding[i]);
	others(out, v, b);
	buf_str(out, "</tbody><tfoot>\n");
	total(out, &b->once, "council-once", NULL, v->lang);
	total(out, &b->yearly, "council-yearly", NULL, v->lang);
	buf_str(out, "</tfoot></table>\n");
}

void budget_write(struct buf *out, const struct view *v, const struct budget *b)
{
	char count[24];

	buf_str(out, "<section>\n");
	markup_words(out, "h2", NULL, "council-budget", v->lang);
	if (b->lines.count > 0)
		table(out, v, b);
	else
		markup_words(out, "p", NULL, "council-budget-none", v->lang);
	if (b->free > 0) {
		snprintf(count, sizeof(count), "%zu", b->free);
		buf_str(out, "<p>");
		markup_fill(out,
		            b->free == 1 ? "council-budget-free-one"
		                         : "council-budget-free",
		            v->lang, "count", count, NULL);
		buf_str(out, "</p>\n");
	}
	buf_str(out, "</section>\n");
}

static void decide(struct buf *out, const char *id, const struct euros *sum,
                   enum lang lang)
{
	struct buf most;

	if (sum->to <= 0)
		return;
	buf_init(&most, 256);
	effort_euros(&most, sum->to, sum->to, lang);
	buf_str(out, "<li>");
	markup_fill(out, id, lang, "euros", buf_text(&most), NULL);
	buf_str(out, "</li>\n");
	buf_clear(&most);
}

void budget_decision(struct buf *out, const struct budget *b, enum lang lang)
{
	decide(out, "council-decision-once", &b->once, lang);
	decide(out, "council-decision-yearly", &b->yearly, lang);
}
