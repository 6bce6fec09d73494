/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/chart.h"
#include "coordinator/commune.h"
#include "coordinator/number.h"
#include "coordinator/page.h"
#include "coordinator/reason.h"
#include "coordinator/route.h"
#include "coordinator/scope.h"
#include "coordinator/threshold.h"
#include "coordinator/wording.h"
#include "coordinator/year.h"
#include "core/date.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

#define CALLS 10 /* communes to call that are shown */
#define NEWS  8  /* results that came in */
#define DAYS  7  /* of them, "these days" */

/* What one look at all communes counts. */
struct counts {
	int64_t communes;
	int64_t todo;
	int64_t never;
	int64_t old;
	int64_t fresh; /* within DAYS */
	int64_t underway;
};

#define COUNTS_OF(scope)                                                \
	"SELECT COUNT(*), COUNT(CASE WHEN " COMMUNE_TODO "THEN 1 END)," \
	" COUNT(CASE WHEN c.received_at = 0 THEN 1 END),"               \
	" COUNT(CASE WHEN c.received_at BETWEEN 1 AND $3 THEN 1 END),"  \
	" COUNT(CASE WHEN c.received_at >= $4 THEN 1 END),"             \
	" COUNT(CASE WHEN c.followup = 'underway' THEN 1 END)"          \
	" FROM commune c WHERE c.left_at IS NULL AND " scope
#define CALLS_OF(scope)                                               \
	COMMUNE_LIST(COMMUNE_TODO                                     \
	             "AND " scope "ORDER BY CASE WHEN c.next_at < $2" \
	             " AND c.followup <> 'done' THEN 0 ELSE 1 END,"   \
	             " c.urgency DESC, c.received_at DESC, c.insee LIMIT $3")
#define NEWS_OF(scope)                              \
	COMMUNE_LIST("c.received_at > 0 AND " scope \
	             "ORDER BY c.received_at DESC, c.insee LIMIT $2")

static bool count(struct request *r, struct counts *out, struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(COUNTS_OF);
	struct db_rows *rows = db_query(
	    r->db, scope_pick(r, sql),
	    DB_VALUES(db_text(r->account), db_int(commune_day_end(r->now)),
	              db_int(threshold_silence(r) - 1),
	              db_int(r->now - DAYS * DATE_DAY)),
	    e);

	*out = (struct counts){ 0 };
	if (!rows)
		return false;
	if (db_next(rows))
		*out = (struct counts){
			.communes = db_column_int(rows, 0),
			.todo = db_column_int(rows, 1),
			.never = db_column_int(rows, 2),
			.old = db_column_int(rows, 3),
			.fresh = db_column_int(rows, 4),
			.underway = db_column_int(rows, 5),
		};
	return db_end(rows, e);
}

static void tile(struct buf *b, const char *class, const char *href, int64_t n,
                 const char *stem, enum lang lang)
{
	char text[NUMBER_TEXT];

	number_format(text, n, lang);
	buf_fmt(b, "<li class=\"%s\"><a href=\"%s\"><b>%s</b> <span>",
	        n > 0 || !class[0] ? class : "good", href, text);
	number_html(b, stem, n, lang);
	buf_str(b, "</span></a></li>\n");
}

static void tiles(struct buf *b, const struct counts *n, enum lang lang)
{
	buf_str(b, "<ul class=\"tiles today-tiles\">\n");
	tile(b, "bad", "#appeler", n->todo, "today-tile-todo", lang);
	tile(b, "", "/communes?suivi=underway", n->underway,
	     "today-tile-underway", lang);
	tile(b, "warn", "#silence", n->never + n->old, "today-tile-silent",
	     lang);
	tile(b, "", "#recus", n->fresh, "today-tile-fresh", lang);
	buf_str(b, "</ul>\n");
}

