/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "report/absence.h"
#include "report/asking.h"
#include "report/badge.h"
#include "report/banner.h"
#include "report/cap.h"
#include "report/card.h"
#include "report/contact.h"
#include "report/effort.h"
#include "report/label.h"
#include "report/markup.h"
#include "report/network.h"
#include "report/picking.h"
#include "report/trend.h"

#include <stdio.h>

/* Bytes that a count fits in. */
#define COUNT 24

/* Most bytes of the machines' names in a row. */
#define NAMES_BYTES 8192

/* A part of the report, for every finding of a verdict. */
struct section {
	enum verdict verdict;
	const char *anchor;
	const char *title;
	const char *intro; /* or NULL */
	void (*write)(struct buf *out, const struct view *v,
	              const struct document_finding *f); /* NULL: asking */
};

static const struct section sections[] = {
	{ VERDICT_FAIL, "fail", "html-fail", "html-fail-intro", card_write },
	{ VERDICT_PARTIAL, "partial", "html-partial", "html-partial-intro",
	  card_write },
	{ VERDICT_UNKNOWN, "unknown", "html-unknown", "html-unknown-intro",
	  NULL },
	{ VERDICT_PASS, "pass", "html-pass", NULL, card_line },
};

#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

static size_t count_of(const struct document *d, enum verdict verdict)
{
	size_t n = 0;

	for (size_t i = 0; i < d->findings; i++)
		n += d->finding[i].verdict == verdict;
	return n;
}

static void expired(struct buf *out, const struct view *v)
{
	const struct document *d = v->document;
	char day[DATE_TEXT];

	if (d->baseline.expires == 0 || d->made_at <= d->baseline.expires)
		return;
	date_say(day, d->baseline.expires, v->lang);
	buf_str(out, "<p class=\"warning\">");
	badge_verdict(out, VERDICT_FAIL);
	buf_str(out, "<span>");
	markup_fill(out, "page-expired", v->lang, "date", day, NULL);
	buf_str(out, "</span></p>\n");
}

/* How much is known, in points: shares say little to a reader. */
static void coverage(struct buf *out, const struct view *v)
{
	const struct document *d = v->document;
	size_t unknown = count_of(d, VERDICT_UNKNOWN);
	size_t all = d->findings - count_of(d, VERDICT_NOT_APPLICABLE);
	char known_text[COUNT];
	char all_text[COUNT];
	char ceiling[] = { d->rating.ceiling, '\0' };

	snprintf(known_text, sizeof(known_text), "%zu", all - unknown);
	snprintf(all_text, sizeof(all_text), "%zu", all);
	buf_str(out, "<p>");
	if (unknown == 0)
		markup_label(out, "html-coverage-all", v->lang);
	else
		markup_fill(out, "html-coverage", v->lang, "known", known_text,
		            "all", all_text, NULL);
	if (unknown > 0 && ceiling[0] && ceiling[0] != d->rating.letter) {
		buf_char(out, ' ');
		markup_fill(out, "html-ceiling", v->lang, "letter", ceiling,
		            NULL);
	}
	buf_str(out, "</p>\n");
}

static void caps(struct buf *out, const struct view *v)
{
	const struct document_rating *r = &v->document->rating;

	if (r->caps == 0)
		return;
	markup_words(out, "h3", NULL, "html-caps", v->lang);
	buf_str(out, "<ul class=\"caps\"");
	markup_lang(out, v);
	buf_str(out, ">\n");
	for (size_t i = 0; i < r->caps; i++)
		markup_element(out, "li", NULL, cap_words(&r->cap[i], v->lang));
	buf_str(out, "</ul>\n");
}

static void grade(struct buf *out, const struct view *v)
{
	buf_str(out, "<section class=\"grade\" aria-labelledby=\"grade\">\n");
	badge_letter(out, v->document->rating.letter, v->lang);
	buf_str(out, "<div>\n<h2 id=\"grade\">");
	markup_label(out, "html-your-grade", v->lang);
	buf_str(out, "</h2>\n");
	badge_meaning(out, v->document->rating.letter, v->lang);
	coverage(out, v);
	caps(out, v);
	buf_str(out, "</div>\n</section>\n");
}

