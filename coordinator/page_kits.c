/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/box.h"
#include "coordinator/issue.h"
#include "coordinator/keyring.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/scope.h"
#include "coordinator/service.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "core/text.h"
#include "report/markup.h"

#include <string.h>

#define SOON_DAYS 60 /* a kit that ends within is to be renewed */

/* Which communes are shown: ?etat=N. */
enum state { STATE_ALL, STATE_NONE, STATE_SOON, STATE_UNUSED, STATES };

static const char *const state_words[STATES] = { "kits-all", "kits-without",
	                                         "kits-soon", "kits-unused" };

static int64_t state_of(const struct request *r)
{
	const char *asked = request_query(r, "etat");
	int64_t state = STATE_ALL;

	if (asked)
		text_int(asked, 0, STATES - 1, &state);
	return state;
}

/* A cell that says its column where the table is cards. */
static void cell_open(struct buf *b, const struct request *r, const char *label)
{
	buf_str(b, "<td");
	markup_attr(b, "data-label", wording(label, r->lang));
	buf_char(b, '>');
}

static void cell_day(struct buf *b, const struct request *r, const char *label,
                     int64_t day, const char *without)
{
	cell_open(b, r, label);
	if (day)
		markup_day(b, day, r->lang);
	else
		wording_html(b, without, r->lang, NULL);
	buf_str(b, "</td>");
}

static void write_row(struct buf *b, const struct request *r,
                      const struct db_rows *rows, bool may)
{
	const char *insee = db_column_text(rows, 0);
	const char *name = db_column_text(rows, 1);

	buf_str(b, "<tr>");
	if (may) {
		cell_open(b, r, "kits-choose");
		buf_str(b, "<input type=\"checkbox\" name=\"insee\"");
		markup_attr(b, "value", insee);
		markup_attr(b, "aria-label", name);
		buf_str(b, "></td>");
	}
	buf_str(b, "<th scope=\"row\"><a href=\"/communes/");
	markup_text(b, insee);
	buf_str(b, "/kit\">");
	markup_text(b, name);
	buf_str(b, "</a></th>");
	cell_open(b, r, "kits-department");
	markup_text(b, db_column_text(rows, 2));
	buf_str(b, "</td>");
	cell_day(b, r, "kits-until", db_column_int(rows, 3), "kits-no-kit");
	cell_day(b, r, "kits-used", db_column_int(rows, 4), "kits-never");
	buf_str(b, "</tr>\n");
}

static void write_head(struct buf *b, const struct request *r, bool may)
{
	static const char *const heads[] = { "kits-commune", "kits-department",
		                             "kits-until", "kits-used" };

	buf_str(b, "<table class=\"list\"><caption>");
	wording_html(b, state_words[state_of(r)], r->lang, NULL);
	buf_str(b, "</caption>\n<thead><tr>");
	if (may) {
		buf_str(b, "<th scope=\"col\">");
		wording_html(b, "kits-choose", r->lang, NULL);
		buf_str(b, "</th>");
	}
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		buf_str(b, "<th scope=\"col\">");
		wording_html(b, heads[i], r->lang, NULL);
		buf_str(b, "</th>");
	}
	buf_str(b, "</tr></thead>\n<tbody>\n");
}

