/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/chart.h"
#include "coordinator/commune.h"
#include "coordinator/dossier.h"
#include "coordinator/followup.h"
#include "coordinator/followup_form.h"
#include "coordinator/number.h"
#include "coordinator/page.h"
#include "coordinator/reason.h"
#include "coordinator/route.h"
#include "coordinator/threshold.h"
#include "coordinator/wording.h"
#include "coordinator/year.h"
#include "report/badge.h"
#include "report/markup.h"

#include <string.h>

/* What the page is made from. */
struct sight {
	struct commune commune;
	struct dossier dossier;
	struct followup followup;
	struct chart_point year[CHART_MONTHS];
};

static void section(struct buf *b, const char *id, const char *words,
                    enum lang lang)
{
	buf_fmt(b, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	wording_html(b, words, lang, NULL);
	buf_str(b, "</h2>\n");
}

static void fact(struct buf *b, const char *words, const char *text,
                 enum lang lang)
{
	if (!text[0])
		return;
	buf_str(b, "<dt>");
	wording_html(b, words, lang, NULL);
	buf_str(b, "</dt><dd>");
	markup_text(b, text);
	buf_str(b, "</dd>\n");
}

static void link(struct buf *b, const struct commune *c, const char *end,
                 const char *words, enum lang lang)
{
	buf_str(b, "<a href=\"/communes/");
	markup_text(b, c->insee);
	buf_fmt(b, "%s\">", end);
	wording_html(b, words, lang, NULL);
	buf_str(b, "</a>");
}

static void contact(struct request *r, struct buf *b, const struct commune *c)
{
	char population[NUMBER_TEXT];

	section(b, "contact", "commune-contact", r->lang);
	number_format(population, c->population, r->lang);
	buf_str(b, "<dl class=\"facts\">\n");
	fact(b, "export-phone", c->phone, r->lang);
	fact(b, "export-site", c->site, r->lang);
	fact(b, "commune-mail", c->mail, r->lang);
	fact(b, "communes-population", population, r->lang);
	fact(b, "listing-epci", c->epci_name, r->lang);
	fact(b, "listing-department", c->department, r->lang);
	fact(b, "export-insee", c->insee, r->lang);
	buf_str(b, "</dl>\n<ul class=\"plain no-print\">\n<li>");
	link(b, c, "/fiche", "commune-visit", r->lang);
	buf_str(b, "</li>\n<li>");
	link(b, c, "/relance", "commune-reminder", r->lang);
	buf_str(b, "</li>\n");
	if (route_of("/communes/{insee}/kit")) {
		buf_str(b, "<li>");
		link(b, c, "/kit", "commune-kit", r->lang);
		buf_str(b, "</li>\n");
	}
	if (r->role >= ROLE_ADMINISTRATOR &&
	    route_of("/communes/{insee}/suppression")) {
		buf_str(b, "<li>");
		link(b, c, "/suppression", "commune-delete", r->lang);
		buf_str(b, "</li>\n");
	}
	buf_str(b, "</ul>\n</section>\n");
}

static void grade(struct request *r, struct buf *b, const struct sight *s)
{
	const struct commune *c = &s->commune;

	section(b, "note", "commune-grade", r->lang);
	if (c->received_at == 0) {
		buf_str(b, "<p class=\"lead\">");
		wording_html(b, "commune-silent", r->lang, NULL);
		buf_str(b, "</p>\n<p>");
		link(b, c, "/relance", "commune-reminder", r->lang);
		buf_str(b, "</p>\n</section>\n");
		return;
	}
	buf_str(b, "<div class=\"grade\">");
	badge_letter(b, c->letter, r->lang);
	buf_str(b, "<div><p class=\"grade-word\">");
	if (c->letter == '\0' && s->dossier.findings == 0)
		wording_html(b, "commune-old-grade", r->lang, NULL);
	else
		markup_label(b, badge_word(c->letter), r->lang);
	buf_str(b, "</p>\n");
	reason_write(b, c, r->now, r->lang);
	buf_str(b, "<p class=\"soft\">");
	wording_html(b, "commune-last", r->lang, NULL);
	buf_char(b, ' ');
	reason_received(b, c, r);
	buf_str(b, "</p></div></div>\n");
	if (chart_told(s->year, CHART_MONTHS)) {
		chart_trend(b, "chart-trend", "commune-trend", s->year,
		            CHART_MONTHS, r->lang);
	} else {
		buf_str(b, "<p class=\"soft\">");
		wording_html(b, "commune-no-trend", r->lang, NULL);
		buf_str(b, "</p>\n");
	}
	buf_str(b, "</section>\n");
}

static void machines(struct request *r, struct buf *b, const struct dossier *d)
{
	if (d->machines == 0)
		return;
	section(b, "postes", "commune-machines", r->lang);
	buf_str(b, "<table class=\"list\">\n<caption class=\"hidden\">");
	wording_html(b, "commune-machines", r->lang, NULL);
	buf_str(b, "</caption>\n<thead><tr><th scope=\"col\">");
	wording_html(b, "commune-machine", r->lang, NULL);
	buf_str(b, "</th><th scope=\"col\">");
	wording_html(b, "commune-system", r->lang, NULL);
	buf_str(b, "</th><th scope=\"col\">");
	wording_html(b, "commune-seen", r->lang, NULL);
	buf_str(b, "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < d->machines; i++) {
		const struct dossier_machine *m = &d->machine[i];

		buf_str(b, "<tr>");
		markup_element(b, "td", NULL, m->name);
		markup_element(b, "td", NULL, m->system);
		buf_str(b, "<td>");
		markup_day(b, m->received_at, r->lang);
		buf_str(b, "</td></tr>\n");
	}
	buf_str(b, "</tbody>\n</table>\n");
	if (d->twins) {
		buf_str(b, "<p class=\"soft\">");
		wording_html(b, "commune-machine-twins", r->lang, NULL);
		buf_str(b, "</p>\n");
	}
	buf_str(b, "</section>\n");
}

/* When it became so, what it was before, and where. */
static void change(struct buf *b, const struct dossier_finding *f,
                   enum lang lang)
{
	buf_str(b, "<p class=\"soft\">");
	if (dossier_settled(f) || dossier_worse(f)) {
		buf_fmt(b, "<span class=\"tag %s\">",
		        dossier_settled(f) ? "good" : "bad");
		wording_html(
		    b, dossier_settled(f) ? "commune-settled" : "commune-new",
		    lang, NULL);
		buf_str(b, "</span> ");
	}
	wording_html(b, "commune-since", lang, NULL);
	buf_char(b, ' ');
	markup_day(b, f->since, lang);
	if (f->where[0] && f->verdict != VERDICT_PASS) {
		buf_str(b, ". ");
		wording_html(b, "commune-where", lang, "names", f->where, NULL);
	}
	buf_str(b, "</p>");
}

static void finding(struct request *r, struct buf *b, const struct dossier *d,
                    const struct dossier_finding *f)
{
	const char *own = d->lang == r->lang ? NULL : lang_name(d->lang);

	buf_str(b, "<li class=\"finding\">");
	badge_verdict(b, f->verdict);
	buf_str(b, "<div><h4");
	if (own)
		markup_attr(b, "lang", own);
	buf_char(b, '>');
	markup_text(b, f->title);
	buf_str(b, "</h4>");
	if (f->severity == SEVERITY_CRITICAL && f->verdict == VERDICT_FAIL) {
		buf_str(b, "<p><span class=\"tag bad\">");
		wording_html(b, "commune-critical", r->lang, NULL);
		buf_str(b, "</span></p>");
	}
	if (f->detail[0]) {
		buf_str(b, "<p");
		if (own)
			markup_attr(b, "lang", own);
		buf_char(b, '>');
		markup_text(b, f->detail);
		buf_str(b, "</p>");
	}
	if (f->remedy[0] && f->verdict != VERDICT_PASS) {
		buf_str(b, "<details><summary>");
		wording_html(b, "commune-remedy", r->lang, NULL);
		buf_str(b, "</summary><p");
		if (own)
			markup_attr(b, "lang", own);
		buf_char(b, '>');
		markup_text(b, f->remedy);
		buf_str(b, "</p></details>");
	}
	change(b, f, r->lang);
	buf_str(b, "</div></li>\n");
}

static bool shown(const struct dossier_finding *f, unsigned verdicts)
{
	return verdicts >> f->verdict & 1;
}

/* Those of some verdicts; folded away unless they need doing. */
static void group(struct request *r, struct buf *b, const struct dossier *d,
                  unsigned verdicts, const char *stem, bool folded)
{
	int64_t count = 0;

	for (size_t i = 0; i < d->findings; i++)
		count += shown(&d->finding[i], verdicts);
	if (count == 0)
		return;
	buf_str(b, folded ? "<details class=\"group\"><summary><h3>" : "<h3>");
	number_html(b, stem, count, r->lang);
	buf_str(b, folded ? "</h3></summary>\n" : "</h3>\n");
	buf_str(b, "<ul class=\"findings\">\n");
	for (size_t i = 0; i < d->findings; i++)
		if (shown(&d->finding[i], verdicts))
			finding(r, b, d, &d->finding[i]);
	buf_str(b, folded ? "</ul>\n</details>\n" : "</ul>\n");
}

/* What became better or worse lately, before all else. */
static void changes(struct request *r, struct buf *b, const struct dossier *d)
{
	int64_t better = 0;
	int64_t worse = 0;

	for (size_t i = 0; i < d->findings; i++) {
		better += dossier_settled(&d->finding[i]);
		worse += dossier_worse(&d->finding[i]);
	}
	buf_str(b, "<p>");
	number_html(b, "commune-better", better, r->lang);
	buf_char(b, ' ');
	number_html(b, "commune-worse", worse, r->lang);
	buf_str(b, "</p>\n");
}

static void findings(struct request *r, struct buf *b, const struct commune *c,
                     const struct dossier *d)
{
	section(b, "points", "commune-findings", r->lang);
	/* What is no longer kept is neither good nor bad. */
	if (d->findings == 0) {
		buf_str(b, "<p>");
		wording_html(b, "commune-no-finding", r->lang, NULL);
		buf_str(b, "</p>\n<p>");
		link(b, c, "/relance", "commune-reminder", r->lang);
		buf_str(b, "</p>\n</section>\n");
		return;
	}
	changes(r, b, d);
	group(r, b, d, 1u << VERDICT_FAIL | 1u << VERDICT_PARTIAL,
	      "commune-bad", false);
	group(r, b, d, 1u << VERDICT_UNKNOWN, "commune-unknown", true);
	group(r, b, d, 1u << VERDICT_PASS, "commune-good", true);
	buf_str(b, "</section>\n");
}

static bool look(struct request *r, struct sight *s, bool *found, struct err *e)
{
	return commune_find(r, r->insee, &s->commune, found, e) &&
	       (!*found ||
	        (audit_note(r, "read", s->commune.insee, "", e) &&
	         dossier_read(r, s->commune.insee, &s->dossier, e) &&
	         followup_read(r, s->commune.insee, &s->followup, e) &&
	         year_trend(r, s->commune.insee, s->year, e)));
}

bool page_commune_show(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct sight s;
	bool found;

	if (!threshold_of(r, e) || !look(r, &s, &found, e))
		return false;
	if (!found)
		return page_say(r, out, 404, "commune-absent-title",
		                "commune-absent");
	page_open_text(r, out, s.commune.name, "/communes");
	buf_str(b, "<div class=\"commune\">\n<div>\n");
	grade(r, b, &s);
	if (s.commune.received_at)
		findings(r, b, &s.commune, &s.dossier);
	buf_str(b, "</div>\n<div class=\"aside\">\n");
	followup_form_write(r, out, &s.commune, &s.followup);
	contact(r, b, &s.commune);
	if (s.commune.received_at)
		machines(r, b, &s.dossier);
	buf_str(b, "</div>\n</div>\n");
	page_close(r, out);
	return true;
}

bool page_commune_follow(struct request *r, struct response *out, struct err *e)
{
	struct followup f;
	const char *wrong;
	bool found;

	if (!followup_parse(r, &f, &wrong))
		return page_say(r, out, 422, "followup-wrong-title",
		                "followup-wrong");
	if (!followup_write(r, r->insee, &f, &found, e))
		return false;
	if (!found)
		return page_say(r, out, 404, "commune-absent-title",
		                "commune-absent");
	if (!audit_note(r, "followup", r->insee, f.state, e))
		return false;
	return response_redirect(
	    out, arena_fmt(r->arena, "/communes/%s?fait=1#suivi", r->insee));
}
