/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "report/badge.h"
#include "report/banner.h"
#include "report/budget.h"
#include "report/deadline.h"
#include "report/label.h"
#include "report/markup.h"
#include "report/picking.h"
#include "report/trend.h"

#include <stdio.h>

/* What fits on one A4 page. */
#define RISKS        3
#define RISK_LETTERS 160
#define DATES        4
#define CAPS         1 /* that fit on the page */
#define DATE_LETTERS 70

/* How far ahead dates are told: 18 months, in days. */
#define AHEAD (548 * DATE_DAY)

static void trend(struct buf *out, const struct view *v)
{
	const struct comparison *c = v->comparison;
	const char *id = "council-trend-first";
	char before[2] = "";
	char after[2] = "";
	char day[DATE_TEXT] = "";

	if (c && c->before->rating.letter && c->after->rating.letter) {
		before[0] = c->before->rating.letter;
		after[0] = c->after->rating.letter;
		date_say(day, c->before->made_at, v->lang);
		id = after[0] < before[0]   ? "council-trend-better"
		     : after[0] > before[0] ? "council-trend-worse"
		                            : "council-trend-same";
	}
	buf_str(out, "<p>");
	markup_fill(out, id, v->lang, "before", before, "after", after, "date",
	            day, NULL);
	if (c) {
		char better[24];
		char worse[24];

		snprintf(better, sizeof(better), "%zu",
		         trend_count(c, CHANGE_BETTER));
		snprintf(worse, sizeof(worse), "%zu",
		         trend_count(c, CHANGE_WORSE));
		buf_char(out, ' ');
		markup_fill(out, "council-trend-counts", v->lang, "better",
		            better, "worse", worse, NULL);
	}
	buf_str(out, "</p>\n");
}

static void grade(struct buf *out, const struct view *v)
{
	buf_str(out, "<section class=\"grade\" aria-labelledby=\"grade\">\n");
	badge_letter(out, v->document->rating.letter, v->lang);
	buf_str(out, "<div>\n<h2 id=\"grade\">");
	markup_label(out, "council-grade", v->lang);
	buf_str(out, "</h2>\n");
	badge_meaning(out, v->document->rating.letter, v->lang);
	trend(out, v);
	banner_caps(out, v, CAPS);
	buf_str(out, "</div>\n</section>\n");
}

static void risks(struct buf *out, const struct view *v)
{
	struct picking p;

	if (!picking_make(&p, v, PICKING(VERDICT_FAIL))) {
		out->failed = true;
		return;
	}
	buf_str(out, "<section>\n");
	markup_words(out, "h2", NULL, "council-risk", v->lang);
	if (p.count == 0)
		markup_words(out, "p", NULL, "council-none", v->lang);
	else
		buf_str(out, "<ul class=\"lines\">\n");
	for (size_t i = 0; i < p.count && i < RISKS; i++) {
		buf_str(out, "<li>");
		badge_verdict(out, p.finding[i]->verdict);
		buf_str(out, "<span");
		markup_lang(out, v);
		buf_str(out, "><b>");
		markup_cut(out, p.finding[i]->title, RISK_LETTERS / 2);
		buf_str(out, "</b><br>");
		markup_cut(out, p.finding[i]->why, RISK_LETTERS);
		buf_str(out, "</span></li>\n");
	}
	if (p.count > 0)
		buf_str(out, "</ul>\n");
	buf_str(out, "</section>\n");
}

static void date_line(struct buf *out, const struct view *v, int64_t time,
                      const char *words, const char *where)
{
	buf_str(out, "<li><b>");
	markup_day(out, time, v->lang);
	buf_str(out, "</b> <span>");
	markup_cut(out, words, DATE_LETTERS);
	if (where) {
		buf_str(out, " · ");
		markup_cut(out, where, DATE_LETTERS / 2);
	}
	buf_str(out, "</span></li>\n");
}

static void deadline(struct buf *out, const struct view *v,
                     const struct deadline *t)
{
	char id[64];

	snprintf(id, sizeof(id), "ics-%s", t->finding->id);
	date_line(out, v, t->time,
	          label_exists(id) ? label(id, v->lang) : t->finding->title,
	          deadline_where(t, v->document));
}

/* The ends that the evidence names, and that of the rules themselves. */
static void dates(struct buf *out, const struct view *v)
{
	int64_t from = v->document->made_at;
	int64_t until = from + AHEAD;
	int64_t rules = v->document->baseline.expires;
	const struct deadline *t;
	size_t count = deadline_list(v->document, v->arena, &t);
	size_t shown = 0;

	if (!t) {
		out->failed = true;
		return;
	}
	buf_str(out, "<section>\n");
	markup_words(out, "h2", NULL, "council-dates", v->lang);
	buf_str(out, "<ul class=\"dates\">\n");
	for (size_t i = 0; i < count && shown < DATES; i++) {
		if (t[i].time <= from || t[i].time > until)
			continue;
		deadline(out, v, &t[i]);
		shown++;
	}
	if (rules > from && rules <= until)
		date_line(out, v, rules, label("ics-rules", v->lang), NULL);
	else if (shown == 0)
		markup_words(out, "li", NULL, "council-dates-none", v->lang);
	buf_str(out, "</ul>\n</section>\n");
}

static void decision(struct buf *out, const struct view *v,
                     const struct budget *b)
{
	char day[DATE_TEXT];

	date_say(day, v->document->made_at, v->lang);
	buf_str(out, "<section class=\"decision\">\n");
	markup_words(out, "h2", NULL, "council-decision", v->lang);
	buf_str(out, "<ul>\n<li>");
	markup_fill(out, "council-decision-seen", v->lang, "date", day, NULL);
	buf_str(out, "</li>\n");
	markup_words(out, "li", NULL, "council-decision-lead", v->lang);
	if (b->free > 0)
		markup_words(out, "li", NULL, "council-decision-free", v->lang);
	budget_decision(out, b, v->lang);
	buf_str(out, "</ul>\n</section>\n");
}

static void render(const struct view *v, struct buf *out)
{
	struct budget b;

	markup_open(out, v, "council-title", "sheet council");
	banner_head(out, v, "council-title");
	buf_str(out, "<main id=\"main\">\n");
	grade(out, v);
	risks(out, v);
	if (!budget_make(&b, v))
		out->failed = true;
	budget_write(out, v, &b);
	dates(out, v);
	decision(out, v, &b);
	buf_str(out, "</main>\n");
	banner_foot(out, v);
	markup_close(out);
}

const struct renderer council_renderer = {
	.name = "council",
	.extension = "html",
	.stem_fr = "conseil-municipal",
	.stem_en = "municipal-council",
	.about = { { "une page pour le conseil municipal",
	             "one page for the municipal council" } },
	.render = render,
};