/* The communes; last becomes the code to go on behind, "" at the end. */
static bool write_list(struct request *r, struct buf *b, bool may, char last[8],
                       struct err *e)
{
	static const char sql[] =
	    "SELECT c.insee, c.name, c.department, k.expires, k.used_at"
	    " FROM commune c LEFT JOIN (SELECT insee, MAX(expires) AS expires,"
	    " MAX(used_at) AS used_at FROM kit WHERE revoked_at IS NULL"
	    " AND expires > $2 GROUP BY insee) k ON k.insee = c.insee"
	    " WHERE c.left_at IS NULL AND c.insee > $3 AND " SCOPE
	    " AND (CAST($4 AS BIGINT) = 0"
	    " OR (CAST($4 AS BIGINT) = 1 AND k.expires IS NULL)"
	    " OR (CAST($4 AS BIGINT) = 2 AND k.expires < $5)"
	    " OR (CAST($4 AS BIGINT) = 3 AND k.expires IS NOT NULL"
	    " AND k.used_at IS NULL)) ORDER BY c.insee LIMIT 41";
	const char *behind = request_query(r, "apres");
	struct db_rows *rows = db_query(
	    r->db, sql,
	    DB_VALUES(db_text(r->account), db_int(r->now),
	              db_text(behind ? behind : ""), db_int(state_of(r)),
	              db_int(r->now + SOON_DAYS * DATE_DAY)),
	    e);
	size_t count = 0;

	last[0] = '\0';
	if (!rows)
		return false;
	while (db_next(rows) && count++ < ISSUE_MOST) {
		write_row(b, r, rows, may);
		text_clean(last, 8, db_column_text(rows, 0));
	}
	if (count <= ISSUE_MOST)
		last[0] = '\0';
	return db_end(rows, e);
}

static void write_filters(struct buf *b, const struct request *r)
{
	buf_str(b, "<ul class=\"tabs\">\n");
	for (size_t i = 0; i < STATES; i++) {
		buf_fmt(b, "<li><a href=\"/kits?etat=%zu\"", i);
		if (state_of(r) == (int64_t)i)
			buf_str(b, " aria-current=\"page\"");
		buf_char(b, '>');
		wording_html(b, state_words[i], r->lang, NULL);
		buf_str(b, "</a></li>\n");
	}
	buf_str(b, "</ul>\n");
}

static bool draw(struct request *r, struct response *out, const char *why,
                 struct err *e)
{
	const struct keyring *keys = r->service->keys;
	bool may = r->role >= ROLE_ADVISER;
	struct buf *b = &out->body;
	char last[8];

	page_open(r, out, "nav-kits", "/kits");
	buf_str(b, "<p>");
	wording_html(b, "kits-intro", r->lang, NULL);
	buf_str(b, "</p>\n");
	if (why)
		box_notice(r, out, "bad", why);
	if (keys && r->now - keyring_made_at(keys) > KEYRING_OLD)
		box_notice(r, out, "warn", "kits-old-key");
	if (r->role == ROLE_ADMINISTRATOR) {
		buf_str(b,
		        "<p><a class=\"button second\" href=\"/kits/ajout\">");
		wording_html(b, "kits-add", r->lang, NULL);
		buf_str(b, "</a></p>\n");
	}
	write_filters(b, r);
	if (may)
		page_form(r, out, "/kits", "spaced");
	write_head(b, r, may);
	if (!write_list(r, b, may, last, e))
		return false;
	buf_str(b, "</tbody></table>\n");
	if (may) {
		buf_str(b, "<p>");
		wording_html(b, "kits-secret", r->lang, NULL);
		buf_str(b, "</p>\n");
		box_button(r, out, NULL, "kits-make");
		buf_str(b, "</form>\n");
	}
	if (last[0]) {
		buf_fmt(b, "<p><a href=\"/kits?etat=%d&amp;apres=%s\">",
		        (int)state_of(r), last);
		wording_html(b, "kits-next", r->lang, NULL);
		buf_str(b, "</a></p>\n");
	}
	page_close(r, out);
	return true;
}

bool page_kits_show(struct request *r, struct response *out, struct err *e)
{
	return draw(r, out, NULL, e);
}

bool page_kits_make(struct request *r, struct response *out, struct err *e)
{
	const char *insee[ISSUE_MOST];
	const char *why;
	size_t count = 0;

	for (size_t i = 0; i < r->forms && count < ISSUE_MOST; i++)
		if (strcmp(r->form[i].name, "insee") == 0)
			insee[count++] = r->form[i].value;
	if (!issue_send(r, out, insee, count, &why, e))
		return false;
	return !why || draw(r, out, why, e);
}
