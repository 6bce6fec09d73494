/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/census.h"

#include "core/date.h"
#include "core/random.h"
#include "report/document_shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(CENSUS_CONTROL > DOCUMENT_ID, "a control has room");

#define PLACE 8 /* bytes of a département */

/* Places in census_line.change. */
enum { FAILING, SETTLED };

int64_t census_month(int64_t time)
{
	struct date d = date_of(time);

	return (int64_t)d.year * 12 + d.month - 1;
}

static int by_key(const void *left, const void *right)
{
	const struct census_line *a = left;
	const struct census_line *b = right;
	int n = strcmp(a->control, b->control);

	if (n == 0)
		n = (a->month > b->month) - (a->month < b->month);
	if (n == 0)
		n = strcmp(a->department, b->department);
	return n ? n : strcmp(a->epci, b->epci);
}

static bool changes(const struct census_line *l)
{
	for (size_t i = 0; i < CENSUS_COUNTS; i++)
		if (l->change[i] != 0)
			return true;
	return false;
}

/* In order, each key once, without those that change nothing. */
static void settle(struct census *c)
{
	size_t kept = 0;

	qsort(c->line, c->lines, sizeof(c->line[0]), by_key);
	for (size_t i = 0; i < c->lines; i++) {
		const struct census_line *l = &c->line[i];
		struct census_line *last = kept ? &c->line[kept - 1] : NULL;

		if (!last || by_key(last, l) != 0) {
			if (last && !changes(last))
				kept--;
			c->line[kept++] = *l;
			continue;
		}
		for (size_t k = 0; k < CENSUS_COUNTS; k++)
			last->change[k] += l->change[k];
	}
	if (kept > 0 && !changes(&c->line[kept - 1]))
		kept--;
	c->lines = kept;
}

/* A line to fill in, nothing of it changed yet; NULL and e. */
static struct census_line *add(struct census *c, struct db *db,
                               const struct census_place *place, struct err *e)
{
	struct census_line *l;

	if (c->lines == CENSUS_LINES)
		settle(c);
	if (c->lines == CENSUS_LINES && !census_write(c, db, e))
		return NULL;
	l = &c->line[c->lines++];
	memset(l, 0, sizeof(*l));
	snprintf(l->department, sizeof(l->department), "%s", place->department);
	snprintf(l->epci, sizeof(l->epci), "%s", place->epci);
	return l;
}

/* A to E, and none. */
static size_t place_of(const char *letter)
{
	size_t place = (size_t)(letter[0] - 'A');

	return place < CENSUS_COUNTS - 1 ? place : CENSUS_COUNTS - 1;
}

bool census_letter(struct census *c, struct db *db,
                   const struct census_place *place, int64_t month,
                   const char *before, const char *letter, struct err *e)
{
	struct census_line *l;

	if (before && strcmp(before, letter) == 0)
		return true;
	l = add(c, db, place, e);
	if (!l)
		return false;
	l->month = month;
	if (before)
		l->change[place_of(before)]--;
	l->change[place_of(letter)]++;
	return true;
}

bool census_finding(struct census *c, struct db *db,
                    const struct census_place *place, const char *control,
                    struct census_state before, struct census_state now,
                    struct err *e)
{
	struct census_line *l;

	if (before.failing == now.failing && before.settled == now.settled)
		return true;
	l = add(c, db, place, e);
	if (!l)
		return false;
	snprintf(l->control, sizeof(l->control), "%s", control);
	l->change[FAILING] = (int64_t)now.failing - before.failing;
	l->change[SETTLED] = (int64_t)now.settled - before.settled;
	return true;
}

#define TALLY                                                              \
	"INSERT INTO tally (month, department, epci, part, a, b, c, d, e," \
	" unrated) "
#define TALLY_ADD                                                    \
	" ON CONFLICT (month, department, epci, part) DO UPDATE SET" \
	" a = tally.a + excluded.a, b = tally.b + excluded.b,"       \
	" c = tally.c + excluded.c, d = tally.d + excluded.d,"       \
	" e = tally.e + excluded.e,"                                 \
	" unrated = tally.unrated + excluded.unrated"
