/* SPDX-License-Identifier: Apache-2.0 */
#include "report/badge.h"
#include "report/banner.h"
#include "report/card.h"
#include "report/effort.h"
#include "report/label.h"
#include "report/markup.h"
#include "report/picking.h"

#include <inttypes.h>

static void cell(struct buf *out, const char *text)
{
	markup_element(out, "td", NULL, text);
}

static void evidence(struct buf *out, const struct view *v,
                     const struct document_evidence *e)
{
	const struct document_machine *m =
	    e->machine ? document_machine(v->document, e->machine) : NULL;

	buf_str(out, "<tr>");
	cell(out, m ? m->label : e->machine);
	cell(out, e->code);
	cell(out, e->host);
	buf_str(out, "<td>");
	if (e->port > 0)
		buf_fmt(out, "%" PRId64, e->port);
	if (e->transport) {
		buf_str(out, e->port > 0 ? "/" : "");
		markup_text(out, e->transport);
	}
	buf_str(out, "</td>\n<td class=\"exact\">");
	markup_lines(out, e->value);
	buf_str(out, "</td></tr>\n");
}

static void table(struct buf *out, const struct view *v,
                  const struct document_finding *f)
{
	static const char *const heads[] = { "html-machine", "provider-code",
		                             "provider-host", "provider-port",
		                             "provider-value" };

	if (f->evidences == 0) {
		markup_words(out, "p", "intro", "provider-evidence-none",
		             v->lang);
		return;
	}
	/* The table scrolls by itself where a screen is too narrow for it. */
	buf_str(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
	             "aria-label=\"");
	markup_fill(out, "provider-evidence", v->lang, "title",
	            f->title ? f->title : "", NULL);
	buf_str(out, "\">\n<table><thead><tr>");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		buf_str(out, "<th scope=\"col\">");
		markup_label(out, heads[i], v->lang);
		buf_str(out, "</th>");
	}
	buf_str(out, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < f->evidences; i++)
		evidence(out, v, &f->evidence[i]);
	buf_str(out, "</tbody></table></div>\n");
}

static void said(struct buf *out, const struct view *v, const char *id,
                 const char *text)
{
	if (!text || !text[0])
		return;
	markup_words(out, "h4", NULL, id, v->lang);
	buf_str(out, "<p class=\"exact\"");
	markup_lang(out, v);
	buf_char(out, '>');
	markup_lines(out, text);
	buf_str(out, "</p>\n");
}

static void finding(struct buf *out, const struct view *v,
                    const struct document_finding *f)
{
	buf_fmt(out, "<article class=\"card %s\"", verdict_name(f->verdict));
	card_anchor(out, v, f, false);
	buf_str(out, ">\n");
	card_head(out, v, f);
	if (f->detail && f->detail[0]) {
		buf_str(out, "<p");
		markup_lang(out, v);
		buf_char(out, '>');
		markup_lines(out, f->detail);
		buf_str(out, "</p>\n");
	}
	table(out, v, f);
	said(out, v, "provider-fix", f->fix);
	said(out, v, "provider-verify", f->verify);
	effort_write(out, v, f);
	buf_str(out, "<p class=\"mapping\"><code>");
	markup_text(out, f->id);
	buf_str(out, "</code></p>\n");
	card_mapping(out, v, f, true);
	buf_str(out, "</article>\n");
}

/* Of what is not known, a technician can settle what left a trace. */
static bool wanted(const struct document_finding *f)
{
	return f->verdict != VERDICT_UNKNOWN || f->evidences > 0;
}

static size_t part(struct buf *out, const struct view *v, unsigned verdicts,
                   const char *title)
{
	size_t written = 0;
	struct picking p;

	if (!picking_make(&p, v, verdicts)) {
		out->failed = true;
		return 0;
	}
	for (size_t i = 0; i < p.count; i++) {
		if (!wanted(p.finding[i]))
			continue;
		if (written++ == 0) {
			buf_str(out, "<section class=\"part\">\n");
			markup_words(out, "h2", NULL, title, v->lang);
		}
		finding(out, v, p.finding[i]);
	}
	if (written > 0)
		buf_str(out, "</section>\n");
	return written;
}

static void render(const struct view *v, struct buf *out)
{
	size_t written = 0;

	markup_open(out, v, "provider-title", "provider");
	banner_head(out, v, "provider-title");
	buf_str(out, "<main id=\"main\">\n");
	markup_words(out, "p", "intro", "provider-intro", v->lang);
	written += part(out, v, PICKING(VERDICT_FAIL), "html-fail");
	written += part(out, v, PICKING(VERDICT_PARTIAL), "html-partial");
	written += part(out, v, PICKING(VERDICT_UNKNOWN), "provider-rights");
	if (written == 0)
		markup_words(out, "p", "lead", "provider-nothing", v->lang);
	buf_str(out, "</main>\n");
	banner_foot(out, v);
	markup_close(out);
}

const struct renderer provider_renderer = {
	.name = "provider",
	.extension = "html",
	.stem_fr = "fiche-prestataire",
	.stem_en = "provider-sheet",
	.about = { { "la fiche du prestataire, avec les valeurs exactes",
	             "the IT provider's sheet, with exact values" } },
	.render = render,
};
