/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/chart.h"
#include "coordinator/disclosure.h"
#include "coordinator/number.h"
#include "coordinator/page.h"
#include "coordinator/problem.h"
#include "coordinator/route.h"
#include "coordinator/scope.h"
#include "coordinator/threshold.h"
#include "coordinator/wording.h"
#include "coordinator/year.h"
#include "core/date.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * For a training day or a council: no commune is named, and no count is so
 * small that it points at one.
 */
#define COMMON  5     /* problems that are told */
#define SETTLED 3     /* and those that were settled */
#define MANY    10000 /* communes, see below */

enum { BETTER, SAME, WORSE, WAYS };

struct summary {
	int64_t communes;
	int64_t heard;
	int64_t old; /* of those: silent by now, see threshold.h */
	int64_t letter[CHART_LETTERS];
	int64_t way[WAYS]; /* of those with a letter now and a year ago */
	struct chart_month month[CHART_MONTHS];
	struct problem common[COMMON];
	size_t commons;
	struct problem settled[SETTLED];
	size_t settleds;
};

/*
 * Communes by their letter, and by the last one of about a year ago: of that
 * month, else of one of the two before it. Each month is one look at a key
 * for each commune: where there are very many, one month has enough of them.
 */
#define AGO(g, back)                                                       \
	" LEFT JOIN rating " g " ON " g ".insee = c.insee AND " g ".month" \
	" = CAST($3 AS BIGINT) - " back " AND " g ".letter <> ''"
#define LETTERS_OF(past, joins, scope)                                     \
	"SELECT p.present, p.past, COUNT(*),"                              \
	" COUNT(CASE WHEN p.received_at > 0 THEN 1 END),"                  \
	" COUNT(CASE WHEN p.received_at BETWEEN 1 AND $2 THEN 1 END) FROM" \
	" (SELECT c.letter AS present, COALESCE(" past ", '') AS past,"    \
	" c.received_at FROM commune c" joins                              \
	" WHERE c.left_at IS NULL AND " scope ") p GROUP BY p.present, p.past"
#define LETTERS_THREE(scope)                       \
	LETTERS_OF("g.letter, h.letter, i.letter", \
	           AGO("g", "0") AGO("h", "1") AGO("i", "2"), scope)
#define LETTERS_ONE(scope) LETTERS_OF("g.letter", AGO("g", "0"), scope)

static void count(struct summary *s, const struct db_rows *rows)
{
	char present = db_column_text(rows, 0)[0];
	char past = db_column_text(rows, 1)[0];
	size_t place = chart_place(db_column_text(rows, 0));
	int64_t n = db_column_int(rows, 2);

	s->communes += n;
	s->heard += db_column_int(rows, 3);
	s->old += db_column_int(rows, 4);
	s->letter[place] += db_column_int(rows, 3);
	if (present && past)
		s->way[present < past    ? BETTER
		       : present == past ? SAME
		                         : WORSE] += n;
}

static bool letters(struct request *r, struct summary *s, struct err *e)
{
	static const char *const three[] = SCOPE_BOTH(LETTERS_THREE);
	static const char *const one[] = SCOPE_BOTH(LETTERS_ONE);
	static const char all[] = "SELECT COUNT(*) FROM commune";
	const char *sql = scope_pick(r, three);
	int64_t communes = 0;
	struct db_rows *rows;

	if (r->reach != REACH_SOME &&
	    !db_number(r->db, all, DB_NOTHING, &communes, e))
		return false;
	rows = db_query(r->db, communes > MANY ? scope_pick(r, one) : sql,
	                DB_VALUES(db_text(r->account),
	                          db_int(threshold_silence(r) - 1),
	                          db_int(year_month(r->now) - 12)),
	                e);
	if (!rows)
		return false;
	while (db_next(rows))
		count(s, rows);
	return db_end(rows, e);
}

static bool look(struct request *r, struct summary *s, struct err *e)
{
	memset(s, 0, sizeof(*s));
	return threshold_of(r, e) && letters(r, s, e) &&
	       year_letters(r, s->month, e) &&
	       problem_list(r, s->common, COMMON, &s->commons, e) &&
	       problem_settled(r, s->settled, SETTLED, &s->settleds, e);
}

