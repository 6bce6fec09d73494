/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/year.h"

#include "coordinator/scope.h"
#include "core/date.h"

#include <string.h>

int64_t year_month(int64_t time)
{
	struct date d = date_of(time);

	return (int64_t)d.year * 12 + d.month - 1;
}

/* A to E and none, as chart_place() has them. */
#define SUM(letter) ", CAST(SUM(c." letter ") AS BIGINT)"
#define LETTERS(scope)                                                \
	"SELECT c.month" SUM("a") SUM("b") SUM("c") SUM("d") SUM("e") \
	    SUM("unrated") " FROM tally c WHERE c.month >= $2"        \
			   " AND c.month < $3 AND " scope "GROUP BY c.month"

bool year_letters(struct request *r, struct chart_month month[CHART_MONTHS],
                  struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(LETTERS);
	int64_t first = year_month(r->now) - CHART_MONTHS + 1;
	struct db_rows *rows =
	    db_query(r->db, scope_pick(r, sql),
	             DB_VALUES(db_text(r->account), db_int(first),
	                       db_int(first + CHART_MONTHS)),
	             e);

	for (int64_t i = 0; i < CHART_MONTHS; i++)
		month[i] = (struct chart_month){ .month = first + i };
	if (!rows)
		return false;
	while (db_next(rows)) {
		int64_t i = db_column_int(rows, 0) - first;

		for (int k = 0; k < CHART_LETTERS; k++)
			if (i >= 0 && i < CHART_MONTHS)
				month[i].count[k] = db_column_int(rows, k + 1);
	}
	return db_end(rows, e);
}

bool year_trend(struct request *r, const char *insee,
                struct chart_point point[CHART_MONTHS], struct err *e)
{
	static const char sql[] =
	    "SELECT g.month, g.letter FROM rating g"
	    " JOIN commune c ON c.insee = g.insee"
	    " WHERE g.insee = $2 AND g.month >= $3 AND g.month < $4 AND " SCOPE;
	int64_t first = year_month(r->now) - CHART_MONTHS + 1;
	struct db_rows *rows =
	    db_query(r->db, sql,
	             DB_VALUES(db_text(r->account), db_text(insee),
	                       db_int(first), db_int(first + CHART_MONTHS)),
	             e);

	for (int64_t i = 0; i < CHART_MONTHS; i++)
		point[i] = (struct chart_point){ first + i, '-' };
	if (!rows)
		return false;
	while (db_next(rows)) {
		int64_t i = db_column_int(rows, 0) - first;
		const char *letter = db_column_text(rows, 1);

		if (i >= 0 && i < CHART_MONTHS)
			point[i].letter = letter[0];
	}
	return db_end(rows, e);
}
