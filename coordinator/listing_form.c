/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/listing_form.h"

#include "coordinator/followup.h"
#include "coordinator/number.h"
#include "coordinator/scope.h"
#include "coordinator/threshold.h"
#include "coordinator/wording.h"
#include "core/text.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define CHOICES 400 /* most EPCI that a list offers */

static void open_select(struct buf *out, const char *name, const char *words,
                        enum lang lang)
{
	buf_fmt(out, "<p><label for=\"f-%s\">", name);
	wording_html(out, words, lang, NULL);
	buf_fmt(out, "</label><select id=\"f-%s\" name=\"%s\">\n", name, name);
}

static void close_select(struct buf *out)
{
	buf_str(out, "</select></p>\n");
}

static void open_option(struct buf *out, const char *value, bool chosen)
{
	buf_str(out, "<option");
	markup_attr(out, "value", value);
	buf_str(out, chosen ? " selected>" : ">");
}

static void option(struct buf *out, const char *value, bool chosen,
                   const char *words, enum lang lang)
{
	open_option(out, value, chosen);
	wording_html(out, words, lang, NULL);
	buf_str(out, "</option>\n");
}

/* A select of numbers 0..count-1, each with its words. */
static void numbers(struct buf *out, const char *name, const char *label,
                    const char *stem, int64_t count, int64_t chosen,
                    enum lang lang)
{
	open_select(out, name, label, lang);
	for (int64_t i = 0; i < count; i++) {
		char value[24];
		char id[64];

		snprintf(value, sizeof(value), "%" PRId64, i);
		snprintf(id, sizeof(id), "%s-%" PRId64, stem, i);
		option(out, value, i == chosen, id, lang);
	}
	close_select(out);
}

/* Some of their words tell how long silence is. */
static void silences(const struct request *r, struct buf *out,
                     const struct listing *l)
{
	open_select(out, "envoi", "listing-silence", r->lang);
	for (int64_t i = 0; i < LISTING_SILENCES; i++) {
		char value[24];
		char id[64];

		snprintf(value, sizeof(value), "%" PRId64, i);
		snprintf(id, sizeof(id), "listing-silence-%" PRId64, i);
		open_option(out, value, i == l->silence);
		wording_html(out, id, r->lang, "months", threshold_say(r),
		             NULL);
		buf_str(out, "</option>\n");
	}
	close_select(out);
}

static void sizes(struct buf *out, const struct listing *l, enum lang lang)
{
	open_select(out, "hab", "listing-size", lang);
	option(out, "0", l->size == 0, "listing-any", lang);
	for (int64_t i = 1; i < LISTING_SIZES; i++) {
		char value[24];
		char low[NUMBER_TEXT];
		char high[NUMBER_TEXT];
		const char *id = i == 1                   ? "listing-size-first"
		                 : i == LISTING_SIZES - 1 ? "listing-size-last"
		                                          : "listing-size-from";

		snprintf(value, sizeof(value), "%" PRId64, i);
		number_format(low, listing_sizes[i][0], lang);
		number_format(high, listing_sizes[i][1] - 1, lang);
		open_option(out, value, i == l->size);
		wording_html(out, id, lang, "low", low, "high", high, NULL);
		buf_str(out, "</option>\n");
	}
	close_select(out);
}

static void letters(struct buf *out, const struct listing *l, enum lang lang)
{
	open_select(out, "note", "communes-letter", lang);
	option(out, "", !l->letter[0], "listing-all", lang);
	for (int i = 0; i < 5; i++) {
		char text[] = { (char)('A' + i), '\0' };

		open_option(out, text, strcmp(l->letter, text) == 0);
		buf_str(out, text);
		buf_str(out, "</option>\n");
	}
	option(out, "-", l->letter[0] == '-', "chart-none", lang);
	close_select(out);
}

static void states(struct buf *out, const struct listing *l, enum lang lang)
{
	open_select(out, "suivi", "communes-followup", lang);
	option(out, "", !l->followup[0], "listing-any", lang);
	for (size_t i = 0; i < FOLLOWUP_STATES; i++) {
		char id[40];

		snprintf(id, sizeof(id), "followup-%s", followup_states[i]);
		option(out, followup_states[i],
		       strcmp(l->followup, followup_states[i]) == 0, id, lang);
	}
	close_select(out);
}

#define DEPARTMENTS(scope)                                         \
	"SELECT DISTINCT c.department FROM commune c WHERE " scope \
	"ORDER BY c.department LIMIT 200"
#define EPCIS(scope)                                                        \
	"SELECT c.epci, c.epci_name FROM commune c"                         \
	" WHERE ($2 = '' OR c.department = $2) AND c.epci <> '' AND " scope \
	"GROUP BY c.epci, c.epci_name ORDER BY 2, 1 LIMIT $3"

