/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"
#include "report/contact.h"
#include "report/kit.h"
#include "report/label.h"
#include "report/markup.h"

#include <stdint.h>

#define SUBJECT_LETTERS 60
#define WHO_LETTERS     36 /* that stay on one line */
#define OTHERS          3  /* numbers of the kit that fit on the sheet */

/* What is done first, with the picture that says it without words. */
struct step {
	const char *title;
	const char *more;
	const char *picture;
};

#define PICTURE(inside)                                                   \
	"<svg class=\"picture\" viewBox=\"0 0 64 64\" width=\"64\" "      \
	"height=\"64\" aria-hidden=\"true\"><g fill=\"none\" "            \
	"stroke=\"#1e2a31\" stroke-width=\"5\" stroke-linecap=\"round\" " \
	"stroke-linejoin=\"round\">" inside "</g></svg>"

static const struct step steps[] = {
	{ "wall-step-1", "wall-step-1-more",
	  PICTURE("<path d=\"M4 32h14M18 20v24h8a12 12 0 0 0 0-24zM26 "
	          "26h10M26 38h10M60 32h-10M50 22h-6v20h6z\"/>") },
	{ "wall-step-2", "wall-step-2-more",
	  PICTURE("<path d=\"M32 10v18M20 18a18 18 0 1 0 24 0\"/>"
	          "<path d=\"M8 8l48 48\" stroke-width=\"6\"/>") },
	{ "wall-step-3", "wall-step-3-more",
	  PICTURE("<path d=\"M6 20h12l5-8h18l5 8h12v32h-52z\"/>"
	          "<circle cx=\"32\" cy=\"35\" r=\"10\"/>") },
};

/* Lines below that a kit may know more about. */
enum { COORDINATOR = 1, GENDARMERIE = 3, CSIRT = 7 };

/* In the order to call; the number is left blank unless it is everybody's. */
static const struct {
	const char *who;
	const char *number;
} calls[] = {
	{ "wall-call-provider", NULL }, { "wall-call-coordinator", NULL },
	{ "wall-call-mayor", NULL },    { "wall-call-gendarmerie", "17" },
	{ "wall-call-insurer", NULL },  { "wall-call-accountant", NULL },
	{ "wall-call-dpo", NULL },      { "wall-call-csirt", NULL },
};

#define CALLS (sizeof(calls) / sizeof(calls[0]))

static const char *const late[] = { "wall-late-accountant", "wall-late-public",
	                            "wall-late-complaint", "wall-late-cnil",
	                            NULL };
static const char *const help[] = { "wall-help-17", "wall-help-csirt",
	                            "wall-help-expert", NULL };
static const char *const paper[] = { "wall-paper-civil", "wall-paper-phone",
	                             "wall-paper-cash", "wall-paper-notebook",
	                             NULL };
static const char *const staff[] = { "wall-staff-1", "wall-staff-2",
	                             "wall-staff-3", "wall-staff-4",
	                             "wall-staff-5", NULL };
static const char *const elected[] = { "wall-elected-1", "wall-elected-2",
	                               "wall-elected-3", "wall-elected-4",
	                               NULL };
static const char *const visitors[] = { "wall-public-1", "wall-public-2",
	                                "wall-public-3", NULL };

static void list(struct buf *out, const char *title, const char *const *ids,
                 enum lang lang)
{
	buf_str(out, "<section class=\"block\">\n");
	markup_words(out, "h3", NULL, title, lang);
	buf_str(out, "<ul>\n");
	for (; *ids; ids++)
		markup_words(out, "li", NULL, *ids, lang);
	buf_str(out, "</ul>\n</section>\n");
}

static void first_steps(struct buf *out, enum lang lang)
{
	buf_str(out, "<ol class=\"steps\">\n");
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		buf_fmt(out, "<li>%s<div>\n", steps[i].picture);
		markup_words(out, "h3", NULL, steps[i].title, lang);
		markup_words(out, "p", NULL, steps[i].more, lang);
		buf_str(out, "</div></li>\n");
	}
	buf_str(out, "</ol>\n");
}

/* A line of the numbers: who it is, and what is printed already. */
static void call(struct buf *out, size_t i, const char *who, const char *number,
                 size_t letters)
{
	buf_fmt(out, "<tr><th scope=\"row\"><span>%zu.</span> ", i + 1);
	markup_cut(out, who, letters);
	buf_str(out, "</th><td>");
	if (number)
		markup_element(out, "b", NULL, number);
	buf_str(out, "</td></tr>\n");
}

/* How many numbers of the kit are shown. */
static size_t others(const struct kit *kit)
{
	size_t n = kit ? kit->coordinator.numbers : 0;

	return n < OTHERS ? n : OTHERS;
}

