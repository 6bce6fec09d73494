/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/commune.h"
#include "coordinator/listing.h"
#include "coordinator/route.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "report/cell.h"

#include <inttypes.h>
#include <stdio.h>

#define ROWS  40000        /* more communes than there are */
#define BYTES (16u << 20)  /* of them as a table */
#define CHUNK (256u << 10) /* scratch of one row */

static const char *const columns[] = {
	"export-insee",       "communes-name",       "listing-department",
	"listing-epci",       "communes-population", "communes-letter",
	"export-score",       "export-critical",     "communes-received",
	"export-certificate", "communes-followup",   "export-next",
	"export-phone",       "export-site",
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void text(struct buf *out, const char *s, struct arena *a)
{
	cell_text(out, s, a);
	buf_char(out, CELL_NEXT);
}

static void number(struct buf *out, int64_t n)
{
	buf_fmt(out, "%" PRId64 "%c", n, CELL_NEXT);
}

static void day(struct buf *out, int64_t time, struct arena *a)
{
	char s[DATE_TEXT] = "";

	if (time)
		date_format_day(s, time);
	text(out, s, a);
}

/* 8350 is "83,50"; nothing while nothing came in. */
static void score(struct buf *out, const struct commune *c)
{
	if (c->received_at && c->score >= 0)
		buf_fmt(out, "%" PRId64 ",%02" PRId64, c->score / 100,
		        c->score % 100);
	buf_char(out, CELL_NEXT);
}

static void row(struct buf *out, const struct commune *c, enum lang lang,
                struct arena *a)
{
	char letter[] = { c->letter, '\0' };
	char state[40];

	snprintf(state, sizeof(state), "followup-%s", c->followup);
	text(out, c->insee, a);
	text(out, c->name, a);
	text(out, c->department, a);
	text(out, c->epci_name, a);
	number(out, c->population);
	text(out, letter, a);
	score(out, c);
	number(out, c->critical);
	day(out, c->received_at, a);
	day(out, c->certificate_end, a);
	text(out, wording(state, lang), a);
	day(out, c->next_at, a);
	text(out, c->phone, a);
	cell_text(out, c->site, a);
	buf_str(out, CELL_END);
}

static bool rows(struct request *r, struct buf *out, const struct listing *l,
                 struct err *e)
{
	struct db_rows *found = listing_query(r, l, ROWS, e);
	struct commune c;

	if (!found)
		return false;
	for (bool more = true; more;) {
		struct arena *a = arena_new(CHUNK);

		more = a && commune_read(&c, found, a);
		if (more)
			row(out, &c, r->lang, a);
		if (!a || arena_full(a))
			out->failed = true;
		arena_free(a);
	}
	return db_end(found, e);
}

bool page_export_send(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct listing l;
	struct buf link;

	listing_parse(&l, r);
	buf_init(&link, 4096);
	listing_say(&link, "/communes.csv", &l);
	if (!audit_note(r, "export", "", buf_text(&link), e)) {
		buf_clear(&link);
		return false;
	}
	buf_clear(&link);
	if (b->limit < BYTES)
		b->limit = BYTES;
	out->type = "text/csv; charset=utf-8";
	out->filename = "communes.csv";
	buf_str(b, CELL_MARK);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i > 0)
			buf_char(b, CELL_NEXT);
		cell_text(b, wording(columns[i], r->lang), r->arena);
	}
	buf_str(b, CELL_END);
	return rows(r, b, &l, e);
}
