/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/team_scope.h"

#include "coordinator/box.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <string.h>

/* All of the region: for administrators alone. */
static const char team_departments[] =
    "SELECT DISTINCT department, department FROM commune"
    " WHERE left_at IS NULL ORDER BY 1";
static const char team_epcis[] =
    "SELECT epci, MIN(epci_name) FROM commune"
    " WHERE left_at IS NULL AND epci <> '' GROUP BY epci ORDER BY 2, 1";

/* A field is "part", its value "all:", "department:01", "epci:200000172". */
static const char *const kinds[] = { "all", "department", "epci" };

static bool ticked(const struct request *r, const struct member_scope *has,
                   size_t count, const char *kind, const char *code)
{
	size_t len = strlen(kind);

	for (size_t i = 0; i < count; i++)
		if (strcmp(has[i].kind, kind) == 0 &&
		    strcmp(has[i].code, code) == 0)
			return true;
	for (size_t i = 0; !has && i < r->forms; i++)
		if (strcmp(r->form[i].name, "part") == 0 &&
		    strncmp(r->form[i].value, kind, len) == 0 &&
		    r->form[i].value[len] == ':' &&
		    strcmp(r->form[i].value + len + 1, code) == 0)
			return true;
	return false;
}

/* Add those of one kind that the form has and the region knows. */
static bool take(struct request *r, struct team_scope *scope, const char *kind,
                 const char *sql, struct err *e)
{
	struct db_rows *rows = db_query(r->db, sql, DB_NOTHING, e);

	if (!rows)
		return false;
	while (scope->count < REQUEST_FIELDS && db_next(rows)) {
		if (!ticked(r, NULL, 0, kind, db_column_text(rows, 0)))
			continue;
		scope->part[scope->count].kind = kind;
		scope->part[scope->count++].code =
		    db_column_copy(rows, 0, r->arena);
	}
	return db_end(rows, e);
}

bool team_scope_take(struct request *r, struct team_scope *scope, struct err *e)
{
	scope->count = 0;
	if (ticked(r, NULL, 0, kinds[0], "")) {
		scope->part[scope->count++] =
		    (struct member_scope){ kinds[0], "" };
		return true;
	}
	return take(r, scope, kinds[1], team_departments, e) &&
	       take(r, scope, kinds[2], team_epcis, e);
}

/* What is drawn, and what is ticked in it. */
struct drawing {
	struct request *r;
	struct response *out;
	struct member_scope *has; /* NULL: what the form had */
	size_t count;
};

static bool draw(const struct drawing *d, const char *kind, const char *sql,
                 const char *label, struct err *e)
{
	struct buf *b = &d->out->body;
	struct db_rows *rows = db_query(d->r->db, sql, DB_NOTHING, e);

	if (!rows)
		return false;
	buf_str(b, "<details open><summary>");
	wording_html(b, label, d->r->lang, NULL);
	buf_str(b, "</summary>\n");
	while (db_next(rows)) {
		const char *code = db_column_text(rows, 0);
		const char *value = arena_fmt(d->r->arena, "%s:%s", kind, code);

		box_tick(d->out, "checkbox", "part", value ? value : "",
		         db_column_text(rows, 1),
		         ticked(d->r, d->has, d->count, kind, code));
	}
	buf_str(b, "</details>\n");
	return db_end(rows, e);
}

bool team_scope_draw(struct request *r, struct response *out, const char *name,
                     const char *error, struct err *e)
{
	struct drawing d = { .r = r, .out = out };
	struct buf *b = &out->body;

	if (name &&
	    !member_scope_list(&d.has, &d.count, r->db, name, r->arena, e))
		return false;
	buf_str(b, "<fieldset><legend>");
	wording_html(b, "team-scope", r->lang, NULL);
	buf_str(b, "</legend>\n");
	if (error) {
		buf_str(b, "<p class=\"field-error\">");
		wording_html(b, error, r->lang, NULL);
		buf_str(b, "</p>\n");
	}
	box_tick(out, "checkbox", "part",
	         "all:", wording("team-scope-all", r->lang),
	         ticked(r, d.has, d.count, "all", ""));
	if (!draw(&d, kinds[1], team_departments, "team-scope-department", e) ||
	    !draw(&d, kinds[2], team_epcis, "team-scope-epci", e))
		return false;
	buf_str(b, "</fieldset>\n");
	return true;
}
