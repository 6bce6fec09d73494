/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/box.h"
#include "coordinator/enrolment.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

#define ARENA (24u << 20) /* the list of communes and a table of them */

/* What somebody wants to add. */
struct wish {
	struct arena *arena;
	struct gazetteer gazetteer;
	struct roster roster;
	const char *department; /* NULL for none */
	const char *epci;
	const char *why; /* id of words, or NULL */
};

static void say_count(struct request *r, struct buf *b, const char *words,
                      size_t count)
{
	char number[24];

	snprintf(number, sizeof(number), "%zu", count);
	buf_str(b, "<p><strong>");
	wording_html(b, words, r->lang, "count", number, NULL);
	buf_str(b, "</strong></p>\n");
}

static void say_faults(struct request *r, struct buf *b,
                       const struct roster *roster)
{
	const struct roster_fault *f = roster->faults.data;

	if (roster->faults.count)
		buf_str(b, "<ul>\n");
	for (size_t i = 0; i < roster->faults.count && i < 200; i++) {
		char number[24];

		snprintf(number, sizeof(number), "%zu", f[i].line);
		buf_str(b, "<li>");
		wording_html(b, f[i].why, r->lang, "line", number, "value",
		             f[i].value, "name", f[i].name, NULL);
		buf_str(b, "</li>\n");
	}
	if (roster->faults.count)
		buf_str(b, "</ul>\n");
}

/* w is what was asked for before, which stays in the boxes. */
static void write_forms(struct request *r, struct response *out,
                        const struct wish *w)
{
	const struct box department = { .name = "departement",
		                        .label = "enrol-department",
		                        .value = w->department,
		                        .most = 3 };
	const struct box epci = { .name = "epci",
		                  .label = "enrol-epci",
		                  .value = w->epci,
		                  .most = 9,
		                  .keys = "numeric" };
	const struct box file = { .name = "tableau",
		                  .type = "file",
		                  .label = "enrol-file",
		                  .hint = "enrol-file-hint",
		                  .must = true };

	buf_str(&out->body, "<p>");
	wording_html(&out->body, "enrol-intro", r->lang, NULL);
	buf_str(&out->body, "</p>\n");
	buf_str(&out->body,
	        "<form method=\"get\" action=\"/kits/ajout\" class=\"stack\">");
	box_write(r, out, &department);
	box_write(r, out, &epci);
	box_button(r, out, NULL, "enrol-count");
	buf_str(&out->body, "</form>\n");
	page_form_upload(r, out, "/kits/tableau", "stack");
	box_write(r, out, &file);
	box_button(r, out, NULL, "enrol-add-file");
	buf_str(&out->body, "</form>\n");
}

/* How many there are, and the button that adds them. */
static void write_step(struct request *r, struct response *out,
                       const struct wish *w)
{
	say_count(r, &out->body, "enrol-found", w->roster.communes.count);
	if (w->roster.communes.count == 0)
		return;
	page_form(r, out, "/kits/ajout", "stack");
	box_hidden(out, "departement", w->department ? w->department : "");
	box_hidden(out, "epci", w->epci ? w->epci : "");
	box_button(r, out, NULL, "enrol-add");
	buf_str(&out->body, "</form>\n");
}

static const char *or_null(const char *s)
{
	return s && s[0] ? s : NULL;
}

static bool open_wish(struct wish *w, const char *department, const char *epci,
                      struct err *e)
{
	*w = (struct wish){ .arena = arena_new(ARENA),
		            .department = or_null(department),
		            .epci = or_null(epci) };
	if (!w->arena)
		return err_set(e, "out of memory");
	return gazetteer_read(&w->gazetteer, w->arena, e);
}

/* Add them all, each for itself: what was added stays when one fails. */
static bool add_all(struct request *r, struct wish *w, struct err *e)
{
	const struct roster_commune *c = w->roster.communes.data;
	char detail[40];

	snprintf(detail, sizeof(detail), "%zu", w->roster.communes.count);
	if (!audit_note(r, "communes-added", "", detail, e))
		return false;
	for (size_t i = 0; i < w->roster.communes.count; i++)
		if (!enrolment_write(r->db, &c[i], r->now, e))
			return false;
	return true;
}

bool page_enrolment_show(struct request *r, struct response *out, struct err *e)
{
	struct wish w;
	bool ok = open_wish(&w, request_query(r, "departement"),
	                    request_query(r, "epci"), e);

	if (ok && (w.department || w.epci))
		ok = roster_pick(&w.roster, &w.gazetteer, w.department, w.epci,
		                 w.arena, e);
	if (ok) {
		page_open(r, out, "enrol-title", "/kits");
		if (w.department || w.epci)
			write_step(r, out, &w);
		write_forms(r, out, &w);
		page_close(r, out);
	}
	arena_free(w.arena);
	return ok;
}

static void draw_done(struct request *r, struct response *out,
                      const struct wish *w)
{
	page_open(r, out, "enrol-title", "/kits");
	if (w->why)
		box_notice(r, out, "bad", w->why);
	else
		say_count(r, &out->body, "enrol-done",
		          w->roster.communes.count);
	say_faults(r, &out->body, &w->roster);
	buf_str(&out->body, "<p><a href=\"/kits?etat=1\">");
	wording_html(&out->body, "kits-without", r->lang, NULL);
	buf_str(&out->body, "</a></p>\n");
	page_close(r, out);
}

bool page_enrolment_add(struct request *r, struct response *out, struct err *e)
{
	struct wish w;
	bool ok = open_wish(&w, request_form(r, "departement"),
	                    request_form(r, "epci"), e);

	/* Neither would be the whole country. */
	if (ok && !w.department && !w.epci) {
		arena_free(w.arena);
		return response_redirect(out, "/kits/ajout");
	}
	ok = ok &&
	     roster_pick(&w.roster, &w.gazetteer, w.department, w.epci, w.arena,
	                 e) &&
	     add_all(r, &w, e);
	if (ok)
		draw_done(r, out, &w);
	arena_free(w.arena);
	return ok;
}

bool page_enrolment_upload(struct request *r, struct response *out,
                           struct err *e)
{
	const struct field *file = request_file(r, "tableau");
	struct wish w;
	struct err why;
	bool ok = open_wish(&w, NULL, NULL, e);

	if (ok && (!file || !roster_read(&w.roster, &w.gazetteer, file->data,
	                                 file->len, w.arena, &why)))
		w.why = "enrol-no-table";
	if (ok && !w.why)
		ok = add_all(r, &w, e);
	if (ok)
		draw_done(r, out, &w);
	arena_free(w.arena);
	return ok;
}
