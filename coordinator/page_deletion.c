/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/commune.h"
#include "coordinator/page.h"
#include "coordinator/retention.h"
#include "coordinator/route.h"
#include "coordinator/wording.h"
#include "core/fold.h"
#include "report/markup.h"

#include <string.h>

#define NAME 200 /* bytes of a name that are compared */

/* Whether the name was typed, but for case and accents. */
static bool typed(const struct request *r, const struct commune *c)
{
	const char *value = request_form(r, "nom");
	char wanted[NAME];
	char given[NAME];

	fold_text(wanted, sizeof(wanted), c->name);
	fold_text(given, sizeof(given), value ? value : "");
	return wanted[0] && strcmp(wanted, given) == 0;
}

static void ask(struct request *r, struct response *out,
                const struct commune *c, bool wrong)
{
	struct buf *b = &out->body;

	page_open_text(r, out, c->name, "/communes");
	buf_str(b, "<p class=\"notice bad\">");
	wording_html(b, "deletion-warning", r->lang, NULL);
	buf_str(b, "</p>\n");
	page_form(r, out,
	          arena_fmt(r->arena, "/communes/%s/suppression", c->insee),
	          "stack");
	buf_str(b, "<p><label for=\"nom\">");
	wording_html(b, "deletion-name", r->lang, NULL);
	buf_str(b, "</label><input id=\"nom\" name=\"nom\" required "
	           "autocomplete=\"off\"");
	buf_str(b, wrong ? " aria-invalid=\"true\" aria-describedby=\"faux\">"
	                 : ">");
	if (wrong) {
		buf_str(b, "<span id=\"faux\" class=\"field-error\">");
		wording_html(b, "deletion-wrong", r->lang, NULL);
		buf_str(b, "</span>");
	}
	buf_str(b, "</p>\n<p><button class=\"danger\">");
	wording_html(b, "deletion-do", r->lang, NULL);
	buf_str(b, "</button></p>\n</form>\n<p><a href=\"/communes/");
	markup_text(b, c->insee);
	buf_str(b, "\">");
	wording_html(b, "visit-back", r->lang, NULL);
	buf_str(b, "</a></p>\n");
	page_close(r, out);
}

bool page_deletion_ask(struct request *r, struct response *out, struct err *e)
{
	struct commune c;
	bool found;

	if (!commune_find(r, r->insee, &c, &found, e))
		return false;
	if (!found)
		return page_say(r, out, 404, "commune-absent-title",
		                "commune-absent");
	ask(r, out, &c, false);
	return true;
}

bool page_deletion_do(struct request *r, struct response *out, struct err *e)
{
	struct commune c;
	bool found;

	if (!commune_find(r, r->insee, &c, &found, e))
		return false;
	if (!found)
		return page_say(r, out, 404, "commune-absent-title",
		                "commune-absent");
	if (!typed(r, &c)) {
		out->status = 422;
		ask(r, out, &c, true);
		return true;
	}
	/* Noted about no commune: its own log goes with it. */
	if (!audit_note(r, "deletion", "", c.insee, e) ||
	    !retention_leave(r->db, c.insee, r->now, &found, e))
		return false;
	return page_say(r, out, 200, "deletion-done-title", "deletion-done");
}
