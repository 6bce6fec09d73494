/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/box.h"
#include "coordinator/issue.h"
#include "coordinator/keyring.h"
#include "coordinator/listing.h"
#include "coordinator/listing_form.h"
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

/* Which communes are shown: ?etat=N, beside what listing.h searches by. */
enum state { STATE_ALL, STATE_NONE, STATE_SOON, STATE_UNUSED, STATES };

static const char *const state_words[STATES] = { "kits-all", "kits-without",
	                                         "kits-soon", "kits-unused" };

/* What the address asks for; what cannot be is as if it was not there. */
struct choice {
	struct listing listing; /* text, EPCI and département of it alone */
	int64_t state;
	const char *until;  /* "2027-05-21", "" for any day */
	int64_t end;        /* kits that end before, 0: any */
	const char *behind; /* code of the last commune that was shown */
};

static void choose(struct choice *c, const struct request *r)
{
	const char *state = request_query(r, "etat");
	const char *until = request_query(r, "fin");
	const char *behind = request_query(r, "apres");
	struct listing all;

	listing_parse(&all, r);
	*c = (struct choice){
		.listing = { .text = all.text,
		             .epci = all.epci,
		             .department = all.department,
		             .letter = "",
		             .followup = "",
		             .control = "",
		             .ascending = 0,
		             .page = 1 },
		.until = "",
		.behind = behind ? behind : "",
	};
	if (state)
		text_int(state, 0, STATES - 1, &c->state);
	if (until && date_parse(until, &c->end)) {
		c->until = until;
		c->end += DATE_DAY;
	}
}

/* Open a link to the same choice in another state or behind a commune. */
static void link_open(struct buf *b, const struct choice *c, int64_t state,
                      const char *behind)
{
	struct buf query;

	buf_init(&query, REQUEST_TARGET);
	listing_say(&query, "/kits", &c->listing);
	buf_fmt(&query, "%cetat=%d", strchr(buf_text(&query), '?') ? '&' : '?',
	        (int)state);
	if (c->end)
		buf_fmt(&query, "&fin=%s", c->until);
	if (behind)
		buf_fmt(&query, "&apres=%s", behind);
	buf_str(b, "<a");
	markup_attr(b, "href", buf_text(&query));
	buf_clear(&query);
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
	buf_str(b, "</a>");
	markup_element(b, "span", "under", db_column_text(rows, 5));
	buf_str(b, "</th>");
	cell_open(b, r, "kits-department");
	markup_text(b, db_column_text(rows, 2));
	buf_str(b, "</td>");
	cell_day(b, r, "kits-until", db_column_int(rows, 3), "kits-no-kit");
	cell_day(b, r, "kits-used", db_column_int(rows, 4), "kits-never");
	buf_str(b, "</tr>\n");
}

