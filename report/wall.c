/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"
#include "report/markup.h"

#define SUBJECT_LETTERS 60

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

static void call(struct buf *out, size_t i, enum lang lang)
{
	buf_fmt(out, "<tr><th scope=\"row\"><span>%zu.</span> ", i + 1);
	markup_label(out, calls[i].who, lang);
	buf_str(out, "</th><td class=\"number\">");
	if (calls[i].number)
		markup_element(out, "b", NULL, calls[i].number);
	buf_str(out, "</td></tr>\n");
}

static void numbers(struct buf *out, enum lang lang)
{
	markup_words(out, "h3", "bar", "wall-call", lang);
	markup_words(out, "p", "first", "wall-phone-first", lang);
	buf_str(out, "<table class=\"calls\"><caption class=\"hidden\">");
	markup_label(out, "wall-caption", lang);
	buf_str(out, "</caption><tbody>\n");
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		call(out, i, lang);
	buf_str(out, "</tbody></table>\n");
}

/* Whose wall it is. */
static void whose(struct buf *out, const struct view *v)
{
	const char *subject = markup_subject(v);

	if (!*subject)
		return;
	buf_str(out, "<p class=\"whose\">");
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
	numbers(out, v->lang);
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
	markup_open(out, v, "wall-title", "wall");
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