#define PREVALENCE                                                 \
	"INSERT INTO prevalence (control, department, epci, part," \
	" failing, settled) "
#define PREVALENCE_ADD                                                 \
	" ON CONFLICT (control, department, epci, part) DO UPDATE SET" \
	" failing = prevalence.failing + excluded.failing,"            \
	" settled = prevalence.settled + excluded.settled"

static bool write_letters(const struct census_line *l, int64_t part,
                          struct db *db, struct err *e)
{
	static const char sql[] =
	    TALLY "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" TALLY_ADD;

	return db_send(db, sql,
	               DB_VALUES(db_int(l->month), db_text(l->department),
	                         db_text(l->epci), db_int(part),
	                         db_int(l->change[0]), db_int(l->change[1]),
	                         db_int(l->change[2]), db_int(l->change[3]),
	                         db_int(l->change[4]), db_int(l->change[5])),
	               e);
}

#define ROWS_AT_ONCE 8
#define ROW(control, department, epci, failing, settled)               \
	"($" #control ", $" #department ", $" #epci ", $1, $" #failing \
	", $" #settled ")"
#define TWO(a, b, c, d, e, f, g, h, i, j) \
	ROW(a, b, c, d, e) ", " ROW(f, g, h, i, j)
#define EIGHT                                                      \
	TWO(2, 3, 4, 5, 6, 7, 8, 9, 10, 11)                        \
	", " TWO(12, 13, 14, 15, 16, 17, 18, 19, 20, 21) ", " TWO( \
	    22, 23, 24, 25, 26, 27, 28, 29, 30,                    \
	    31) ", " TWO(32, 33, 34, 35, 36, 37, 38, 39, 40, 41)

/* One line, or ROWS_AT_ONCE. */
static bool write_controls(const struct census_line *l, size_t count,
                           int64_t part, struct db *db, struct err *e)
{
	static const char one[] =
	    PREVALENCE "VALUES " ROW(2, 3, 4, 5, 6) PREVALENCE_ADD;
	static const char many[] = PREVALENCE "VALUES " EIGHT PREVALENCE_ADD;
	struct db_value value[1 + 5 * ROWS_AT_ONCE] = { db_int(part) };

	for (size_t i = 0; i < count; i++) {
		struct db_value *v = value + 1 + 5 * i;

		v[0] = db_text(l[i].control);
		v[1] = db_text(l[i].department);
		v[2] = db_text(l[i].epci);
		v[3] = db_int(l[i].change[FAILING]);
		v[4] = db_int(l[i].change[SETTLED]);
	}
	return db_send(db, count > 1 ? many : one, value, 1 + 5 * count, e);
}

bool census_write(struct census *c, struct db *db, struct err *e)
{
	size_t i = 0;

	settle(c);
	for (; i < c->lines && !c->line[i].control[0]; i++)
		if (!write_letters(&c->line[i], c->part, db, e))
			return false;
	while (i < c->lines) {
		size_t now = c->lines - i >= ROWS_AT_ONCE ? ROWS_AT_ONCE : 1;

		if (!write_controls(&c->line[i], now, c->part, db, e))
			return false;
		i += now;
	}
	c->lines = 0;
	return true;
}

bool census_part(struct db *db, int64_t *part, struct err *e)
{
	uint32_t drawn = 0;

	if (db_kind(db) == DB_POSTGRESQL &&
	    !random_bytes(&drawn, sizeof(drawn), e))
		return false;
	*part = drawn;
	return true;
}

