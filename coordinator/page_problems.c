/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/chart.h"
#include "coordinator/commune.h"
#include "coordinator/number.h"
#include "coordinator/page.h"
#include "coordinator/problem.h"
#include "coordinator/route.h"
#include "coordinator/scope.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TOP   10  /* problems that are shown */
#define GROUP 15  /* EPCI of one problem */
#define TOWNS 100 /* communes of one problem, on its page */

/* "12 communes sur 80", and a bar of that length. */
static void share(struct buf *b, int64_t n, int64_t of, enum lang lang)
{
	char few[NUMBER_TEXT];
	char all[NUMBER_TEXT];

	number_format(few, n, lang);
	number_format(all, of, lang);
	buf_fmt(b,
	        "<svg class=\"share\" viewBox=\"0 0 100 8\" "
	        "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	        "<rect class=\"rail\" width=\"100\" height=\"8\"/>"
	        "<rect class=\"part\" width=\"%" PRId64
	        "\" height=\"8\"/></svg><span>",
	        of > 0 ? n * 100 / of : 0);
	wording_html(b, "problems-share", lang, "n", few, "all", all, NULL);
	buf_str(b, "</span>");
}

static void line(struct request *r, struct buf *b, const struct problem *p,
                 int64_t heard)
{
	buf_str(b, "<li><h2><a href=\"/problemes/");
	markup_text(b, p->control);
	buf_str(b, "\">");
	markup_text(b, p->title);
	buf_str(b, "</a></h2>\n<p class=\"share-line\">");
	share(b, p->communes, heard, r->lang);
	if (p->severity == SEVERITY_CRITICAL) {
		buf_str(b, " <span class=\"tag bad\">");
		wording_html(b, "commune-critical", r->lang, NULL);
		buf_str(b, "</span>");
	}
	buf_str(b, "</p></li>\n");
}

bool page_problems_show(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct problem list[TOP];
	size_t count;
	int64_t heard;

	if (!problem_heard(r, &heard, e) ||
	    !problem_list(r, list, TOP, &count, e))
		return false;
	page_open(r, out, "problems-title", "/problemes");
	buf_str(b, "<p class=\"lead\">");
	number_html(b, "problems-lead", heard, r->lang);
	buf_str(b, "</p>\n");
	if (count > 0)
		buf_str(b, "<ol class=\"problems\">\n");
	for (size_t i = 0; i < count; i++)
		line(r, b, &list[i], heard);
	if (count > 0)
		buf_str(b, "</ol>\n");
	else if (heard > 0) {
		buf_str(b, "<p class=\"notice good\">");
		wording_html(b, "problems-none", r->lang, NULL);
		buf_str(b, "</p>\n");
	}
	page_close(r, out);
	return true;
}

#define GROUPS_OF(scope)                                                       \
	"SELECT p.epci, p.n, (SELECT k.epci_name FROM commune k"               \
	" WHERE k.epci = p.epci LIMIT 1) FROM (SELECT c.epci,"                 \
	" CAST(SUM(c.failing) AS BIGINT) AS n FROM prevalence c"               \
	" WHERE c.control = $2 AND c.failing <> 0 AND c.epci <> '' AND " scope \
	"GROUP BY c.epci HAVING SUM(c.failing) > 0 ORDER BY 2 DESC, 1 LIMIT $3) p ORDER BY 2 DESC, 1"

/* In the order of the index, which is that of districts. */
#define TOWNS_OF(scope)                                                     \
	COMMUNE_LIST("c.insee IN (SELECT q.insee FROM"                      \
	             " (SELECT c.insee FROM finding c WHERE c.control = $2" \
	             " AND c.verdict = 'fail' AND " scope                   \
	             "ORDER BY c.department, c.epci, c.insee LIMIT $3) q)"  \
	             " AND " SCOPE                                          \
	             "ORDER BY c.department, c.epci_name, c.folded, c.insee")

/* Who could buy or learn together. */
static bool groups(struct request *r, struct buf *b, const struct problem *p,
                   struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(GROUPS_OF);
	struct db_rows *rows = db_query(
	    r->db, scope_pick(r, sql),
	    DB_VALUES(db_text(r->account), db_text(p->control), db_int(GROUP)),
	    e);

	if (!rows)
		return false;
	buf_str(b, "<section aria-labelledby=\"groupes\">\n"
	           "<h2 id=\"groupes\">");
	wording_html(b, "problems-groups", r->lang, NULL);
	buf_str(b, "</h2>\n<ul class=\"plain\">\n");
	while (db_next(rows)) {
		buf_str(b, "<li class=\"spread\"><a href=\"/communes?epci=");
		markup_text(b, db_column_text(rows, 0));
		buf_str(b, "&amp;point=");
		markup_text(b, p->control);
		buf_str(b, "\">");
		markup_text(b, db_column_text(rows, 2));
		buf_str(b, "</a><span>");
		number_html(b, "communes-count", db_column_int(rows, 1),
		            r->lang);
		buf_str(b, "</span></li>\n");
	}
	buf_str(b, "</ul>\n</section>\n");
	return db_end(rows, e);
}

static void town(struct request *r, struct buf *b, const struct commune *c)
{
	char letter[] = { c->letter, '\0' };

	buf_str(b, "<li class=\"row\">");
	chart_sign(b, chart_place(letter), r->lang);
	buf_str(b, "<a href=\"/communes/");
	markup_text(b, c->insee);
	buf_str(b, "\">");
	markup_text(b, c->name);
	buf_str(b, "</a>");
	markup_element(b, "span", "soft", c->epci_name);
	buf_str(b, "</li>\n");
}

static bool towns(struct request *r, struct buf *b, const struct problem *p,
                  struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(TOWNS_OF);
	struct db_rows *rows = db_query(
	    r->db, scope_pick(r, sql),
	    DB_VALUES(db_text(r->account), db_text(p->control), db_int(TOWNS)),
	    e);
	struct commune c;

	if (!rows)
		return false;
	buf_str(b, "<section aria-labelledby=\"liste\">\n<h2 id=\"liste\">");
	wording_html(b, "problems-towns", r->lang, NULL);
	buf_str(b, "</h2>\n<ul class=\"plain\">\n");
	while (commune_read(&c, rows, r->arena))
		town(r, b, &c);
	buf_str(b, "</ul>\n<p><a class=\"button second\" "
	           "href=\"/communes?point=");
	markup_text(b, p->control);
	buf_str(b, "\">");
	wording_html(b, "problems-all", r->lang, NULL);
	buf_str(b, "</a></p>\n</section>\n");
	return db_end(rows, e);
}

bool page_problems_of(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct problem p;
	int64_t heard;
	bool found;

	if (!problem_find(r, r->insee, &p, &found, e) ||
	    !problem_heard(r, &heard, e))
		return false;
	if (!found)
		return page_say(r, out, 404, "problems-absent-title",
		                "problems-absent");
	page_open_text(r, out, p.title, "/problemes");
	buf_str(b, "<p class=\"share-line lead\">");
	share(b, p.communes, heard, r->lang);
	buf_str(b, "</p>\n");
	if (p.communes > 0) {
		buf_str(b, "<div class=\"columns\">\n");
		if (!groups(r, b, &p, e) || !towns(r, b, &p, e))
			return false;
		buf_str(b, "</div>\n");
	}
	page_close(r, out);
	return true;
}
