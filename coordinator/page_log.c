/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/box.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "core/text.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

#define LINES 50 /* a page */

/*
 * Newest first, behind the last one of the page before: (at, id) is the key.
 * $1 at and $2 id to begin behind, $3 the first moment, $4 how many, $5 whose.
 * It is for administrators, who see all of the region.
 */
#define COLUMNS                                                      \
	"SELECT a.insee, a.at, a.id, a.account, a.action, a.detail," \
	" a.address, COALESCE(c.name, '') FROM audit a"              \
	" LEFT JOIN commune c ON c.insee = a.insee"                  \
	" WHERE (a.at < $1 OR (a.at = $1 AND a.id < $2)) AND a.at >= $3"
#define ORDER " ORDER BY a.at DESC, a.id DESC LIMIT $4"

static const char log_all[] = COLUMNS ORDER;
static const char log_account[] = COLUMNS " AND a.account = $5" ORDER;
static const char log_commune[] = COLUMNS " AND a.insee = $5" ORDER;
static const char log_both[] =
    COLUMNS " AND a.insee = $5 AND a.account = $6" ORDER;

/* What is looked for. */
struct query {
	const char *account;
	const char *commune;
	const char *day;
	int64_t first; /* seconds */
	int64_t at;    /* and the id: to begin behind */
	const char *id;
};

static const char *asked(const struct request *r, const char *name)
{
	const char *value = request_query(r, name);

	return value && strlen(value) <= 64 ? value : "";
}

static void read_query(const struct request *r, struct query *q)
{
	const char *before = asked(r, "avant");
	char number[24];
	size_t digits = strspn(before, "0123456789");
	int64_t day;

	*q = (struct query){ .account = asked(r, "compte"),
		             .commune = asked(r, "commune"),
		             .day = asked(r, "jour"),
		             .at = INT64_MAX,
		             .id = "" };
	if (strlen(q->day) == 10 && date_parse(q->day, &day)) {
		q->first = day;
		q->at = day + DATE_DAY;
	}
	snprintf(number, sizeof(number), "%.*s", (int)digits, before);
	if (digits > 0 && before[digits] == '-' &&
	    text_int(number, 0, INT64_MAX, &q->at))
		q->id = before + digits + 1;
}

static struct db_rows *search(struct request *r, const struct query *q,
                              struct err *e)
{
	const struct db_value value[] = { db_int(q->at),
		                          db_text(q->id),
		                          db_int(q->first),
		                          db_int(LINES + 1),
		                          db_text(q->commune[0] ? q->commune
		                                                : q->account),
		                          db_text(q->account) };

	if (q->commune[0] && q->account[0])
		return db_query(r->db, log_both, value, 6, e);
	if (q->commune[0] || q->account[0])
		return db_query(r->db,
		                q->commune[0] ? log_commune : log_account,
		                value, 5, e);
	return db_query(r->db, log_all, value, 4, e);
}

static void filters(struct request *r, struct response *out,
                    const struct query *q)
{
	const struct box boxes[] = {
		{ .name = "compte",
		  .label = "log-account",
		  .value = q->account,
		  .most = 40 },
		{ .name = "commune",
		  .label = "log-commune",
		  .value = q->commune,
		  .most = 5 },
		{ .name = "jour",
		  .type = "date",
		  .label = "log-day",
		  .value = q->day },
	};

	buf_str(
	    &out->body,
	    "<form class=\"filters\" method=\"get\" action=\"/journal\">\n");
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++)
		box_write(r, out, &boxes[i]);
	box_button(r, out, NULL, "log-go");
	buf_str(&out->body, "</form>\n");
}

static void cell(struct request *r, struct response *out, const char *label,
                 const char *text)
{
	buf_str(&out->body, "<td");
	markup_attr(&out->body, "data-label", wording(label, r->lang));
	buf_char(&out->body, '>');
	markup_text(&out->body, text);
	buf_str(&out->body, "</td>");
}

/* What was done, in words; the action's own name when it has none. */
static const char *action_words(struct request *r, const char *action)
{
	char id[64];
	const char *text;

	snprintf(id, sizeof(id), "audit-%s", action);
	text = wording(id, r->lang);
	return strcmp(text, id) == 0 ? action : text;
}

/* A state of follow-up is told in the words of its page. */
static const char *detail_words(struct request *r, const char *action,
                                const char *detail)
{
	char id[64];
	const char *text;

	if (strcmp(action, "followup") != 0)
		return detail;
	snprintf(id, sizeof(id), "followup-%s", detail);
	text = wording(id, r->lang);
	return strcmp(text, id) == 0 ? detail : text;
}

static void line(struct request *r, struct response *out,
                 const struct db_rows *rows)
{
	struct buf *b = &out->body;
	const char *insee = db_column_text(rows, 0);
	const char *name = db_column_text(rows, 7);
	char when[DATE_TEXT];

	date_format(when, db_column_int(rows, 1));
	when[10] = ' ';
	buf_fmt(b, "<tr><th scope=\"row\"><time>%.19s</time></th>", when);
	cell(r, out, "log-account", db_column_text(rows, 3));
	cell(r, out, "log-action", action_words(r, db_column_text(rows, 4)));
	buf_str(b, "<td");
	markup_attr(b, "data-label", wording("log-commune", r->lang));
	buf_char(b, '>');
	markup_text(b, name[0] ? name : insee);
	buf_str(b, "</td>");
	cell(r, out, "log-detail",
	     detail_words(r, db_column_text(rows, 4), db_column_text(rows, 5)));
	cell(r, out, "log-address", db_column_text(rows, 6));
	buf_str(b, "</tr>\n");
}

static void more(struct request *r, struct response *out, const struct query *q)
{
	struct buf *b = &out->body;

	buf_str(b, "<form class=\"pager\" method=\"get\""
	           " action=\"/journal\">\n");
	box_hidden(out, "compte", q->account);
	box_hidden(out, "commune", q->commune);
	box_hidden(out, "jour", q->day);
	box_hidden(out, "avant",
	           arena_fmt(r->arena, "%lld-%s", (long long)q->at, q->id));
	box_button(r, out, "second", "log-more");
	buf_str(b, "</form>\n");
}

static void heads(struct request *r, struct response *out)
{
	static const char *const ids[] = { "log-when",   "log-account",
		                           "log-action", "log-commune",
		                           "log-detail", "log-address" };
	struct buf *b = &out->body;

	buf_str(b, "<table class=\"list\">\n<thead><tr>");
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		buf_str(b, "<th scope=\"col\">");
		wording_html(b, ids[i], r->lang, NULL);
		buf_str(b, "</th>");
	}
	buf_str(b, "</tr></thead>\n<tbody>\n");
}

bool page_log_show(struct request *r, struct response *out, struct err *e)
{
	struct query q;
	struct db_rows *rows;
	size_t count = 0;

	read_query(r, &q);
	page_open(r, out, "nav-journal", "/journal");
	filters(r, out, &q);
	rows = search(r, &q, e);
	if (!rows)
		return false;
	heads(r, out);
	while (db_next(rows) && ++count <= LINES) {
		line(r, out, rows);
		q.at = db_column_int(rows, 1);
		q.id = db_column_copy(rows, 2, r->arena);
	}
	if (!db_end(rows, e))
		return false;
	buf_str(&out->body, "</tbody>\n</table>\n");
	if (count == 0)
		box_notice(r, out, "warn", "log-empty");
	if (count > LINES)
		more(r, out, &q);
	page_close(r, out);
	return true;
}
