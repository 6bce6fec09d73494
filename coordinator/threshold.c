/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/threshold.h"

#include "coordinator/number.h"
#include "coordinator/wording.h"
#include "core/date.h"
#include "core/text.h"

#include <string.h>

/* Thirty days and a half: six months are 183 days. */
#define MONTH (DATE_DAY * 61 / 2)

static int64_t within(const char *text, int64_t most, int64_t usual)
{
	int64_t n;

	return text_int(text, 1, most, &n) ? n : usual;
}

int64_t threshold_months(const char *text)
{
	return within(text, THRESHOLD_SILENCE_MOST, THRESHOLD_SILENCE);
}

int64_t threshold_days(const char *text)
{
	return within(text, THRESHOLD_SOON_MOST, THRESHOLD_SOON);
}

bool threshold_read(struct threshold *out, struct db *db, struct err *e)
{
	static const char sql[] =
	    "SELECT name, value FROM setting WHERE name IN ($1, $2)";
	struct db_rows *rows =
	    db_query(db, sql,
	             DB_VALUES(db_text(THRESHOLD_SILENCE_NAME),
	                       db_text(THRESHOLD_SOON_NAME)),
	             e);

	*out = (struct threshold){ .silence = THRESHOLD_SILENCE,
		                   .soon = THRESHOLD_SOON };
	if (!rows)
		return false;
	while (db_next(rows)) {
		const char *value = db_column_text(rows, 1);

		if (strcmp(db_column_text(rows, 0), THRESHOLD_SOON_NAME) == 0)
			out->soon = threshold_days(value);
		else
			out->silence = threshold_months(value);
	}
	return db_end(rows, e);
}

bool threshold_of(struct request *r, struct err *e)
{
	struct threshold t;

	if (r->silence > 0)
		return true;
	if (!threshold_read(&t, r->db, e))
		return false;
	r->silence = t.silence;
	return true;
}

int64_t threshold_silence(const struct request *r)
{
	int64_t months = r->silence > 0 ? r->silence : THRESHOLD_SILENCE;

	return r->now - months * MONTH;
}

const char *threshold_say(const struct request *r)
{
	int64_t months = r->silence > 0 ? r->silence : THRESHOLD_SILENCE;
	char n[NUMBER_TEXT];
	const char *text;
	struct buf b;

	number_format(n, months, r->lang);
	buf_init(&b, sizeof(n) * 2);
	wording_text(&b, months == 1 ? "threshold-month" : "threshold-months",
	             r->lang, "n", n, NULL);
	text = arena_strdup(r->arena, buf_text(&b));
	buf_clear(&b);
	return text ? text : "";
}
