/* SPDX-License-Identifier: Apache-2.0 */
#include "report/card.h"

#include "core/verdict.h"
#include "core/text.h"
#include "report/badge.h"
#include "report/effort.h"
#include "report/label.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

/* A label whose id ends in one of the scales' names. */
static void scale(struct buf *out, const char *prefix, const char *name,
                  enum lang lang)
{
	char id[64];

	snprintf(id, sizeof(id), "%s-%s", prefix, name);
	markup_label(out, id, lang);
}

void card_anchor(struct buf *out, const struct view *v,
                 const struct document_finding *f, bool link)
{
	/* The position, not the id: ids come from a file. */
	size_t at = (size_t)(f - v->document->finding) + 1;

	buf_fmt(out, link ? " href=\"#point-%zu\"" : " id=\"point-%zu\"", at);
}

static void paragraph(struct buf *out, const struct view *v, const char *class,
                      const char *text)
{
	if (!text || !text[0])
		return;
	buf_fmt(out, "<p class=\"%s\"", class);
	markup_lang(out, v);
	buf_char(out, '>');
	markup_lines(out, text);
	buf_str(out, "</p>\n");
}

/* A paragraph that begins with a word of ours in bold. */
static void said(struct buf *out, const struct view *v, const char *id,
                 const char *text)
{
	if (!text || !text[0])
		return;
	markup_words(out, "h4", NULL, id, v->lang);
	paragraph(out, v, "say", text);
}

void card_head(struct buf *out, const struct view *v,
               const struct document_finding *f)
{
	buf_str(out, "<h3");
	markup_lang(out, v);
	buf_char(out, '>');
	badge_verdict(out, f->verdict);
	markup_element(out, "span", NULL, f->title);
	buf_str(out, "</h3>\n<p class=\"tags\"><span class=\"tag\">");
	scale(out, "verdict", verdict_name(f->verdict), v->lang);
	buf_str(out, "</span> <span class=\"tag\">");
	scale(out, "severity", severity_name(f->severity), v->lang);
	buf_str(out, "</span>");
	if (f->declared)
		markup_words(out, "span", "tag", "html-declared", v->lang);
	buf_str(out, "</p>\n");
}

static const char *machine_label(const struct view *v, const char *id)
{
	const struct document_machine *m = document_machine(v->document, id);

	return m && m->label && m->label[0] ? m->label : id;
}

static void parts(struct buf *out, const struct view *v,
                  const struct document_finding *f)
{
	if (f->parts < 2)
		return;
	buf_str(out, "<ul class=\"parts\">\n");
	for (size_t i = 0; i < f->parts; i++) {
		const struct document_part *p = &f->part[i];

		buf_str(out, "<li>");
		badge_verdict(out, p->verdict);
		buf_str(out, "<span><b>");
		markup_text(out, machine_label(v, p->machine));
		buf_str(out, "</b> : ");
		scale(out, "verdict", verdict_name(p->verdict), v->lang);
		if (p->detail && p->detail[0]) {
			buf_str(out, ". <span");
			markup_lang(out, v);
			buf_char(out, '>');
			markup_text(out, p->detail);
			buf_str(out, "</span>");
		}
		buf_str(out, "</span></li>\n");
	}
	buf_str(out, "</ul>\n");
}

static void reference(struct buf *out, const struct document_mapping *m,
                      enum lang lang, bool exact)
{
	char id[64];

	snprintf(id, sizeof(id), "mapping-%s", m->reference);
	if (label_exists(id))
		markup_label(out, id, lang);
	else
		markup_text(out, m->reference);
	/* Its items are long names of its own source, of use to nobody else. */
	if (!exact && strcmp(m->reference, "monaidecyber") == 0)
		return;
	for (size_t i = 0; i < m->items; i++) {
		buf_str(out, i ? ", " : " ");
		markup_text(out, m->item[i]);
	}
}

