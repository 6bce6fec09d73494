/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"
#include "report/banner.h"
#include "report/contact.h"
#include "report/effort.h"
#include "report/label.h"
#include "report/markup.h"
#include "report/picking.h"

#include <stdio.h>
#include <string.h>

/*
 * The sheet must stay on two A4 pages whatever was found, in the widest
 * system font. What does not fit stays in the report. Heights are in half
 * lines of the small print.
 */
#define HEIGHT        250 /* of all tasks */
#define CONTACT       12  /* of the coordinator's logo, name and number */
#define TITLE_LINE    46  /* letters */
#define REMEDY_LINE   52
#define SIDE_LINE     30
#define TITLE_MOST    100 /* letters that are shown */
#define REMEDY_MOST   112 /* when there are many tasks */
#define REMEDY_WHOLE  330 /* when there are few */
#define COST_MOST     80
#define FEW           7 /* tasks that fit in large print */
#define QUESTIONS     5 /* answers to find that are listed */
#define QUESTION_MOST 110

/* One person's part of the sheet. */
struct person {
	const char *who;
	const char *title;
};

static const struct person persons[] = {
	{ "clerk", "checklist-clerk" },
	{ "elected", "checklist-elected" },
	{ "provider", "checklist-provider" },
	{ NULL, "checklist-other" },
};

#define PERSONS (sizeof(persons) / sizeof(persons[0]))

/* Whose task it is: the first who is named. */
static size_t owner(const struct document_finding *f)
{
	if (f->whos == 0)
		return 0;
	for (size_t i = 0; i + 1 < PERSONS; i++)
		if (strcmp(f->who[0], persons[i].who) == 0)
			return i;
	return PERSONS - 1;
}

/* Lines of so many letters that a text takes, shown up to most letters. */
static size_t lines_of(const char *text, size_t most, size_t line)
{
	size_t n = text ? text_width(text) : 0;

	if (n > most)
		n = most;
	return (n + line - 1) / line;
}

/* A task's height: its text, or what stands beside it if that is higher. */
static size_t height_of(const struct document_finding *f)
{
	size_t text = lines_of(f->title, TITLE_MOST, TITLE_LINE) +
	              lines_of(f->remedy, REMEDY_MOST, REMEDY_LINE);
	size_t cost = f->cost ? text_width(f->cost) : 0;
	size_t effort =
	    10 + (cost > COST_MOST ? COST_MOST : cost) + (f->whos > 1 ? 20 : 0);
	size_t side = 1 + (effort + SIDE_LINE - 1) / SIDE_LINE;

	return 2 * (text > side ? text : side) + 1;
}

/* How many of the tasks fit on the sheet. */
static size_t fitting(const struct view *v, const struct picking *p)
{
	size_t height = contact_kit(v) ? CONTACT : 0;

	for (size_t i = 0; i < p->count; i++) {
		height += height_of(p->finding[i]);
		if (height > HEIGHT)
			return i;
	}
	return p->count;
}

static void done(struct buf *out, enum lang lang)
{
	buf_str(out, "<p class=\"done\"><span>");
	markup_label(out, "checklist-done", lang);
	buf_str(out, " <span class=\"blank\"></span></span> <span>");
	markup_label(out, "checklist-by", lang);
	buf_str(out, " <span class=\"blank\"></span></span></p>\n");
}

/* Time, cost and who helps, in one line. */
static void effort(struct buf *out, const struct view *v,
                   const struct document_finding *f)
{
	buf_str(out, "<p class=\"meta\">");
	effort_time(out, f->minutes, v->lang);
	if (f->cost && f->cost[0]) {
		buf_str(out, f->minutes > 0 ? " · <span" : "<span");
		markup_lang(out, v);
		buf_char(out, '>');
		markup_cut(out, f->cost, COST_MOST);
		buf_str(out, "</span>");
	}
	if (f->whos > 1) {
		struct document_finding others = *f;

		others.who = f->who + 1;
		others.whos = 1;
		buf_str(out, " · ");
		markup_label(out, "checklist-with", v->lang);
		buf_char(out, ' ');
		effort_who(out, &others, v->lang);
	}
	buf_str(out, "</p>\n");
}

