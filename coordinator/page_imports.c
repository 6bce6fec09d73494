/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/import.h"
#include "coordinator/intake.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/service.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

/* It says its column where the table is cards. */
static void cell_open(struct buf *b, const char *label, enum lang lang)
{
	buf_str(b, "<td");
	markup_attr(b, "data-label", wording(label, lang));
	buf_char(b, '>');
}

static void cell(struct buf *b, const char *label, const char *text,
                 enum lang lang)
{
	if (!text[0]) {
		buf_str(b, "<td></td>");
		return;
	}
	cell_open(b, label, lang);
	markup_text(b, text);
	buf_str(b, "</td>");
}

static void head(struct buf *b, const char *words, enum lang lang)
{
	buf_str(b, "<th scope=\"col\">");
	wording_html(b, words, lang, NULL);
	buf_str(b, "</th>");
}

static void row(struct buf *b, const struct import *i, enum lang lang)
{
	buf_str(b, "<tr><th scope=\"row\">");
	markup_text(b, i->name);
	buf_str(b, "</th>");
	cell_open(b, "imports-said", lang);
	wording_html(b, import_words(i->status), lang, NULL);
	buf_str(b, "</td>");
	cell(b, "imports-commune", i->commune, lang);
	cell(b, "imports-number", i->number, lang);
	cell_open(b, "imports-day", lang);
	markup_day(b, i->at, lang);
	buf_str(b, "</td>");
	cell(b, "imports-who", i->who, lang);
	buf_str(b, "</tr>\n");
}

static void table(struct buf *b, const struct import *list, size_t count,
                  enum lang lang)
{
	buf_str(b,
	        "<section aria-labelledby=\"derniers\"><h2 id=\"derniers\">");
	wording_html(b, "imports-last", lang, NULL);
	buf_str(b, "</h2>\n");
	if (count == 0) {
		buf_str(b, "<p>");
		wording_html(b, "imports-none", lang, NULL);
		buf_str(b, "</p></section>\n");
		return;
	}
	buf_str(b, "<table class=\"list\"><caption class=\"hidden\">");
	wording_html(b, "imports-last", lang, NULL);
	buf_str(b, "</caption><thead><tr>");
	head(b, "imports-file", lang);
	head(b, "imports-said", lang);
	head(b, "imports-commune", lang);
	head(b, "imports-number", lang);
	head(b, "imports-day", lang);
	head(b, "imports-who", lang);
	buf_str(b, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < count; i++)
		row(b, &list[i], lang);
	buf_str(b, "</tbody></table></section>\n");
}

static void form(struct request *r, struct response *out)
{
	struct buf *b = &out->body;

	buf_str(b, "<p>");
	wording_html(b, "imports-intro", r->lang, NULL);
	buf_str(b, "</p>\n<p>");
	wording_html(b, "imports-mail", r->lang, NULL);
	buf_str(b, "</p>\n");
	page_form_upload(r, out, "/imports", "stack");
	buf_str(b, "<p><label for=\"fichier\">");
	wording_html(b, "imports-choose", r->lang, NULL);
	buf_str(b,
	        "</label> <input type=\"file\" id=\"fichier\" name=\"fichier\""
	        " multiple required></p>\n<p><button>");
	wording_html(b, "imports-send", r->lang, NULL);
	buf_str(b, "</button></p></form>\n");
}

bool page_imports_show(struct request *r, struct response *out, struct err *e)
{
	struct import list[IMPORT_ROWS];
	size_t count;

	if (!import_list(r, list, &count, e))
		return false;
	page_open(r, out, "nav-imports", "/imports");
	form(r, out);
	table(&out->body, list, count, r->lang);
	page_close(r, out);
	return true;
}

static bool take(struct request *r, const struct field *file, struct err *e)
{
	struct intake_result result;

	intake_take(r->service->intake, file->data, file->len, "page", r->now,
	            &result);
	return import_note(r, file->value ? file->value : "",
	                   import_status(result.status, file->data, file->len),
	                   result.insee, result.receipt, e) &&
	       audit_note(r, "import", result.insee, result.receipt, e);
}

/* The visitor may reload what comes then without sending all again. */
bool page_imports_take(struct request *r, struct response *out, struct err *e)
{
	for (size_t i = 0; i < r->forms; i++)
		if (r->form[i].data && r->form[i].len > 0 &&
		    strcmp(r->form[i].name, "fichier") == 0 &&
		    !take(r, &r->form[i], e))
			return false;
	return response_redirect(out, "/imports");
}