static void write_head(struct buf *b, const struct request *r,
                       const struct choice *c, bool may)
{
	static const char *const heads[] = { "kits-commune", "kits-department",
		                             "kits-until", "kits-used" };

	buf_str(b, "<table class=\"list\"><caption>");
	wording_html(b, state_words[c->state], r->lang, NULL);
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

#define LIST(scope)                                                   \
	"SELECT c.insee, c.name, c.department, k.expires, k.used_at," \
	" c.epci_name FROM commune c LEFT JOIN"                       \
	" (SELECT insee, MAX(expires) AS expires,"                    \
	" MAX(used_at) AS used_at FROM kit WHERE revoked_at IS NULL"  \
	" AND expires > $2 GROUP BY insee) k ON k.insee = c.insee"    \
	" WHERE c.left_at IS NULL AND c.insee > $3 AND " scope        \
	" AND (CAST($4 AS BIGINT) = 0"                                \
	" OR (CAST($4 AS BIGINT) = 1 AND k.expires IS NULL)"          \
	" OR (CAST($4 AS BIGINT) = 2 AND k.expires < $5)"             \
	" OR (CAST($4 AS BIGINT) = 3 AND k.expires IS NOT NULL"       \
	" AND k.used_at IS NULL))"                                    \
	" AND (CAST($6 AS BIGINT) = 0 OR k.expires < $6)"             \
	" AND ($7 = '' OR c.folded LIKE $7 OR c.insee = $8)"          \
	" AND ($9 = '' OR c.epci = $9)"                               \
	" AND ($10 = '' OR c.department = $10)"                       \
	" ORDER BY c.insee LIMIT 41"

/*
 * The communes; here becomes their codes with spaces between, last the one to
 * go on behind, "" at the end.
 */
static bool write_list(struct request *r, struct buf *b, const struct choice *c,
                       bool may, struct buf *here, char last[8], struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(LIST);
	struct db_value value[6 + LISTING_WHERE] = {
		db_text(r->account),
		db_int(r->now),
		db_text(c->behind),
		db_int(c->state),
		db_int(r->now + SOON_DAYS * DATE_DAY),
		db_int(c->end),
	};
	struct db_rows *rows;
	size_t count = 0;

	listing_where(value + 6, &c->listing, r->arena);
	last[0] = '\0';
	rows = db_query(r->db, scope_pick(r, sql), value, 6 + LISTING_WHERE, e);
	if (!rows)
		return false;
	while (db_next(rows) && count++ < ISSUE_MOST) {
		write_row(b, r, rows, may);
		text_clean(last, 8, db_column_text(rows, 0));
		buf_fmt(here, "%s ", last);
	}
	if (count <= ISSUE_MOST)
		last[0] = '\0';
	return db_end(rows, e);
}

static bool write_filters(struct request *r, struct buf *b,
                          const struct choice *c, struct err *e)
{
	if (!listing_form_begin(r, b, "/kits", &c->listing, e))
		return false;
	buf_str(b, "<p><label for=\"fin\">");
	wording_html(b, "kits-end", r->lang, NULL);
	buf_str(b, "</label><input type=\"date\" id=\"fin\" name=\"fin\"");
	markup_attr(b, "value", c->until);
	buf_fmt(b, "><input type=\"hidden\" name=\"etat\" value=\"%d\"></p>\n",
	        (int)c->state);
	listing_form_end(r, b, "/kits");
	buf_str(b, "<ul class=\"tabs\">\n");
	for (int64_t i = 0; i < STATES; i++) {
		buf_str(b, "<li>");
		link_open(b, c, i, NULL);
		if (c->state == i)
			buf_str(b, " aria-current=\"page\"");
		buf_char(b, '>');
		wording_html(b, state_words[i], r->lang, NULL);
		buf_str(b, "</a></li>\n");
	}
	buf_str(b, "</ul>\n");
	return true;
}

/* The table in its form, what can be done with it, and the way on. */
static bool write_communes(struct request *r, struct response *out,
                           const struct choice *c, struct err *e)
{
	bool may = r->role >= ROLE_ADVISER;
	struct buf *b = &out->body;
	struct buf here;
	char last[8];
	bool ok;

	buf_init(&here, REQUEST_VALUE);
	if (may)
		page_form(r, out, "/kits", "spaced");
	write_head(b, r, c, may);
	ok = write_list(r, b, c, may, &here, last, e);
	buf_str(b, "</tbody></table>\n");
	if (here.len == 0) {
		buf_str(b, "<p>");
		wording_html(b, "communes-count-none", r->lang, NULL);
		buf_str(b, "</p>\n");
	}
	if (may && here.len > 0) {
		buf_str(b, "<p>");
		wording_html(b, "kits-secret", r->lang, NULL);
		buf_str(b, "</p>\n");
		box_hidden(out, "ici", buf_text(&here));
		box_button(r, out, NULL, "kits-make");
		buf_str(b, "<div><button class=\"second\" name=\"page\" "
		           "value=\"1\">");
		wording_html(b, "kits-make-page", r->lang, NULL);
		buf_str(b, "</button></div>\n");
	}
	if (may)
		buf_str(b, "</form>\n");
	buf_clear(&here);
	if (last[0]) {
		buf_str(b, "<p>");
		link_open(b, c, c->state, last);
		buf_char(b, '>');
		wording_html(b, "kits-next", r->lang, NULL);
		buf_str(b, "</a></p>\n");
	}
	return ok;
}

static bool draw(struct request *r, struct response *out, const char *why,
                 struct err *e)
{
	const struct keyring *keys = r->service->keys;
	struct buf *b = &out->body;
	struct choice c;

	choose(&c, r);
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
	if (!write_filters(r, b, &c, e) || !write_communes(r, out, &c, e))
		return false;
	page_close(r, out);
	return true;
}

bool page_kits_show(struct request *r, struct response *out, struct err *e)
{
	return draw(r, out, NULL, e);
}

/* The codes that the page showed, or those that were chosen. */
static size_t asked(struct request *r, const char *insee[ISSUE_MOST])
{
	const char *here = request_form(r, "ici");
	size_t count = 0;

	if (request_form(r, "page") && here) {
		char *copy = arena_strdup(r->arena, here);
		char *at = NULL;

		for (char *code = copy ? strtok_r(copy, " ", &at) : NULL;
		     code && count < ISSUE_MOST;
		     code = strtok_r(NULL, " ", &at))
			insee[count++] = code;
		return count;
	}
	for (size_t i = 0; i < r->forms && count < ISSUE_MOST; i++)
		if (strcmp(r->form[i].name, "insee") == 0)
			insee[count++] = r->form[i].value;
	return count;
}

bool page_kits_make(struct request *r, struct response *out, struct err *e)
{
	const char *insee[ISSUE_MOST];
	const char *why;
	size_t count = asked(r, insee);

	if (!issue_send(r, out, insee, count, &why, e))
		return false;
	return !why || draw(r, out, why, e);
}