static void task(struct buf *out, const struct view *v,
                 const struct document_finding *f, bool few)
{
	buf_str(out, "<li><span class=\"box\"></span>\n<div class=\"task\"><p");
	markup_lang(out, v);
	buf_str(out, "><b>");
	markup_cut(out, f->title, TITLE_MOST);
	buf_str(out, "</b></p>\n<p");
	markup_lang(out, v);
	buf_char(out, '>');
	markup_cut(out, f->remedy, few ? REMEDY_WHOLE : REMEDY_MOST);
	buf_str(out, "</p></div>\n<div class=\"side\">");
	effort(out, v, f);
	done(out, v->lang);
	buf_str(out, "</div></li>\n");
}

static void person(struct buf *out, const struct view *v,
                   const struct picking *p, size_t count, size_t who)
{
	bool begun = false;

	for (size_t i = 0; i < count; i++) {
		if (owner(p->finding[i]) != who)
			continue;
		if (!begun) {
			buf_str(out, "<section>\n");
			markup_words(out, "h2", NULL, persons[who].title,
			             v->lang);
			buf_str(out, "<ul class=\"tasks\">\n");
			begun = true;
		}
		task(out, v, p->finding[i], p->count <= FEW);
	}
	if (begun)
		buf_str(out, "</ul>\n</section>\n");
}

/* "And n more, in the report", singular or plural. */
static void more(struct buf *out, const struct view *v, size_t count)
{
	char text[24];

	if (count == 0)
		return;
	snprintf(text, sizeof(text), "%zu", count);
	buf_str(out, "<p class=\"more\">");
	markup_fill(out, count == 1 ? "checklist-more-one" : "checklist-more",
	            v->lang, "count", text, NULL);
	buf_str(out, "</p>\n");
}

static void questions(struct buf *out, const struct view *v)
{
	struct picking p;

	if (!picking_make(&p, v, PICKING(VERDICT_UNKNOWN))) {
		out->failed = true;
		return;
	}
	if (p.count == 0)
		return;
	buf_str(out, "<section>\n");
	markup_words(out, "h2", NULL, "checklist-ask", v->lang);
	buf_str(out, "<ul class=\"tasks questions\">\n");
	for (size_t i = 0; i < p.count && i < QUESTIONS; i++) {
		buf_str(out, "<li><span class=\"box\"></span>"
		             "<div class=\"task\"><p");
		markup_lang(out, v);
		buf_char(out, '>');
		markup_cut(out, p.finding[i]->title, QUESTION_MOST);
		buf_str(out, "</p></div></li>\n");
	}
	buf_str(out, "</ul>\n");
	more(out, v, p.count > QUESTIONS ? p.count - QUESTIONS : 0);
	buf_str(out, "</section>\n");
}

static void tasks(struct buf *out, const struct view *v,
                  const struct picking *p)
{
	size_t count = fitting(v, p);

	markup_words(out, "p", "intro",
	             p->count ? "checklist-intro" : "checklist-nothing",
	             v->lang);
	for (size_t i = 0; i < PERSONS; i++)
		person(out, v, p, count, i);
	more(out, v, p->count - count);
}

static void render(const struct view *v, struct buf *out)
{
	struct picking p;

	if (!picking_make(&p, v,
	                  PICKING(VERDICT_FAIL) | PICKING(VERDICT_PARTIAL)))
		out->failed = true;
	markup_open(out, v, "checklist-title",
	            p.count <= FEW ? "sheet checklist few" : "sheet checklist");
	banner_head(out, v, "checklist-title");
	buf_str(out, "<main id=\"main\">\n");
	banner_caps(out, v, SIZE_MAX);
	contact_line(out, v);
	tasks(out, v, &p);
	questions(out, v);
	buf_str(out, "</main>\n");
	banner_foot(out, v);
	markup_close(out);
}

const struct renderer checklist_renderer = {
	.name = "checklist",
	.extension = "html",
	.stem_fr = "liste-a-cocher",
	.stem_en = "checklist",
	.about = { { "la liste à cocher, par personne, sur deux pages au plus",
	             "what to do, by person, on two pages at most" } },
	.render = render,
};
