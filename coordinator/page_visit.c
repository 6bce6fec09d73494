/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/brand.h"
#include "coordinator/commune.h"
#include "coordinator/dossier.h"
#include "coordinator/followup.h"
#include "coordinator/number.h"
#include "coordinator/page.h"
#include "coordinator/reason.h"
#include "coordinator/route.h"
#include "coordinator/threshold.h"
#include "coordinator/wording.h"
#include "report/badge.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

/* One page of A4 for a visit: what does not fit on it is counted. */
#define POINTS   7   /* to settle */
#define MACHINES 6   /* told one by one */
#define TITLE    90  /* letters */
#define PLACES   40  /* letters of the machines it is about */
#define ADVICE   180 /* letters */
#define NOTE     300 /* letters */
#define BLANKS   5   /* lines to write on */

static void heading(struct buf *b, const char *words, enum lang lang)
{
	buf_str(b, "<h2>");
	wording_html(b, words, lang, NULL);
	buf_str(b, "</h2>\n");
}

static void head(struct request *r, struct buf *b, const struct commune *c)
{
	char population[NUMBER_TEXT];

	number_format(population, c->population, r->lang);
	buf_str(b, "<div class=\"visit-head\">");
	badge_letter(b, c->letter, r->lang);
	buf_str(b, "<div><p class=\"lead\"><b>");
	markup_cut(b, c->phone, 40);
	buf_str(b, "</b></p><p>");
	wording_html(b, "visit-of", r->lang, "n", population, NULL);
	buf_str(b, "<br>");
	markup_cut(b, c->epci_name, TITLE);
	buf_str(b, "</p>");
	reason_write(b, c, r->now, r->lang);
	buf_str(b, "<p class=\"soft\">");
	wording_html(b, "commune-last", r->lang, NULL);
	buf_char(b, ' ');
	reason_received(b, c, r);
	buf_str(b, "</p></div></div>\n");
}

static bool to_settle(const struct dossier_finding *f)
{
	return f->verdict == VERDICT_FAIL || f->verdict == VERDICT_PARTIAL;
}

static void point(struct buf *b, const struct dossier *d,
                  const struct dossier_finding *f, enum lang lang)
{
	buf_str(b, "<li><span class=\"box\"></span><div");
	if (d->lang != lang)
		markup_attr(b, "lang", lang_name(d->lang));
	buf_str(b, "><b>");
	markup_cut(b, f->title, TITLE);
	buf_str(b, "</b>");
	if (f->where[0]) {
		buf_str(b, " <span class=\"soft\">");
		markup_cut(b, f->where, PLACES);
		buf_str(b, "</span>");
	}
	if (f->remedy[0]) {
		buf_str(b, "<br>");
		markup_cut(b, f->remedy, ADVICE);
	}
	buf_str(b, "</div></li>\n");
}

static void points(struct buf *b, const struct dossier *d, enum lang lang)
{
	size_t shown = 0;
	int64_t more = 0;

	heading(b, "visit-points", lang);
	buf_str(b, "<ul class=\"visit-points\">\n");
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < d->findings; i++) {
			const struct dossier_finding *f = &d->finding[i];

			if (!to_settle(f) ||
			    (f->verdict == VERDICT_FAIL) != (pass == 0))
				continue;
			if (shown < POINTS) {
				point(b, d, f, lang);
				shown++;
			} else {
				more++;
			}
		}
	buf_str(b, "</ul>\n");
	if (more > 0 || shown == 0) {
		buf_str(b, "<p>");
		/* What nobody looked at is not in order. */
		if (d->findings == 0)
			wording_html(b, "visit-unknown", lang, NULL);
		else if (shown == 0)
			wording_html(b, "visit-no-point", lang, NULL);
		else
			number_html(b, "visit-more", more, lang);
		buf_str(b, "</p>\n");
	}
}

static void machines(struct buf *b, const struct dossier *d, enum lang lang)
{
	if (d->machines == 0)
		return;
	heading(b, "commune-machines", lang);
	buf_str(b, "<ul class=\"visit-machines\">\n");
	for (size_t i = 0; i < d->machines && i < MACHINES; i++) {
		buf_str(b, "<li>");
		markup_cut(b, d->machine[i].name, 30);
		buf_str(b, ", ");
		markup_cut(b, d->machine[i].system, 40);
		buf_str(b, "</li>\n");
	}
	if (d->machines > MACHINES) {
		buf_str(b, "<li>");
		number_html(b, "visit-machines",
		            (int64_t)(d->machines - MACHINES), lang);
		buf_str(b, "</li>\n");
	}
	buf_str(b, "</ul>\n");
}

static void notes(struct buf *b, const struct followup *f, enum lang lang)
{
	char id[40];

	heading(b, "communes-followup", lang);
	snprintf(id, sizeof(id), "followup-%s", f->state);
	buf_str(b, "<p><b>");
	wording_html(b, id, lang, NULL);
	buf_str(b, "</b> ");
	markup_cut(b, f->note, NOTE);
	buf_str(b, "</p>\n<div class=\"blanks\" aria-hidden=\"true\">\n");
	for (int i = 0; i < BLANKS; i++)
		buf_str(b, "<div></div>\n");
	buf_str(b, "</div>\n");
}

bool page_visit_show(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct commune c;
	struct dossier d;
	struct followup f;
	bool found;

	if (!threshold_of(r, e) || !commune_find(r, r->insee, &c, &found, e))
		return false;
	if (!found)
		return page_say(r, out, 404, "commune-absent-title",
		                "commune-absent");
	if (!audit_note(r, "read", c.insee, "fiche", e) ||
	    !dossier_read(r, c.insee, &d, e) ||
	    !followup_read(r, c.insee, &f, e))
		return false;
	page_open_text(r, out, c.name, "/communes");
	buf_str(b, "<p class=\"no-print\">");
	wording_html(b, "visit-how", r->lang, NULL);
	buf_str(b, " <a href=\"/communes/");
	markup_text(b, c.insee);
	buf_str(b, "\">");
	wording_html(b, "visit-back", r->lang, NULL);
	buf_str(b, "</a></p>\n<div class=\"visit\">\n");
	head(r, b, &c);
	points(b, &d, r->lang);
	machines(b, &d, r->lang);
	notes(b, &f, r->lang);
	buf_str(b, "<p class=\"soft\">");
	wording_html(b, "visit-secret", r->lang, NULL);
	buf_str(b, "</p>\n</div>\n");
	page_close(r, out);
	return true;
}