static bool departments(struct request *r, struct buf *out,
                        const struct listing *l, struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(DEPARTMENTS);
	struct db_rows *rows = db_query(r->db, scope_pick(r, sql),
	                                DB_VALUES(db_text(r->account)), e);

	if (!rows)
		return false;
	open_select(out, "dep", "listing-department", r->lang);
	option(out, "", !l->department[0], "listing-any", r->lang);
	while (db_next(rows)) {
		const char *code = db_column_text(rows, 0);

		open_option(out, code, strcmp(code, l->department) == 0);
		markup_text(out, code);
		buf_str(out, "</option>\n");
	}
	close_select(out);
	return db_end(rows, e);
}

static bool epcis(struct request *r, struct buf *out, const struct listing *l,
                  struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(EPCIS);
	struct db_rows *rows =
	    db_query(r->db, scope_pick(r, sql),
	             DB_VALUES(db_text(r->account), db_text(l->department),
	                       db_int(CHOICES + 1)),
	             e);
	size_t count = 0;
	bool chosen = !l->epci[0];

	if (!rows)
		return false;
	open_select(out, "epci", "listing-epci", r->lang);
	option(out, "", chosen, "listing-all", r->lang);
	while (db_next(rows) && ++count <= CHOICES) {
		bool same = strcmp(db_column_text(rows, 0), l->epci) == 0;

		chosen = chosen || same;
		open_option(out, db_column_text(rows, 0), same);
		markup_text(out, db_column_text(rows, 1));
		buf_str(out, "</option>\n");
	}
	/* What is asked for is told, though it is not among them. */
	if (!chosen) {
		open_option(out, l->epci, true);
		markup_text(out, l->epci);
		buf_str(out, "</option>\n");
	}
	if (count > CHOICES)
		option(out, "", false, "listing-more", r->lang);
	close_select(out);
	return db_end(rows, e);
}

static bool control(struct request *r, struct buf *out, const struct listing *l,
                    struct err *e)
{
	static const char sql[] = "SELECT title FROM control WHERE id = $1";
	struct db_rows *rows;

	if (!l->control[0])
		return true;
	rows = db_query(r->db, sql, DB_VALUES(db_text(l->control)), e);
	if (!rows)
		return false;
	buf_str(out, "<p class=\"whole\"><label class=\"check\"><input "
	             "type=\"checkbox\" name=\"point\" checked");
	markup_attr(out, "value", l->control);
	buf_str(out, "><span>");
	wording_html(out, "listing-control", r->lang, "title",
	             db_next(rows) ? db_column_text(rows, 0) : l->control,
	             NULL);
	buf_str(out, "</span></label></p>\n");
	return db_end(rows, e);
}

static void order(struct buf *out, const struct listing *l, enum lang lang)
{
	numbers(out, "tri", "listing-sort", "listing-sort", LISTING_SORTS,
	        l->sort, lang);
	numbers(out, "sens", "listing-way", "listing-way", 2, l->ascending,
	        lang);
}

bool listing_form_begin(struct request *r, struct buf *out, const char *path,
                        const struct listing *l, struct err *e)
{
	buf_fmt(out,
	        "<form class=\"filters\" method=\"get\" action=\"%s\" "
	        "role=\"search\">\n"
	        "<p class=\"search\"><label for=\"f-q\">",
	        path);
	wording_html(out, "listing-text", r->lang, NULL);
	buf_str(out, "</label><input id=\"f-q\" name=\"q\" type=\"search\" "
	             "maxlength=\"100\"");
	markup_attr(out, "value", l->text);
	buf_str(out, "></p>\n");
	return departments(r, out, l, e) && epcis(r, out, l, e);
}

void listing_form_end(struct request *r, struct buf *out, const char *path)
{
	buf_str(out, "<p><button>");
	wording_html(out, "listing-show", r->lang, NULL);
	buf_fmt(out, "</button> <a href=\"%s\">", path);
	wording_html(out, "listing-clear", r->lang, NULL);
	buf_str(out, "</a></p>\n</form>\n");
}

bool listing_form_write(struct request *r, struct buf *out,
                        const struct listing *l, struct err *e)
{
	if (!listing_form_begin(r, out, "/communes", l, e))
		return false;
	sizes(out, l, r->lang);
	letters(out, l, r->lang);
	silences(r, out, l);
	states(out, l, r->lang);
	order(out, l, r->lang);
	buf_str(out, "<p class=\"whole\"><label class=\"check\"><input "
	             "type=\"checkbox\" name=\"urgent\" value=\"1\"");
	buf_str(out, l->todo ? " checked><span>" : "><span>");
	wording_html(out, "listing-todo", r->lang, NULL);
	buf_str(out, "</span></label></p>\n");
	if (!control(r, out, l, e))
		return false;
	listing_form_end(r, out, "/communes");
	return true;
}