static bool fold(void *ctx, struct db *db, struct err *e)
{
	static const char add_letters[] =
	    TALLY "SELECT p.month, p.department, p.epci, 0, SUM(p.a), SUM(p.b),"
		  " SUM(p.c), SUM(p.d), SUM(p.e), SUM(p.unrated) FROM tally p"
		  " WHERE p.department = $1 AND p.part <> 0"
		  " GROUP BY p.month, p.department, p.epci" TALLY_ADD;
	static const char drop_letters[] =
	    "DELETE FROM tally WHERE department = $1 AND part <> 0";
	static const char add_controls[] = PREVALENCE
	    "SELECT p.control, p.department, p.epci, 0,"
	    " SUM(p.failing), SUM(p.settled) FROM prevalence p"
	    " WHERE p.department = $1 AND p.part <> 0"
	    " GROUP BY p.control, p.department, p.epci" PREVALENCE_ADD;
	static const char drop_controls[] =
	    "DELETE FROM prevalence WHERE department = $1 AND part <> 0";
	const struct db_value department = db_text(ctx);

	return db_run(db, add_letters, &department, 1, NULL, e) &&
	       db_run(db, drop_letters, &department, 1, NULL, e) &&
	       db_run(db, add_controls, &department, 1, NULL, e) &&
	       db_run(db, drop_controls, &department, 1, NULL, e);
}

/* The first département behind one that has parts; "" for none. */
static bool find_parts(struct db *db, char department[PLACE], struct err *e)
{
	static const char sql[] =
	    "SELECT MIN(q.department) FROM (SELECT department FROM prevalence"
	    " WHERE part <> 0 AND department > $1 UNION SELECT department"
	    " FROM tally WHERE part <> 0 AND department > $1) q";
	struct db_rows *rows =
	    db_query(db, sql, DB_VALUES(db_text(department)), e);

	bool fits = true;

	department[0] = '\0';
	if (!rows)
		return false;
	if (db_next(rows))
		fits = snprintf(department, PLACE, "%s",
		                db_column_text(rows, 0)) < PLACE;
	return db_end(rows, e) &&
	       (fits || err_set(e, "%s... is no département", department));
}

bool census_fold(struct db *db, struct err *e)
{
	char department[PLACE] = "";

	while (find_parts(db, department, e)) {
		if (!department[0])
			return true;
		if (!db_transact(db, fold, department, e))
			return false;
	}
	return false;
}

/* The rows of a commune, as what they count for; $2 is the sign. */
#define ONE(condition) "CASE WHEN " condition " THEN $2 ELSE 0 END"
#define HAD(letter)    ", " ONE("g.letter = '" letter "'")
#define FAILS          "f.verdict = 'fail'"
#define WAS_SETTLED    "f.verdict = 'pass' AND f.verdict_before = 'fail'"

bool census_findings(struct db *db, const char *insee, int sign, struct err *e)
{
	static const char sql[] = PREVALENCE
	    "SELECT f.control, f.department, f.epci, 0, " ONE(FAILS) ", " ONE(
		WAS_SETTLED) " FROM finding f WHERE f.insee = $1 AND (" FAILS
			     " OR " WAS_SETTLED
			     ") ORDER BY f.control" PREVALENCE_ADD;

	return db_run(db, sql, DB_VALUES(db_text(insee), db_int(sign)), NULL,
	              e);
}

bool census_commune(struct db *db, const char *insee, int sign, struct err *e)
{
	static const char sql[] =
	    TALLY "SELECT g.month, c.department, c.epci, 0" HAD("A") HAD("B")
		HAD("C") HAD("D") HAD("E")
		    HAD("") " FROM rating g JOIN commune c ON c.insee = g.insee"
			    " WHERE g.insee = $1 ORDER BY g.month" TALLY_ADD;

	return db_run(db, sql, DB_VALUES(db_text(insee), db_int(sign)), NULL,
	              e) &&
	       census_findings(db, insee, sign, e);
}

bool census_age(struct db *db, const char *insee, int64_t before,
                int64_t *changed, struct err *e)
{
	static const char count[] =
	    PREVALENCE "SELECT f.control, f.department, f.epci, 0, 0, -1"
		       " FROM finding f WHERE f.insee = $1 AND " WAS_SETTLED
		       " AND f.since < $2 ORDER BY f.control" PREVALENCE_ADD;
	static const char forget[] =
	    "UPDATE finding AS f SET verdict_before = '' WHERE f.insee = $1"
	    " AND " WAS_SETTLED " AND f.since < $2";
	const struct db_value value[] = { db_text(insee), db_int(before) };

	return db_run(db, count, value, 2, NULL, e) &&
	       db_run(db, forget, value, 2, changed, e);
}
