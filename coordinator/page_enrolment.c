/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/box.h"
#include "coordinator/enrolment.h"
#include "coordinator/enrolment_form.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/scope.h"
#include "coordinator/slip.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <stdio.h>

#define ARENA (24u << 20) /* the list of communes and a table of them */

static const char *or_null(const char *s)
{
	return s && s[0] ? s : NULL;
}

/* The official list, in an arena of its own. */
static struct arena *open_form(struct enrolment_form *f, const char *department,
                               const char *epci, struct err *e)
{
	struct arena *a = arena_new(ARENA);

	*f = (struct enrolment_form){ .department = or_null(department),
		                      .epci = or_null(epci) };
	if (!a)
		err_set(e, "out of memory");
	if (a && gazetteer_read(&f->gazetteer, a, e))
		return a;
	arena_free(a);
	return NULL;
}

/* How many communes of the roster are here already. */
static bool count_known(struct request *r, struct enrolment_form *f,
                        struct arena *a, struct err *e)
{
	static const char sql[] =
	    "SELECT c.insee FROM commune c WHERE c.left_at IS NULL AND " SCOPE;
	const struct gazetteer *g = &f->gazetteer;
	const struct roster_commune *c = f->roster.communes.data;
	bool *here = arena_alloc(a, g->communes, sizeof(*here));
	struct db_rows *rows;

	if (!here)
		return err_set(e, "out of memory");
	rows = db_query(r->db, sql, DB_VALUES(db_text(r->account)), e);
	if (!rows)
		return false;
	while (db_next(rows)) {
		const struct gazetteer_commune *known =
		    gazetteer_find(g, db_column_text(rows, 0));

		if (known)
			here[known - g->commune] = true;
	}
	for (size_t i = 0; i < f->roster.communes.count; i++)
		f->known += here[c[i].commune - g->commune];
	return db_end(rows, e);
}

static bool add_all(struct request *r, const struct enrolment_form *f,
                    struct err *e)
{
	const struct rows *list = &f->roster.communes;
	char detail[40];

	snprintf(detail, sizeof(detail), "%zu", list->count);
	return audit_note(r, "communes-added", "", detail, e) &&
	       enrolment_write(r->db, list->data, list->count, r->now, e);
}

static void draw_ask(struct request *r, struct response *out,
                     const struct enrolment_form *f, const char *why)
{
	page_open(r, out, "enrol-title", "/kits");
	if (why)
		box_notice(r, out, "bad", why);
	buf_str(&out->body, "<p>");
	wording_html(&out->body, "enrol-intro", r->lang, NULL);
	buf_str(&out->body, "</p>\n");
	if (f->department || f->epci)
		enrolment_form_count(r, out, f);
	enrolment_form_ask(r, out, f);
	page_close(r, out);
}

/* What a table would add, or did. */
static void draw_table(struct request *r, struct response *out,
                       const struct enrolment_form *f, bool done)
{
	page_open(r, out, "enrol-title", "/kits");
	if (done)
		enrolment_form_done(r, out, f);
	else
		enrolment_form_count(r, out, f);
	buf_str(&out->body, "<p><a href=\"/kits/ajout\">");
	wording_html(&out->body, done ? "enrol-others" : "enrol-back", r->lang,
	             NULL);
	buf_str(&out->body, "</a></p>\n");
	page_close(r, out);
}

bool page_enrolment_show(struct request *r, struct response *out, struct err *e)
{
	struct enrolment_form f;
	struct arena *a = open_form(&f, request_query(r, "departement"),
	                            request_query(r, "epci"), e);
	bool ok = a != NULL;

	if (ok && (f.department || f.epci))
		ok = roster_pick(&f.roster, &f.gazetteer, f.department, f.epci,
		                 a, e) &&
		     count_known(r, &f, a, e);
	if (ok)
		draw_ask(r, out, &f, NULL);
	arena_free(a);
	return ok;
}

bool page_enrolment_add(struct request *r, struct response *out, struct err *e)
{
	struct enrolment_form f;
	struct arena *a = open_form(&f, request_form(r, "departement"),
	                            request_form(r, "epci"), e);
	bool ok = a != NULL;

	/* Neither would be the whole country. */
	if (ok && !f.department && !f.epci) {
		arena_free(a);
		return response_redirect(out, "/kits/ajout");
	}
	ok = ok &&
	     roster_pick(&f.roster, &f.gazetteer, f.department, f.epci, a, e) &&
	     add_all(r, &f, e);
	if (ok)
		draw_table(r, out, &f, true);
	arena_free(a);
	return ok;
}

/* A table is counted first; what was counted comes back to be added. */
static bool take_table(struct request *r, struct response *out,
                       struct enrolment_form *f, const struct buf *slip,
                       struct arena *a, struct err *e)
{
	const struct field *file = request_file(r, "tableau");
	bool known = slip->len > 0;
	struct err why;

	if (!known && !file) {
		draw_ask(r, out, f, "enrol-no-table");
		return true;
	}
	if (!roster_read(&f->roster, &f->gazetteer,
	                 known ? buf_text(slip) : file->data,
	                 known ? slip->len : file->len, a, &why)) {
		draw_ask(r, out, f, "enrol-no-table");
		return true;
	}
	if (known ? !add_all(r, f, e) : !count_known(r, f, a, e))
		return false;
	draw_table(r, out, f, known);
	return true;
}

bool page_enrolment_upload(struct request *r, struct response *out,
                           struct err *e)
{
	struct enrolment_form f;
	struct arena *a = open_form(&f, NULL, NULL, e);
	struct buf slip;
	bool ok = slip_read(&slip, r, e);

	ok = ok && a && take_table(r, out, &f, &slip, a, e);
	buf_clear(&slip);
	arena_free(a);
	return ok;
}
