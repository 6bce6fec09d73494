/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/route.h"

#include "coordinator/chart.h"
#include "coordinator/commune.h"
#include "coordinator/listing.h"
#include "coordinator/listing_form.h"
#include "coordinator/number.h"
#include "coordinator/page.h"
#include "coordinator/reason.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A column; those with a sort have a link that sorts by it. */
static const struct {
	const char *words;
	const char *class;
	int64_t sort; /* LISTING_SORTS: none */
} columns[] = {
	{ "communes-name", NULL, LISTING_NAME },
	{ "communes-letter", NULL, LISTING_LETTER },
	{ "communes-why", NULL, LISTING_URGENCY },
	{ "communes-population", "number", LISTING_POPULATION },
	{ "communes-received", NULL, LISTING_RECEIVED },
	{ "communes-followup", NULL, LISTING_SORTS },
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

/* The first click on a column shows what one looks for there. */
static int64_t first_way(int64_t sort)
{
	return sort == LISTING_NAME;
}

static void heading(struct buf *b, const struct listing *l, size_t column,
                    enum lang lang)
{
	struct listing other = *l;
	bool here = columns[column].sort == l->sort;

	buf_str(b, "<th scope=\"col\"");
	if (columns[column].class)
		markup_attr(b, "class", columns[column].class);
	if (here)
		markup_attr(b, "aria-sort",
		            l->ascending ? "ascending" : "descending");
	buf_char(b, '>');
	if (columns[column].sort == LISTING_SORTS) {
		wording_html(b, columns[column].words, lang, NULL);
		buf_str(b, "</th>");
		return;
	}
	other.sort = columns[column].sort;
	other.ascending = here ? !l->ascending : first_way(other.sort);
	other.page = 1;
	buf_str(b, "<a href=\"");
	listing_link(b, "/communes", &other);
	buf_str(b, "\">");
	wording_html(b, columns[column].words, lang, NULL);
	if (here)
		buf_fmt(b, "<span aria-hidden=\"true\"> %s</span>",
		        l->ascending ? "▲" : "▼");
	buf_str(b, "</a></th>");
}

static void open_cell(struct buf *b, size_t column, enum lang lang)
{
	buf_str(b, "<td");
	if (columns[column].class)
		markup_attr(b, "class", columns[column].class);
	markup_attr(b, "data-label", wording(columns[column].words, lang));
	buf_char(b, '>');
}

static void followup(struct buf *b, const struct commune *c, enum lang lang)
{
	char id[40];

	/* Most have none; a column of that word hides the others. */
	if (strcmp(c->followup, "none") != 0) {
		snprintf(id, sizeof(id), "followup-%s", c->followup);
		wording_html(b, id, lang, NULL);
		buf_str(b, c->next_at ? "<br>" : "");
	}
	if (c->next_at) {
		markup_day(b, c->next_at, lang);
	}
}

static void row(struct request *r, struct buf *b, const struct commune *c)
{
	char letter[] = { c->letter, '\0' };
	char population[NUMBER_TEXT];

	buf_str(b, "<tr><th scope=\"row\"><a href=\"/communes/");
	markup_text(b, c->insee);
	buf_str(b, "\">");
	markup_text(b, c->name);
	buf_str(b, "</a>");
	markup_element(b, "span", "under", c->epci_name);
	buf_str(b, "</th>");
	open_cell(b, 1, r->lang);
	chart_sign(b, chart_place(letter), r->lang);
	buf_str(b, "</td>");
	open_cell(b, 2, r->lang);
	reason_write(b, c, r->now, r->lang);
	buf_str(b, "</td>");
	open_cell(b, 3, r->lang);
	number_format(population, c->population, r->lang);
	buf_str(b, population);
	buf_str(b, "</td>");
	open_cell(b, 4, r->lang);
	reason_received(b, c, r);
	buf_str(b, "</td>");
	open_cell(b, 5, r->lang);
	followup(b, c, r->lang);
	buf_str(b, "</td></tr>\n");
}

static bool table(struct request *r, struct buf *b, const struct listing *l,
                  struct err *e)
{
	struct db_rows *rows = listing_query(r, l, LISTING_ROWS, e);
	struct commune c;

	if (!rows)
		return false;
	buf_str(b,
	        "<table class=\"list communes\">\n<caption class=\"hidden\">");
	wording_html(b, "communes-title", r->lang, NULL);
	buf_str(b, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < COLUMNS; i++)
		heading(b, l, i, r->lang);
	buf_str(b, "</tr></thead>\n<tbody>\n");
	while (commune_read(&c, rows, r->arena))
		row(r, b, &c);
	buf_str(b, "</tbody>\n</table>\n");
	return db_end(rows, e);
}

static void turn(struct buf *b, const struct listing *l, int64_t page,
                 const char *rel, const char *words, enum lang lang)
{
	struct listing other = *l;

	other.page = page;
	buf_str(b, "<a class=\"button second\" href=\"");
	listing_link(b, "/communes", &other);
	buf_fmt(b, "\" rel=\"%s\">", rel);
	wording_html(b, words, lang, NULL);
	buf_str(b, "</a>\n");
}

static void pager(struct buf *b, const struct listing *l, int64_t count,
                  enum lang lang)
{
	int64_t pages = (count + LISTING_ROWS - 1) / LISTING_ROWS;
	char at[NUMBER_TEXT];
	char of[NUMBER_TEXT];

	if (pages < 2)
		return;
	buf_str(b, "<nav class=\"pager\"");
	markup_attr(b, "aria-label", wording("communes-pages", lang));
	buf_str(b, ">\n");
	if (l->page > 1)
		turn(b, l, l->page - 1, "prev", "communes-before", lang);
	number_format(at, l->page, lang);
	number_format(of, pages, lang);
	buf_str(b, "<span>");
	wording_html(b, "communes-page", lang, "page", at, "pages", of, NULL);
	buf_str(b, "</span>\n");
	if (l->page < pages)
		turn(b, l, l->page + 1, "next", "communes-after", lang);
	buf_str(b, "</nav>\n");
}

bool page_communes_show(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct listing l;
	struct listing all;
	int64_t count;

	listing_parse(&l, r);
	/* Reads the thresholds as well. */
	if (!listing_count(r, &l, &count, e))
		return false;
	page_open(r, out, "communes-title", "/communes");
	if (!listing_form_write(r, b, &l, e))
		return false;
	buf_str(b,
	        "<div class=\"spread\">\n<p class=\"lead\" role=\"status\">");
	number_html(b, "communes-count", count, r->lang);
	buf_str(b, "</p>\n");
	if (count > 0) {
		all = l;
		all.page = 1;
		buf_str(b, "<p><a href=\"");
		listing_link(b, "/communes.csv", &all);
		buf_str(b, "\">");
		wording_html(b, "communes-export", r->lang, NULL);
		buf_str(b, "</a></p>\n");
	}
	buf_str(b, "</div>\n");
	if (count > 0 && !table(r, b, &l, e))
		return false;
	pager(b, &l, count, r->lang);
	page_close(r, out);
	return true;
}
