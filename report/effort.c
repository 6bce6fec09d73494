/* SPDX-License-Identifier: Apache-2.0 */
#include "report/effort.h"

#include "report/label.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdio.h>

/* Minutes of an hour, and of a working day in a town hall. */
#define HOUR 60
#define DAY  (7 * HOUR)

/* Bytes that a number fits in. */
#define NUMBER 24

static void who_one(struct buf *out, const char *who, enum lang lang)
{
	char id[64];

	snprintf(id, sizeof(id), "who-%s", who);
	if (label_exists(id))
		markup_label(out, id, lang);
	else
		markup_text(out, who);
}

void effort_who(struct buf *out, const struct document_finding *f,
                enum lang lang)
{
	for (size_t i = 0; i < f->whos; i++) {
		if (i > 0) {
			buf_char(out, ' ');
			markup_label(out, "page-and", lang);
			buf_char(out, ' ');
		}
		who_one(out, f->who[i], lang);
	}
}

static void number(char text[NUMBER], int64_t n)
{
	snprintf(text, NUMBER, "%" PRId64, n);
}

void effort_time(struct buf *out, int64_t minutes, enum lang lang)
{
	char count[NUMBER];
	char rest[NUMBER];

	if (minutes <= 0)
		return;
	if (minutes < HOUR) {
		number(count, minutes);
		markup_fill(out, "minutes", lang, "count", count, NULL);
	} else if (minutes < DAY) {
		number(count, minutes / HOUR);
		snprintf(rest, sizeof(rest), "%02d", (int)(minutes % HOUR));
		markup_fill(
		    out, minutes % HOUR ? "page-hours-minutes" : "page-hours",
		    lang, "hours", count, "minutes", rest, NULL);
	} else {
		number(count, (minutes + DAY / 2) / DAY);
		markup_fill(out,
		            count[0] == '1' && !count[1] ? "page-day"
		                                         : "page-days",
		            lang, "count", count, NULL);
	}
}

/* 1 500 in French, 1,500 in English. */
static void thousands(char text[NUMBER * 2], int64_t n, enum lang lang)
{
	char digits[NUMBER];
	size_t len;
	size_t k = 0;

	number(digits, n < 0 ? 0 : n);
	for (len = 0; digits[len]; len++)
		;
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0) {
			if (lang == LANG_FR) {
				text[k++] = '\xC2'; /* no-break space */
				text[k++] = '\xA0';
			} else {
				text[k++] = ',';
			}
		}
		text[k++] = digits[i];
	}
	text[k] = '\0';
}

void effort_euros(struct buf *out, int64_t from, int64_t to, enum lang lang)
{
	char low[NUMBER * 2];
	char high[NUMBER * 2];

	thousands(low, from, lang);
	thousands(high, to, lang);
	if (to <= 0)
		markup_label(out, "page-free", lang);
	else if (from >= to)
		markup_fill(out, "page-euros", lang, "to", high, NULL);
	else
		markup_fill(out, "page-euros-range", lang, "from", low, "to",
		            high, NULL);
}

static void item_open(struct buf *out, const char *id, enum lang lang)
{
	buf_str(out, "<li><b>");
	markup_label(out, id, lang);
	buf_str(out, "</b> ");
}

void effort_write(struct buf *out, const struct view *v,
                  const struct document_finding *f)
{
	bool cost = f->cost && f->cost[0];

	if (f->whos == 0 && f->minutes <= 0 && !cost)
		return;
	buf_str(out, "<ul class=\"effort\">\n");
	if (f->whos > 0) {
		item_open(out, "page-who", v->lang);
		effort_who(out, f, v->lang);
		buf_str(out, "</li>\n");
	}
	if (f->minutes > 0) {
		item_open(out, "page-time", v->lang);
		effort_time(out, f->minutes, v->lang);
		buf_str(out, "</li>\n");
	}
	if (cost) {
		item_open(out, "page-cost", v->lang);
		buf_str(out, "<span");
		markup_lang(out, v);
		buf_char(out, '>');
		markup_text(out, f->cost);
		buf_str(out, "</span></li>\n");
	}
	buf_str(out, "</ul>\n");
}