/* Whether one of the numbers of the kit is what that line is for. */
static bool told_by_kit(const struct kit *kit, size_t line)
{
	static const char *const words[][2] = {
		[GENDARMERIE] = { "gendarmerie", "police" },
		[CSIRT] = { "csirt", "csirt" },
	};

	if (line != GENDARMERIE && line != CSIRT)
		return false;
	for (size_t i = 0; i < others(kit); i++)
		if (text_has(kit->coordinator.number[i].name, words[line][0]) ||
		    text_has(kit->coordinator.number[i].name, words[line][1]))
			return true;
	return false;
}

/* The coordinator by name and number, where the kit tells them. */
static void call_coordinator(struct buf *out, size_t i, const struct view *v)
{
	const struct kit *kit = contact_kit(v);

	call(out, i, kit ? kit->coordinator.name : label(calls[i].who, v->lang),
	     kit ? kit->coordinator.phone : NULL, WHO_LETTERS);
}

/* Those that the kit adds; how many there are. */
static size_t call_others(struct buf *out, size_t i, const struct view *v)
{
	const struct kit *kit = contact_kit(v);
	size_t n = others(kit);

	for (size_t k = 0; k < n; k++)
		call(out, i + k, kit->coordinator.number[k].name,
		     kit->coordinator.number[k].phone, WHO_LETTERS);
	return n;
}

static void lines(struct buf *out, const struct view *v)
{
	size_t at = 0;

	for (size_t i = 0; i < CALLS; i++) {
		if (i == COORDINATOR) {
			call_coordinator(out, at++, v);
			at += call_others(out, at, v);
		} else if (!told_by_kit(contact_kit(v), i)) {
			call(out, at++, label(calls[i].who, v->lang),
			     calls[i].number, SIZE_MAX);
		}
	}
}

static void numbers(struct buf *out, const struct view *v)
{
	markup_words(out, "h3", "bar", "wall-call", v->lang);
	markup_words(out, "p", "first", "wall-phone-first", v->lang);
	buf_str(out, "<table class=\"calls\"><caption class=\"hidden\">");
	markup_label(out, "wall-caption", v->lang);
	buf_str(out, "</caption><tbody>\n");
	lines(out, v);
	buf_str(out, "</tbody></table>\n");
}

/* Whose wall it is. */
static void whose(struct buf *out, const struct view *v)
{
	const char *subject = markup_subject(v);

	if (!*subject && !contact_kit(v))
		return;
	buf_str(out, "<p class=\"whose\">");
	contact_logo(out, v);
	markup_cut(out, subject, SUBJECT_LETTERS);
	buf_str(out, "</p>\n");
}

static void emergency(struct buf *out, const struct view *v)
{
	buf_str(out, "<section class=\"sheet-page emergency\">\n");
	whose(out, v);
	markup_words(out, "h2", "alarm", "wall-emergency", v->lang);
	markup_words(out, "p", "signs", "wall-signs", v->lang);
	first_steps(out, v->lang);
	numbers(out, v);
	buf_str(out, "<div class=\"blocks\">\n");
	list(out, "wall-late", late, v->lang);
	list(out, "wall-paper", paper, v->lang);
	buf_str(out, "</div>\n");
	list(out, "wall-help", help, v->lang);
	buf_str(out, "</section>\n");
}

static void reflexes(struct buf *out, const struct view *v)
{
	buf_str(out, "<section class=\"sheet-page reflexes\">\n");
	whose(out, v);
	markup_words(out, "h2", "alarm", "wall-reflexes", v->lang);
	list(out, "wall-staff", staff, v->lang);
	list(out, "wall-elected", elected, v->lang);
	list(out, "wall-public", visitors, v->lang);
	buf_str(out, "<p class=\"doubt\">");
	markup_label(out, "wall-where", v->lang);
	buf_str(out, " <span class=\"blank\"></span></p>\n</section>\n");
}

static void render(const struct view *v, struct buf *out)
{
	markup_open(out, v, "wall-title",
	            others(contact_kit(v)) > 0 ? "wall many" : "wall");
	buf_str(out, "<main id=\"main\">\n");
	markup_words(out, "h1", "hidden", "wall-title", v->lang);
	emergency(out, v);
	reflexes(out, v);
	buf_str(out, "</main>\n");
	markup_close(out);
}

const struct renderer wall_renderer = {
	.name = "wall",
	.extension = "html",
	.stem_fr = "affiches",
	.stem_en = "wall-sheets",
	.about = { { "deux affiches : en cas d’attaque, les bons réflexes",
	             "two sheets for the wall: under attack, good habits" } },
	.render = render,
};
