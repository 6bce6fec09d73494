/* SPDX-License-Identifier: Apache-2.0 */
#include "report/badge.h"
#include "report/banner.h"
#include "report/card.h"
#include "report/effort.h"
#include "report/inventory.h"
#include "report/label.h"
#include "report/markup.h"
#include "report/picking.h"

#include <inttypes.h>
#include <stdio.h>

#define ROWS 25 /* of a table: what a technician reads on paper */

static void cell(struct buf *out, const char *text)
{
	markup_element(out, "td", NULL, text);
}

static void evidence(struct buf *out, const struct view *v,
                     const struct document_evidence *e, bool network)
{
	const struct document_machine *m =
	    e->machine ? document_machine(v->document, e->machine) : NULL;

	buf_str(out, "<tr>");
	cell(out, m ? m->label : e->machine);
	cell(out, e->code);
	if (network) {
		cell(out, e->host);
		buf_str(out, "<td>");
		if (e->port > 0)
			buf_fmt(out, "%" PRId64, e->port);
		if (e->transport) {
			buf_str(out, e->port > 0 ? "/" : "");
			markup_text(out, e->transport);
		}
		buf_str(out, "</td>\n");
	}
	buf_str(out, "<td class=\"exact\">");
	markup_lines(out, e->value);
	buf_str(out, "</td></tr>\n");
}

static void heads(struct buf *out, bool network, enum lang lang)
{
	static const struct {
		const char *id;
		bool network;
	} head[] = { { "html-machine", false },
		     { "provider-code", false },
		     { "provider-host", true },
		     { "provider-port", true },
		     { "provider-value", false } };

	buf_str(out, "<table><thead><tr>");
	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++) {
		if (head[i].network && !network)
			continue;
		buf_str(out, "<th scope=\"col\">");
		markup_label(out, head[i].id, lang);
		buf_str(out, "</th>");
	}
	buf_str(out, "</tr></thead><tbody>\n");
}

/* Whether anything of it is about a host or a port. */
static bool on_network(const struct document_finding *f)
{
	for (size_t i = 0; i < f->evidences; i++)
		if (f->evidence[i].host || f->evidence[i].port > 0)
			return true;
	return false;
}

static void more(struct buf *out, size_t count, enum lang lang)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", count);
	buf_str(out, "<p>");
	markup_fill(out, "provider-more", lang, "count", text, NULL);
	buf_str(out, "</p>\n");
}

static void table(struct buf *out, const struct view *v,
                  const struct document_finding *f)
{
	bool network = on_network(f);
	/* One line instead of one more is no gain. */
	size_t shown = f->evidences > ROWS + 1 ? ROWS : f->evidences;

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
	buf_str(out, "\">\n");
	heads(out, network, v->lang);
	for (size_t i = 0; i < shown; i++)
		evidence(out, v, &f->evidence[i], network);
	buf_str(out, "</tbody></table></div>\n");
	if (shown < f->evidences)
		more(out, f->evidences - shown, v->lang);
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
	banner_caps(out, v, SIZE_MAX);
	markup_words(out, "p", "intro", "provider-intro", v->lang);
	written += part(out, v, PICKING(VERDICT_FAIL), "html-fail");
	written += part(out, v, PICKING(VERDICT_PARTIAL), "html-partial");
	written += part(out, v, PICKING(VERDICT_UNKNOWN), "provider-rights");
	inventory_write(out, v);
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
