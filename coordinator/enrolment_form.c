/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/enrolment_form.h"

#include "coordinator/box.h"
#include "coordinator/number.h"
#include "coordinator/page.h"
#include "coordinator/slip.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

#define SHOWN 200 /* lines that are wrong, and communes, told one by one */

static void say_number(struct request *r, struct buf *b, const char *stem,
                       size_t n)
{
	buf_str(b, "<p>");
	number_html(b, stem, (int64_t)n, r->lang);
	buf_str(b, "</p>\n");
}

static void say_faults(struct request *r, struct buf *b,
                       const struct roster *roster)
{
	const struct roster_fault *f = roster->faults.data;

	if (roster->faults.count == 0)
		return;
	buf_str(b, "<div class=\"notice warn\" role=\"status\">\n");
	say_number(r, b, "enrol-faults", roster->faults.count);
	buf_str(b, "<ul>\n");
	for (size_t i = 0; i < roster->faults.count && i < SHOWN; i++) {
		char number[24];

		snprintf(number, sizeof(number), "%zu", f[i].line);
		buf_str(b, "<li>");
		wording_html(b, f[i].why, r->lang, "line", number, "value",
		             f[i].value, "name", f[i].name, NULL);
		buf_str(b, "</li>\n");
	}
	buf_str(b, "</ul>\n</div>\n");
}

static void say_communes(struct request *r, struct buf *b,
                         const struct roster *roster)
{
	const struct roster_commune *c = roster->communes.data;

	buf_str(b, "<details><summary>");
	wording_html(b, "enrol-names", r->lang, NULL);
	buf_str(b, "</summary>\n<ul>\n");
	for (size_t i = 0; i < roster->communes.count && i < SHOWN; i++) {
		buf_str(b, "<li>");
		markup_text(b, c[i].commune->name);
		buf_str(b, ", ");
		markup_text(b, c[i].commune->insee);
		buf_str(b, "</li>\n");
	}
	buf_str(b, "</ul>\n");
	if (roster->communes.count > SHOWN)
		say_number(r, b, "enrol-more", roster->communes.count - SHOWN);
	buf_str(b, "</details>\n");
}

/* An option of a list of areas. */
static void area(struct buf *b, const struct gazetteer_area *a,
                 const char *chosen, bool code)
{
	buf_str(b, "<option");
	markup_attr(b, "value", a->code);
	if (chosen && strcmp(chosen, a->code) == 0)
		buf_str(b, " selected");
	buf_char(b, '>');
	if (code) {
		markup_text(b, a->code);
		buf_char(b, ' ');
	}
	markup_text(b, a->name);
	buf_str(b, "</option>\n");
}

static void open_select(struct request *r, struct buf *b, const char *name,
                        const char *label, const char *none)
{
	buf_fmt(b, "<div><label for=\"%s\">", name);
	wording_html(b, label, r->lang, NULL);
	buf_fmt(b, "</label>\n<select id=\"%s\" name=\"%s\">\n", name, name);
	buf_str(b, "<option value=\"\">");
	wording_html(b, none, r->lang, NULL);
	buf_str(b, "</option>\n");
}

static bool lies_in(const struct gazetteer *g, const char *epci,
                    const char *department)
{
	for (size_t i = 0; i < g->communes; i++)
		if (strcmp(g->commune[i].epci, epci) == 0 &&
		    strcmp(g->commune[i].department, department) == 0)
			return true;
	return false;
}

static void write_areas(struct request *r, struct buf *b,
                        const struct enrolment_form *f)
{
	const struct gazetteer *g = &f->gazetteer;

	open_select(r, b, "departement", "kits-department", "enrol-choose");
	for (size_t i = 0; i < g->departments; i++)
		area(b, &g->department[i], f->department, true);
	buf_str(b, "</select></div>\n");
	if (!f->department)
		return;
	open_select(r, b, "epci", "listing-epci", "listing-all");
	for (size_t i = 0; i < g->epcis; i++)
		if (lies_in(g, g->epci[i].code, f->department))
			area(b, &g->epci[i], f->epci, false);
	buf_str(b, "</select></div>\n");
}

void enrolment_form_ask(struct request *r, struct response *out,
                        const struct enrolment_form *f)
{
	const struct box file = { .name = "tableau",
		                  .type = "file",
		                  .label = "enrol-file",
		                  .hint = "enrol-file-hint",
		                  .must = true };
	struct buf *b = &out->body;

	buf_str(b, "<section aria-labelledby=\"liste\"><h2 id=\"liste\">");
	wording_html(b, "enrol-list", r->lang, NULL);
	buf_str(b, "</h2>\n<p>");
	wording_html(b, "enrol-small", r->lang, NULL);
	buf_str(b, "</p>\n<form method=\"get\" action=\"/kits/ajout\" "
	           "class=\"stack\">");
	write_areas(r, b, f);
	box_button(r, out, "second", "enrol-count");
	buf_str(b, "</form></section>\n<section aria-labelledby=\"fichier\">"
	           "<h2 id=\"fichier\">");
	wording_html(b, "enrol-own", r->lang, NULL);
	buf_str(b, "</h2>\n");
	page_form_upload(r, out, "/kits/tableau", "stack");
	box_write(r, out, &file);
	box_button(r, out, "second", "enrol-check-file");
	buf_str(b, "</form></section>\n");
}

/* The button, in a form that brings all that it adds. */
static void write_button(struct request *r, struct response *out,
                         const struct enrolment_form *f)
{
	bool ok = true;

	if (f->department || f->epci) {
		page_form(r, out, "/kits/ajout", "stack");
		box_hidden(out, "departement",
		           f->department ? f->department : "");
		box_hidden(out, "epci", f->epci ? f->epci : "");
	} else {
		page_form_upload(r, out, "/kits/tableau", "stack");
		ok = slip_write(out, &f->roster);
	}
	if (ok)
		box_button(r, out, NULL, "enrol-add");
	else
		box_notice(r, out, "bad", "enrol-too-many");
	buf_str(&out->body, "</form>\n");
}

void enrolment_form_count(struct request *r, struct response *out,
                          const struct enrolment_form *f)
{
	size_t count = f->roster.communes.count;
	struct buf *b = &out->body;

	buf_str(b, "<section aria-labelledby=\"compte\"><h2 id=\"compte\">");
	number_html(b, "enrol-found", (int64_t)(count - f->known), r->lang);
	buf_str(b, "</h2>\n");
	if (f->known > 0)
		say_number(r, b, "enrol-known", f->known);
	say_faults(r, b, &f->roster);
	if (count > 0) {
		say_communes(r, b, &f->roster);
		write_button(r, out, f);
	}
	buf_str(b, "</section>\n");
}

void enrolment_form_done(struct request *r, struct response *out,
                         const struct enrolment_form *f)
{
	struct buf *b = &out->body;

	buf_str(b, "<div class=\"notice good\" role=\"status\">\n");
	say_number(r, b, "enrol-done", f->roster.communes.count);
	buf_str(b, "</div>\n");
	say_faults(r, b, &f->roster);
	buf_str(b, "<p><a class=\"button\" href=\"/kits?etat=1\">");
	wording_html(b, "enrol-next", r->lang, NULL);
	buf_str(b, "</a></p>\n");
}
