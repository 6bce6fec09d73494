/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/box.h"
#include "coordinator/commune.h"
#include "coordinator/issue.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <string.h>

/* What became of a kit: words. */
static const char *state_of(const struct db_rows *rows, int64_t now)
{
	if (!db_is_null(rows, 3))
		return "kit-revoked";
	if (db_column_int(rows, 2) < now)
		return "kit-over";
	return db_is_null(rows, 4) ? "kit-waiting" : "kit-holds";
}

/* A cell that says its column where the table is cards. */
static void cell_open(struct buf *b, const struct request *r, const char *label)
{
	buf_str(b, "<td");
	markup_attr(b, "data-label", wording(label, r->lang));
	buf_char(b, '>');
}

static void write_kit(struct request *r, struct response *out,
                      const struct db_rows *rows, const char *insee)
{
	const char *state = state_of(rows, r->now);
	struct buf *b = &out->body;

	buf_str(b, "<tr><th scope=\"row\">");
	markup_day(b, db_column_int(rows, 1), r->lang);
	buf_str(b, "</th>");
	cell_open(b, r, "kits-until");
	markup_day(b, db_column_int(rows, 2), r->lang);
	buf_str(b, "</td>");
	cell_open(b, r, "kit-state");
	wording_html(b, state, r->lang, NULL);
	buf_str(b, "</td><td>");
	if (r->role >= ROLE_ADVISER && db_is_null(rows, 3)) {
		page_form(
		    r, out,
		    arena_fmt(r->arena, "/communes/%s/kit/retrait", insee), "");
		box_hidden(out, "id", db_column_text(rows, 0));
		box_button(r, out, "danger", "kit-revoke");
		buf_str(b, "</form>");
	}
	buf_str(b, "</td></tr>\n");
}

/* insee was found by commune_find(): who asks may see it. */
static bool write_kits(struct request *r, struct response *out,
                       const char *insee, struct err *e)
{
	static const char sql[] =
	    "SELECT id, made_at, expires, revoked_at, used_at FROM kit"
	    " WHERE insee = $1 ORDER BY made_at DESC, id LIMIT 50";
	static const char *const heads[] = { "kit-made-on", "kits-until",
		                             "kit-state", "kit-do" };
	struct db_rows *rows =
	    db_query(r->db, sql, DB_VALUES(db_text(insee)), e);
	struct buf *b = &out->body;
	bool any = false;

	if (!rows)
		return false;
	buf_str(b, "<p>");
	wording_html(b, "kit-intro", r->lang, NULL);
	buf_str(b, "</p>\n<table class=\"list\"><caption>");
	wording_html(b, "kit-list", r->lang, NULL);
	buf_str(b, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		buf_str(b, "<th scope=\"col\">");
		wording_html(b, heads[i], r->lang, NULL);
		buf_str(b, "</th>");
	}
	buf_str(b, "</tr></thead>\n<tbody>\n");
	while (db_next(rows)) {
		write_kit(r, out, rows, insee);
		any = true;
	}
	if (!any) {
		buf_str(b, "<tr><td colspan=\"4\">");
		wording_html(b, "kit-none", r->lang, NULL);
		buf_str(b, "</td></tr>\n");
	}
	buf_str(b, "</tbody></table>\n");
	return db_end(rows, e);
}

static bool draw(struct request *r, struct response *out,
                 const struct commune *c, const char *why, struct err *e)
{
	struct buf *b = &out->body;

	page_open_text(r, out, c->name, "/kits");
	if (why)
		box_notice(r, out, "bad", why);
	if (!write_kits(r, out, c->insee, e))
		return false;
	if (r->role >= ROLE_ADVISER) {
		page_form(r, out,
		          arena_fmt(r->arena, "/communes/%s/kit", c->insee),
		          "spaced");
		buf_str(b, "<p>");
		wording_html(b, "kits-secret", r->lang, NULL);
		buf_str(b, "</p>\n");
		box_button(r, out, NULL, "kit-make");
		buf_str(b, "</form>\n");
	}
	buf_str(b, "<p><a href=\"/communes/");
	markup_text(b, c->insee);
	buf_str(b, "\">");
	wording_html(b, "visit-back", r->lang, NULL);
	buf_str(b, "</a></p>\n");
	page_close(r, out);
	return true;
}

static bool absent(struct request *r, struct response *out)
{
	return page_say(r, out, 404, "commune-absent-title", "commune-absent");
}

bool page_kit_show(struct request *r, struct response *out, struct err *e)
{
	struct commune c;
	bool found;

	if (!commune_find(r, r->insee, &c, &found, e))
		return false;
	return found ? draw(r, out, &c, NULL, e) : absent(r, out);
}

bool page_kit_make(struct request *r, struct response *out, struct err *e)
{
	struct commune c;
	const char *why;
	bool found;

	if (!commune_find(r, r->insee, &c, &found, e))
		return false;
	if (!found)
		return absent(r, out);
	if (!issue_send(r, out, &c.insee, 1, &why, e))
		return false;
	return !why || draw(r, out, &c, why, e);
}

bool page_kit_revoke(struct request *r, struct response *out, struct err *e)
{
	static const char sql[] =
	    "UPDATE kit SET revoked_at = $3 WHERE insee = $1 AND id = $2"
	    " AND revoked_at IS NULL";
	const char *id = request_form(r, "id");
	struct commune c;
	bool found;

	if (!commune_find(r, r->insee, &c, &found, e))
		return false;
	if (!found)
		return absent(r, out);
	if (!audit_note(r, "kit-revoked", c.insee, id ? id : "", e) ||
	    !db_run(r->db, sql,
	            DB_VALUES(db_text(c.insee), db_text(id ? id : ""),
	                      db_int(r->now)),
	            NULL, e))
		return false;
	return response_redirect(
	    out, arena_fmt(r->arena, "/communes/%s/kit", c.insee));
}