void card_mapping(struct buf *out, const struct view *v,
                  const struct document_finding *f, bool exact)
{
	if (f->mappings == 0)
		return;
	buf_str(out, "<p class=\"mapping\">");
	markup_label(out, "html-see", v->lang);
	for (size_t i = 0; i < f->mappings; i++) {
		buf_str(out, i ? " · " : " ");
		reference(out, &f->mapping[i], v->lang, exact);
	}
	buf_str(out, "</p>\n");
}

void card_detail(struct buf *out, const struct view *v,
                 const struct document_finding *f)
{
	paragraph(out, v, "detail", f->detail);
}

static void article_open(struct buf *out, const struct view *v,
                         const struct document_finding *f)
{
	buf_fmt(out, "<article class=\"card %s\"", verdict_name(f->verdict));
	card_anchor(out, v, f, false);
	buf_str(out, ">\n");
	card_head(out, v, f);
	card_detail(out, v, f);
	parts(out, v, f);
}

void card_write(struct buf *out, const struct view *v,
                const struct document_finding *f)
{
	article_open(out, v, f);
	said(out, v, "html-remedy", f->remedy);
	effort_write(out, v, f);
	said(out, v, "html-why", f->why);
	card_mapping(out, v, f, false);
	buf_str(out, "</article>\n");
}

const char *card_find_out(const struct document_finding *f)
{
	static const char *const known[] = { "clerk", "provider", "elected",
		                             "coordinator", "operator" };
	static const char *const ids[] = {
		"html-ask-clerk", "html-ask-provider", "html-ask-elected",
		"html-ask-coordinator", "html-ask-operator"
	};

	if (text_is(f->message, "not-answered"))
		return "html-ask-again";
	for (size_t i = 0; f->whos && i < sizeof(ids) / sizeof(ids[0]); i++)
		if (strcmp(f->who[0], known[i]) == 0)
			return ids[i];
	return "html-ask-provider";
}

void card_how_to_know(struct buf *out, const struct view *v,
                      const struct document_finding *f)
{
	buf_str(out, "<p class=\"say\"><b>");
	markup_label(out, "html-find-out", v->lang);
	buf_str(out, "</b> ");
	markup_label(out, card_find_out(f), v->lang);
	buf_str(out, "</p>\n");
}

void card_title(struct buf *out, const struct view *v,
                const struct document_finding *f)
{
	buf_str(out, "<li");
	card_anchor(out, v, f, false);
	buf_str(out, "><span");
	markup_lang(out, v);
	buf_char(out, '>');
	markup_text(out, f->title);
	buf_str(out, "</span><span class=\"tag\">");
	scale(out, "severity", severity_name(f->severity), v->lang);
	buf_str(out, "</span></li>\n");
}

void card_question(struct buf *out, const struct view *v,
                   const struct document_finding *f)
{
	article_open(out, v, f);
	card_how_to_know(out, v, f);
	buf_str(out, "<details><summary>");
	markup_label(out, "html-if-bad", v->lang);
	buf_str(out, "</summary>\n");
	paragraph(out, v, "say", f->remedy);
	effort_write(out, v, f);
	said(out, v, "html-why", f->why);
	card_mapping(out, v, f, false);
	buf_str(out, "</details>\n</article>\n");
}

void card_line(struct buf *out, const struct view *v,
               const struct document_finding *f)
{
	buf_str(out, "<li");
	card_anchor(out, v, f, false);
	buf_char(out, '>');
	badge_verdict(out, f->verdict);
	buf_str(out, "<span");
	markup_lang(out, v);
	buf_str(out, "><b>");
	markup_text(out, f->title);
	buf_str(out, "</b>");
	if (f->detail && f->detail[0]) {
		buf_str(out, "<br>");
		markup_text(out, f->detail);
	}
	buf_str(out, "</span>");
	if (f->declared)
		markup_words(out, "span", "tag", "html-declared", v->lang);
	buf_str(out, "</li>\n");
}