static void section(struct buf *b, const char *id, const char *words,
                    enum lang lang)
{
	buf_fmt(b, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	wording_html(b, words, lang, NULL);
	buf_str(b, "</h2>\n");
}

/* "7 communes sur 10"; of few, and of nearly all, no more than that. */
static void tenths(struct buf *b, int64_t n, int64_t of, enum lang lang)
{
	char text[NUMBER_TEXT];
	int64_t ten = of > 0 ? (n * 10 + of / 2) / of : 0;
	const char *id = "summary-tenths";

	if (!disclosure_tells(n))
		id = "summary-few";
	else if (n == of)
		id = "summary-all";
	else if (!disclosure_tells(of - n))
		id = "summary-nearly-all";
	else if (ten == 0)
		id = "summary-below-one";
	else if (ten == 10)
		id = "summary-above-nine";
	else if (ten == 1)
		id = "summary-one-tenth";
	number_format(text, ten, lang);
	wording_html(b, id, lang, "n", text, NULL);
}

static void now(struct buf *b, const struct summary *s, enum lang lang)
{
	bool hidden[CHART_LETTERS];
	int64_t good = s->letter[0] + s->letter[1] + s->letter[2];

	disclosure_hide(s->letter, hidden, CHART_LETTERS);
	section(b, "notes", "summary-letters", lang);
	buf_str(b, "<p class=\"lead\">");
	tenths(b, good, s->heard, lang);
	buf_char(b, ' ');
	wording_html(b, "summary-good", lang, NULL);
	buf_str(b, "</p>\n<ul class=\"tiles letters-now\">\n");
	for (size_t i = 0; i < CHART_LETTERS; i++) {
		buf_str(b, "<li>");
		chart_sign(b, i, lang);
		buf_str(b, " <span>");
		if (!hidden[i])
			number_html(b, "communes-count-of", s->letter[i], lang);
		else
			wording_html(b,
			             disclosure_tells(s->letter[i])
			                 ? "chart-hidden"
			                 : "chart-few",
			             lang, NULL);
		buf_str(b, "</span></li>\n");
	}
	buf_str(b, "</ul>\n</section>\n");
}

static void year(struct buf *b, struct summary *s, enum lang lang)
{
	static const char *const words[WAYS] = { "summary-better",
		                                 "summary-same",
		                                 "summary-worse" };
	bool hidden[WAYS];
	int64_t all = s->way[BETTER] + s->way[SAME] + s->way[WORSE];

	section(b, "annee", "summary-year", lang);
	if (all >= DISCLOSURE_LEAST) {
		disclosure_hide(s->way, hidden, WAYS);
		buf_str(b, "<ul class=\"plain\">\n");
		for (size_t i = 0; i < WAYS; i++) {
			buf_str(b, "<li>");
			if (!hidden[i])
				number_html(b, words[i], s->way[i], lang);
			else
				wording_html(b,
				             i == BETTER ? "summary-better-few"
				             : i == SAME ? "summary-same-few"
				                         : "summary-worse-few",
				             lang, NULL);
			buf_str(b, "</li>\n");
		}
		buf_str(b, "</ul>\n");
	} else {
		buf_str(b, "<p>");
		wording_html(b, "summary-no-year", lang, NULL);
		buf_str(b, "</p>\n");
	}
	for (size_t i = 0; i < CHART_MONTHS; i++)
		disclosure_hide(s->month[i].count, s->month[i].hidden,
		                CHART_LETTERS);
	chart_letters(b, "chart-letters", "today-letters", s->month,
	              CHART_MONTHS, lang);
	buf_str(b, "</section>\n");
}

static void settled(struct buf *b, const struct summary *s, enum lang lang)
{
	bool any = false;

	for (size_t i = 0; i < s->settleds; i++) {
		if (s->settled[i].communes < DISCLOSURE_LEAST)
			continue;
		if (!any) {
			section(b, "regles", "summary-settled", lang);
			buf_str(b, "<p class=\"soft\">");
			wording_html(b, "summary-settled-how", lang, NULL);
			buf_str(b, "</p>\n<ul class=\"plain\">\n");
		}
		any = true;
		buf_str(b, "<li class=\"spread\"><span>");
		markup_text(b, s->settled[i].title);
		buf_str(b, "</span><b>");
		number_html(b, "communes-count", s->settled[i].communes, lang);
		buf_str(b, "</b></li>\n");
	}
	if (any)
		buf_str(b, "</ul>\n</section>\n");
}

static void common(struct buf *b, const struct summary *s, enum lang lang)
{
	if (s->commons == 0)
		return;
	section(b, "problemes", "problems-title", lang);
	buf_str(b, "<ol class=\"plain\">\n");
	for (size_t i = 0; i < s->commons; i++) {
		buf_str(b, "<li class=\"spread\"><span>");
		markup_text(b, s->common[i].title);
		buf_str(b, "</span><b>");
		tenths(b, s->common[i].communes, s->heard, lang);
		buf_str(b, "</b></li>\n");
	}
	buf_str(b, "</ol>\n</section>\n");
}

/* How many take part, when neither they nor the others are few. */
static void lead(const struct request *r, struct buf *b,
                 const struct summary *s)
{
	enum lang lang = r->lang;
	char old[NUMBER_TEXT];
	char day[DATE_TEXT];
	char heard[NUMBER_TEXT];
	char all[NUMBER_TEXT];

	date_say(day, r->now, lang);
	number_format(heard, s->heard, lang);
	number_format(all, s->communes, lang);
	buf_str(b, "<p class=\"lead\">");
	wording_html(b,
	             disclosure_tells_of(s->heard, s->communes)
	                 ? "summary-lead"
	                 : "summary-lead-all",
	             lang, "day", day, "n", heard, "all", all, NULL);
	buf_str(b, "</p>\n");
	if (s->old == 0 || !disclosure_tells_of(s->old, s->heard))
		return;
	number_format(old, s->old, lang);
	buf_str(b, "<p>");
	wording_html(b, "summary-old", lang, "n", old, "months",
	             threshold_say(r), NULL);
	buf_str(b, "</p>\n");
}

bool page_summary_show(struct request *r, struct response *out, struct err *e)
{
	struct buf *b = &out->body;
	struct summary s;

	if (!look(r, &s, e))
		return false;
	page_open(r, out, "summary-title", "/bilan");
	if (s.heard < DISCLOSURE_LEAST) {
		buf_str(b, "<p class=\"notice\">");
		wording_html(b, "summary-too-few", r->lang, NULL);
		buf_str(b, "</p>\n");
		page_close(r, out);
		return true;
	}
	lead(r, b, &s);
	now(b, &s, r->lang);
	year(b, &s, r->lang);
	settled(b, &s, r->lang);
	common(b, &s, r->lang);
	buf_str(b, "<p class=\"soft\">");
	wording_html(b, "summary-foot", r->lang, NULL);
	buf_str(b, "</p>\n");
	page_close(r, out);
	return true;
}