static void summary(struct buf *out, const struct view *v)
{
	buf_str(out, "<nav class=\"summary\"");
	markup_attr(out, "aria-label", label("html-contents", v->lang));
	buf_str(out, ">\n<ul>\n");
	for (size_t i = 0; i < SECTIONS; i++) {
		size_t n = count_of(v->document, sections[i].verdict);

		if (n == 0)
			continue;
		buf_fmt(out, "<li><a href=\"#%s\">", sections[i].anchor);
		badge_verdict(out, sections[i].verdict);
		buf_fmt(out, "<b>%zu</b> <span>", n);
		markup_label(out, sections[i].title, v->lang);
		buf_str(out, "</span></a></li>\n");
	}
	buf_str(out, "</ul>\n</nav>\n");
}

static void stays(struct buf *out, char letter, enum lang lang)
{
	char text[] = { letter, '\0' };

	buf_str(out, "<p class=\"step\">");
	markup_fill(out, letter == 'A' ? "html-action-top" : "html-action-same",
	            lang, "letter", text, NULL);
	buf_str(out, "</p>\n");
}

/* The letter before an action and after it. */
static void step(struct buf *out, const struct view *v, char before, char after)
{
	if (before == after) {
		stays(out, after, v->lang);
		return;
	}
	buf_str(out, "<p class=\"step\"><span>");
	markup_label(out, "html-action-after", v->lang);
	buf_str(out, "</span> ");
	badge_small(out, before, v->lang);
	buf_str(out, "<span class=\"arrow\" aria-hidden=\"true\">→</span>");
	badge_small(out, after, v->lang);
	markup_words(out, "b", NULL, badge_word(after), v->lang);
	buf_str(out, "</p>\n");
}

static void action(struct buf *out, const struct view *v,
                   const struct document_finding *f, char before, char after)
{
	buf_str(out, "<li>\n<h3");
	markup_lang(out, v);
	buf_str(out, "><a");
	card_anchor(out, v, f, true);
	buf_char(out, '>');
	markup_text(out, f->title);
	buf_str(out, "</a></h3>\n<p");
	markup_lang(out, v);
	buf_char(out, '>');
	markup_lines(out, f->remedy);
	buf_str(out, "</p>\n");
	effort_write(out, v, f);
	if (after)
		step(out, v, before, after);
	buf_str(out, "</li>\n");
}

static void actions(struct buf *out, const struct view *v)
{
	const struct document_rating *r = &v->document->rating;
	char before = r->letter;

	buf_str(out, "<section class=\"actions\" "
	             "aria-labelledby=\"actions\">\n<h2 id=\"actions\">");
	markup_label(out, "html-actions", v->lang);
	buf_str(out, "</h2>\n");
	markup_words(out, "p", "intro",
	             r->next_actions ? "html-actions-intro"
	                             : "html-actions-none",
	             v->lang);
	if (r->next_actions)
		buf_str(out, "<ol>\n");
	for (size_t i = 0; i < r->next_actions; i++) {
		const struct document_finding *f =
		    document_finding(v->document, r->next_action[i].id);

		if (f)
			action(out, v, f, before,
			       r->next_action[i].letter_after);
		before = r->next_action[i].letter_after;
	}
	if (r->next_actions)
		buf_str(out, "</ol>\n");
	if (r->next_actions && !before)
		markup_words(out, "p", "intro", "html-action-none", v->lang);
	buf_str(out, "</section>\n");
}

static void section(struct buf *out, const struct view *v,
                    const struct section *s)
{
	bool list = s->write == card_line;
	struct picking p;

	if (!picking_make(&p, v, PICKING(s->verdict))) {
		out->failed = true;
		return;
	}
	if (p.count == 0)
		return;
	buf_fmt(out,
	        "<section class=\"part\" aria-labelledby=\"%s\">\n"
	        "<h2 id=\"%s\">",
	        s->anchor, s->anchor);
	markup_label(out, s->title, v->lang);
	buf_fmt(out, " <span class=\"count\">%zu</span></h2>\n", p.count);
	if (s->intro)
		markup_words(out, "p", "intro", s->intro, v->lang);
	if (list)
		buf_str(out, "<ul class=\"lines\">\n");
	if (!s->write)
		asking_write(out, v, &p);
	for (size_t i = 0; s->write && i < p.count; i++)
		s->write(out, v, p.finding[i]);
	if (list)
		buf_str(out, "</ul>\n");
	buf_str(out, "</section>\n");
}

