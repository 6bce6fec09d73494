/* SPDX-License-Identifier: Apache-2.0 */
#include "report/deadline.h"

#include "core/date.h"
#include "core/rows.h"
#include "core/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DAY 10 /* bytes of "2027-01-15" */

/* Whether a byte may stand beside a day: no letter, digit or hyphen may. */
static bool is_edge(char c)
{
	return !isalnum((unsigned char)c) && c != '-' && c != '_';
}

/* The first day in a value like "notAfter 2027-01-15, issuer Certigna". */
static bool day_of(const char *value, int64_t *out)
{
	char day[DAY + 1] = { 0 };
	const char *at = value;

	for (size_t left = strlen(value); left >= DAY; left--, at++) {
		if (at > value && !is_edge(at[-1]))
			continue;
		if (at[DAY] != 'T' && !is_edge(at[DAY]))
			continue;
		memcpy(day, at, DAY);
		if (date_parse(day, out))
			return true;
	}
	return false;
}

static bool speaks_of_end(const char *code)
{
	return text_has(code, "expir") || text_has(code, "-end") ||
	       text_ends(code, "-soon");
}

bool deadline_day(const struct document_evidence *e, int64_t *time)
{
	return e->code && e->value && speaks_of_end(e->code) &&
	       day_of(e->value, time);
}

/* The same service may be seen from several machines. */
static const char *place_of(const struct deadline *t)
{
	if (t->host)
		return t->host;
	return t->machine ? t->machine : "";
}

const char *deadline_where(const struct deadline *t, const struct document *d)
{
	const struct document_machine *m =
	    t->machine ? document_machine(d, t->machine) : NULL;

	return t->host ? t->host : m ? m->label : NULL;
}

/* An address; the name of a machine may be that of a person. */
static bool is_address(const char *s)
{
	return s && *s && strlen(s) < 64 && s[strspn(s, "0123456789.")] == '\0';
}

static int by_time(const void *left, const void *right)
{
	const struct deadline *a = left;
	const struct deadline *b = right;
	int n = (a->time > b->time) - (a->time < b->time);

	if (n == 0)
		n = strcmp(a->finding->id, b->finding->id);
	if (n == 0)
		n = strcmp(place_of(a), place_of(b));
	return n;
}

static bool add_finding(struct rows *rows, const struct document_finding *f)
{
	for (size_t i = 0; i < f->evidences; i++) {
		const struct document_evidence *e = &f->evidence[i];
		struct deadline *row;
		int64_t time;

		if (!deadline_day(e, &time))
			continue;
		row = rows_add(rows);
		if (!row)
			return false;
		*row =
		    (struct deadline){ time, f, e->machine,
			               is_address(e->host) ? e->host : NULL };
	}
	return true;
}

/* Drop the equal ones, which are neighbours; how many are left. */
static size_t unique(struct deadline *row, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || by_time(&row[kept - 1], &row[i]) != 0)
			row[kept++] = row[i];
	return kept;
}

size_t deadline_list(const struct document *d, struct arena *a,
                     const struct deadline **out)
{
	struct rows rows;

	*out = NULL;
	rows_init(&rows, a, sizeof(struct deadline));
	for (size_t i = 0; i < d->findings; i++)
		if (!add_finding(&rows, &d->finding[i]))
			return 0;
	/* An empty list is a list. */
	if (!rows.data) {
		*out = arena_alloc(a, 1, sizeof(**out));
		return 0;
	}
	*out = rows.data;
	qsort(rows.data, rows.count, rows.size, by_time);
	return unique(rows.data, rows.count);
}
