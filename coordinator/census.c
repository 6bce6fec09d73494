/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/census.h"

#include "core/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t census_month(int64_t time)
{
	struct date d = date_of(time);

	return (int64_t)d.year * 12 + d.month - 1;
}

static int by_key(const void *left, const void *right)
{
	const struct census_line *a = left;
	const struct census_line *b = right;
	int n = (a->month > b->month) - (a->month < b->month);

	if (n == 0)
		n = strcmp(a->letter, b->letter);
	if (n == 0)
		n = strcmp(a->epci, b->epci);
	return n ? n : strcmp(a->department, b->department);
}

static bool add(struct census *c, struct db *db,
                const struct census_line *change, struct err *e)
{
	for (size_t i = 0; i < c->lines; i++)
		if (by_key(&c->line[i], change) == 0) {
			c->line[i].change += change->change;
			return true;
		}
	if (c->lines == CENSUS_LINES && !census_write(c, db, e))
		return false;
	c->line[c->lines++] = *change;
	return true;
}

bool census_change(struct census *c, struct db *db, const char *epci,
                   const char *department, int64_t month, const char *before,
                   const char *letter, struct err *e)
{
	struct census_line line = { .month = month };

	if (before && strcmp(before, letter) == 0)
		return true;
	snprintf(line.epci, sizeof(line.epci), "%s", epci);
	snprintf(line.department, sizeof(line.department), "%s", department);
	if (before) {
		snprintf(line.letter, sizeof(line.letter), "%s", before);
		line.change = -1;
		if (!add(c, db, &line, e))
			return false;
	}
	snprintf(line.letter, sizeof(line.letter), "%s", letter);
	line.change = 1;
	return add(c, db, &line, e);
}

bool census_write(struct census *c, struct db *db, struct err *e)
{
	static const char sql[] =
	    "INSERT INTO tally (epci, department, month, letter, communes)"
	    " VALUES ($1, $2, $3, $4, $5)"
	    " ON CONFLICT (month, letter, epci, department)"
	    " DO UPDATE SET communes = tally.communes + excluded.communes";

	qsort(c->line, c->lines, sizeof(c->line[0]), by_key);
	for (size_t i = 0; i < c->lines; i++) {
		const struct census_line *l = &c->line[i];

		if (l->change != 0 &&
		    !db_send(db, sql,
		             DB_VALUES(db_text(l->epci), db_text(l->department),
		                       db_int(l->month), db_text(l->letter),
		                       db_int(l->change)),
		             e))
			return false;
	}
	c->lines = 0;
	return true;
}