static void not_applicable(struct buf *out, const struct view *v)
{
	struct picking p;

	if (!picking_make(&p, v, PICKING(VERDICT_NOT_APPLICABLE))) {
		out->failed = true;
		return;
	}
	if (p.count == 0)
		return;
	buf_str(out, "<details class=\"part\"><summary><h2>");
	markup_label(out, "html-not-applicable", v->lang);
	buf_fmt(out,
	        " <span class=\"count\">%zu</span></h2></summary>\n"
	        "<ul class=\"lines\">\n",
	        p.count);
	for (size_t i = 0; i < p.count; i++)
		card_line(out, v, p.finding[i]);
	buf_str(out, "</ul>\n</details>\n");
}

/* Machines that the last visit left out, and since when. */
static void absent(struct buf *out, const struct view *v)
{
	struct buf lines;

	buf_init(&lines, NAMES_BYTES);
	absence_write(&lines, v->document, v->lang);
	if (lines.len > 0) {
		buf_str(out, "<p class=\"absent\">");
		markup_lines(out, buf_text(&lines));
		buf_str(out, "</p>\n");
	}
	buf_clear(&lines);
}

static void machines(struct buf *out, const struct view *v)
{
	static const char *const heads[] = { "html-machine", "html-system",
		                             "html-seen" };
	const struct document *d = v->document;

	if (d->machines == 0)
		return;
	buf_str(out, "<section class=\"part\" aria-labelledby=\"machines\">\n"
	             "<h2 id=\"machines\">");
	markup_label(out, "html-machines", v->lang);
	buf_str(out, "</h2>\n<table class=\"machines\"><thead><tr>");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		buf_str(out, "<th scope=\"col\">");
		markup_label(out, heads[i], v->lang);
		buf_str(out, "</th>");
	}
	buf_str(out, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < d->machines; i++) {
		buf_str(out, "<tr><th scope=\"row\">");
		markup_text(out, d->machine[i].label);
		buf_str(out, "</th><td>");
		markup_text(out, d->machine[i].system);
		buf_str(out, "</td><td>");
		markup_day(out, d->machine[i].seen_at, v->lang);
		buf_str(out, "</td></tr>\n");
	}
	buf_str(out, "</tbody></table>\n");
	absent(out, v);
	buf_str(out, "</section>\n");
}

/* The names of the machines, where a reader looks first. */
static void looked_at(struct buf *out, const struct view *v)
{
	const struct document *d = v->document;
	struct buf names;

	/* Without a commune the title already is the one machine's name. */
	if (d->machines == 0 || (d->machines == 1 && !d->commune.name))
		return;
	buf_init(&names, NAMES_BYTES);
	for (size_t i = 0; i < d->machines; i++) {
		buf_str(&names, i ? ", " : "");
		buf_str(&names, d->machine[i].label ? d->machine[i].label : "");
	}
	buf_str(out, "<p class=\"made\">");
	markup_fill(out, "html-seen-machines", v->lang, "list",
	            buf_text(&names), NULL);
	buf_str(out, "</p>\n");
	buf_clear(&names);
}

static void how(struct buf *out, const struct view *v)
{
	char score[COUNT];

	snprintf(score, sizeof(score), "%.0f", v->document->rating.score);
	buf_str(out, "<details class=\"part\"><summary><h2>");
	markup_label(out, "html-how", v->lang);
	buf_str(out, "</h2></summary>\n");
	markup_words(out, "p", NULL, "html-how-text", v->lang);
	buf_str(out, "<p>");
	markup_fill(out, "html-score", v->lang, "score", score, NULL);
	buf_str(out, "</p>\n</details>\n");
}

static void render(const struct view *v, struct buf *out)
{
	markup_open(out, v, "html-title", "report");
	banner_head(out, v, "html-title");
	buf_str(out, "<main id=\"main\">\n");
	looked_at(out, v);
	expired(out, v);
	grade(out, v);
	summary(out, v);
	actions(out, v);
	contact_section(out, v);
	trend_write(out, v);
	network_write(out, v);
	for (size_t i = 0; i < SECTIONS; i++)
		section(out, v, &sections[i]);
	not_applicable(out, v);
	machines(out, v);
	how(out, v);
	buf_str(out, "</main>\n");
	banner_foot(out, v);
	markup_close(out);
}

const struct renderer html_renderer = {
	.name = "html",
	.extension = "html",
	.stem_fr = "rapport",
	.stem_en = "report",
	.about = { { "le rapport complet, à lire ou à imprimer",
	             "the whole report, to read or to print" } },
	.render = render,
};