static void section(struct buf *b, const char *id, const char *words,
                    enum lang lang)
{
	buf_fmt(b, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	wording_html(b, words, lang, NULL);
	buf_str(b, "</h2>\n");
}

static void town(struct buf *b, const struct commune *c)
{
	buf_str(b, "<a href=\"/communes/");
	markup_text(b, c->insee);
	buf_str(b, "\">");
	markup_text(b, c->name);
	buf_str(b, "</a>");
}

/* A number that a telephone can call. */
static void phone(struct buf *b, const struct commune *c, enum lang lang)
{
	if (!c->phone[0]) {
		buf_str(b, "<span class=\"soft\">");
		wording_html(b, "today-no-phone", lang, NULL);
		buf_str(b, "</span>");
		return;
	}
	buf_str(b, "<a class=\"phone\" href=\"tel:");
	for (const char *p = c->phone; *p; p++)
		if ((*p >= '0' && *p <= '9') || (*p == '+' && p == c->phone))
			buf_char(b, *p);
	buf_str(b, "\">");
	markup_text(b, c->phone);
	buf_str(b, "</a>");
}

static void call(struct request *r, struct buf *b, const struct commune *c)
{
	char letter[] = { c->letter, '\0' };

	buf_str(b, "<li>");
	chart_sign(b, chart_place(letter), r->lang);
	buf_str(b, "<div class=\"who-call\"><h3>");
	town(b, c);
	buf_str(b, "</h3>");
	reason_write(b, c, r->now, r->lang);
	buf_str(b, "</div><div class=\"how-call\">");
	phone(b, c, r->lang);
	buf_str(b, "<a href=\"/communes/");
	markup_text(b, c->insee);
	buf_str(b, "#suivi\">");
	wording_html(b, "today-note", r->lang, NULL);
	buf_str(b, "<span class=\"hidden\"> ");
	markup_text(b, c->name);
	buf_str(b, "</span></a></div></li>\n");
}

static bool calls(struct request *r, struct buf *b, const struct counts *n,
                  struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(CALLS_OF);
	struct db_rows *rows;
	struct commune c;

	section(b, "appeler", "today-calls", r->lang);
	if (n->todo == 0) {
		buf_str(b, "<p class=\"notice good\">");
		wording_html(b, "today-nobody", r->lang, NULL);
		buf_str(b, "</p>\n</section>\n");
		return true;
	}
	rows =
	    db_query(r->db, scope_pick(r, sql),
	             DB_VALUES(db_text(r->account),
	                       db_int(commune_day_end(r->now)), db_int(CALLS)),
	             e);
	if (!rows)
		return false;
	buf_str(b, "<ol class=\"calls\">\n");
	while (commune_read(&c, rows, r->arena))
		call(r, b, &c);
	buf_str(b, "</ol>\n");
	if (n->todo > CALLS) {
		buf_str(b, "<p><a class=\"button second\" "
		           "href=\"/communes?urgent=1\">");
		number_html(b, "today-all-calls", n->todo, r->lang);
		buf_str(b, "</a></p>\n");
	}
	buf_str(b, "</section>\n");
	return db_end(rows, e);
}

static void old(struct request *r, struct buf *b, int64_t n)
{
	char text[NUMBER_TEXT];

	number_format(text, n, r->lang);
	wording_html(b,
	             n == 0   ? "today-old-none"
	             : n == 1 ? "today-old-one"
	                      : "today-old-many",
	             r->lang, "n", text, "months", threshold_say(r), NULL);
}

static void silence(struct request *r, struct buf *b, const struct counts *n)
{
	enum lang lang = r->lang;

	section(b, "silence", "today-silent", lang);
	buf_str(b, "<ul class=\"plain\">\n<li>");
	if (n->never > 0)
		buf_str(b, "<a href=\"/communes?envoi=1&amp;tri=2\">");
	number_html(b, "today-never", n->never, lang);
	buf_str(b, n->never > 0 ? "</a></li>\n<li>" : "</li>\n<li>");
	if (n->old > 0)
		buf_str(b,
		        "<a href=\"/communes?envoi=2&amp;tri=4&amp;sens=1\">");
	old(r, b, n->old);
	buf_str(b, n->old > 0 ? "</a></li>\n</ul>\n" : "</li>\n</ul>\n");
	if (n->never + n->old > 0) {
		buf_str(b, "<p class=\"soft\">");
		wording_html(b, "today-silent-how", lang, NULL);
		buf_str(b, "</p>\n");
	}
	buf_str(b, "</section>\n");
}

static bool news(struct request *r, struct buf *b, const struct counts *n,
                 struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(NEWS_OF);
	struct db_rows *rows =
	    db_query(r->db, scope_pick(r, sql),
	             DB_VALUES(db_text(r->account), db_int(NEWS)), e);
	struct commune c;

	if (!rows)
		return false;
	section(b, "recus", "today-news", r->lang);
	buf_str(b, "<p>");
	number_html(b, "today-fresh", n->fresh, r->lang);
	buf_str(b, "</p>\n<ul class=\"plain\">\n");
	while (commune_read(&c, rows, r->arena)) {
		char letter[] = { c.letter, '\0' };

		buf_str(b, "<li class=\"row\">");
		chart_sign(b, chart_place(letter), r->lang);
		town(b, &c);
		buf_str(b, "<span class=\"soft\">");
		markup_day(b, c.received_at, r->lang);
		buf_str(b, "</span></li>\n");
	}
	buf_str(b, "</ul>\n</section>\n");
	return db_end(rows, e);
}

static bool year(struct request *r, struct buf *b, struct err *e)
{
	struct chart_month month[CHART_MONTHS];

	if (!year_letters(r, month, e))
		return false;
	section(b, "notes", "today-letters", r->lang);
	buf_str(b, "<p class=\"soft\">");
	wording_html(b, "today-letters-how", r->lang, NULL);
	buf_str(b, "</p>\n");
	chart_letters(b, "chart-letters", "today-letters", month, CHART_MONTHS,
	              r->lang);
	buf_str(b, "</section>\n");
	return true;
}

/* Nobody is there yet: what to do first. */
static void empty(struct request *r, struct buf *b)
{
	buf_str(b, "<div class=\"notice\"><p>");
	wording_html(b, "today-empty", r->lang, NULL);
	buf_str(b, "</p>");
	if (r->role >= ROLE_ADMINISTRATOR && route_of("/kits")) {
		buf_str(b, "<p><a class=\"button\" href=\"/kits\">");
		wording_html(b, "today-make-kits", r->lang, NULL);
		buf_str(b, "</a></p>");
	}
	buf_str(b, "</div>\n");
}

bool page_today_show(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct counts n;

	if (!threshold_of(r, e) || !count(r, &n, e))
		return false;
	page_open(r, out, "today-title", "/");
	if (n.communes == 0) {
		empty(r, b);
		page_close(r, out);
		return true;
	}
	tiles(b, &n, r->lang);
	buf_str(b, "<div class=\"today\">\n");
	if (!calls(r, b, &n, e))
		return false;
	buf_str(b, "<div class=\"aside\">\n");
	silence(r, b, &n);
	if (!news(r, b, &n, e))
		return false;
	buf_str(b, "</div>\n</div>\n");
	if (!year(r, b, e))
		return false;
	page_close(r, out);
	return true;
}
