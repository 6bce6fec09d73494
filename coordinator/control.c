/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/control.h"

#include "core/arena.h"
#include "core/date.h"
#include "core/rows.h"

#include <stdlib.h>
#include <string.h>

/* A finding as the store has it, or as it is to become. */
struct line {
	const char *control;
	const char *verdict;
	const char *severity;
	int64_t since;
	const char *before; /* verdict */
};

/* What the lines of one commune have in common. */
struct target {
	struct db *db;
	const char *insee;
	const struct census_place *place;
	bool fresh;
	int64_t at;
	struct census *census;
	struct arena *arena;
};

/* Memory for the lines of one commune, old and new. */
#define LINES_BYTES (4u << 20)

static int by_control(const void *left, const void *right)
{
	return strcmp(((const struct line *)left)->control,
	              ((const struct line *)right)->control);
}

static bool read_lines(const struct target *t, struct rows *lines,
                       struct err *e)
{
	static const char sql[] =
	    "SELECT control, verdict, severity, since, verdict_before"
	    " FROM finding WHERE insee = $1";
	struct db_rows *rows =
	    db_query(t->db, sql, DB_VALUES(db_text(t->insee)), e);

	if (!rows)
		return false;
	while (db_next(rows)) {
		struct line *l = rows_add(lines);

		if (!l)
			break;
		l->control = db_column_copy(rows, 0, t->arena);
		l->verdict = db_column_copy(rows, 1, t->arena);
		l->severity = db_column_copy(rows, 2, t->arena);
		l->since = db_column_int(rows, 3);
		l->before = db_column_copy(rows, 4, t->arena);
	}
	if (!db_end(rows, e))
		return false;
	if (arena_full(t->arena))
		return err_set(e, "the findings of %s take too much memory",
		               t->insee);
	if (lines->count)
		qsort(lines->data, lines->count, sizeof(struct line),
		      by_control);
	return true;
}

/*
 * Lines as rows of one statement: all are as new as $4, but for the first
 * where there are several, which says it in $9. FIVE(1, 2) takes $10 to $29.
 */
#define ROW(since, control, verdict, severity, before)                \
	"($1, $" #control ", $" #verdict ", $" #severity ", $" #since \
	", $" #before ", $2, $3)"
#define NEXT(a, b, c, d) ", " ROW(4, a, b, c, d)
#define FIVE(p, q)                   \
	NEXT(p##0, p##1, p##2, p##3) \
	NEXT(p##4, p##5, p##6, p##7) \
	NEXT(p##8, p##9, q##0, q##1) \
	NEXT(q##2, q##3, q##4, q##5) \
	NEXT(q##6, q##7, q##8, q##9)
#define FIRST(since)                                                     \
	"INSERT INTO finding (insee, control, verdict, severity, since," \
	" verdict_before, department, epci) VALUES " ROW(since, 5, 6, 7, 8)
#define REPLACE                                                      \
	" ON CONFLICT (insee, control) DO UPDATE SET"                \
	" verdict = excluded.verdict, severity = excluded.severity," \
	" since = excluded.since,"                                   \
	" verdict_before = excluded.verdict_before,"                 \
	" department = excluded.department, epci = excluded.epci"

#define FEW  6
#define MANY 21

static const char sql_one[] = FIRST(4) REPLACE;
static const char sql_few[] = FIRST(9) FIVE(1, 2) REPLACE;
static const char sql_many[] =
    FIRST(9) FIVE(1, 2) FIVE(3, 4) FIVE(5, 6) FIVE(7, 8) REPLACE;

/* Values of a line without its day: $5 to $8, $10 to $13 and on. */
static void fill_in(struct db_value *value, const struct line *l)
{
	value[0] = db_text(l->control);
	value[1] = db_text(l->verdict);
	value[2] = db_text(l->severity);
	value[3] = db_text(l->before);
}

/* How many of the lines go into one statement: all but the first are new. */
static size_t together(const struct target *t, const struct line *line,
                       size_t count)
{
	size_t n = 1;

	while (n < count && n < MANY && line[n].since == t->at)
		n++;
	return n >= MANY ? MANY : n >= FEW ? FEW : 1;
}

/* A first report has some fifty: one by one they are most of its cost. */
static bool write_lines(const struct target *t, const struct line *line,
                        size_t count, struct err *e)
{
	struct db_value value[9 + 4 * (MANY - 1)] = {
		db_text(t->insee), db_text(t->place->department),
		db_text(t->place->epci)
	};

	while (count > 0) {
		size_t now = together(t, line, count);
		const char *sql = now == MANY  ? sql_many
		                  : now == FEW ? sql_few
		                               : sql_one;

		value[3] = db_int(now == 1 ? line[0].since : t->at);
		fill_in(value + 4, &line[0]);
		value[8] = db_int(line[0].since);
		for (size_t i = 1; i < now; i++)
			fill_in(value + 9 + 4 * (i - 1), &line[i]);
		if (!db_send(t->db, sql, value,
		             now == 1 ? 8 : 9 + 4 * (now - 1), e))
			return false;
		line += now;
		count -= now;
	}
	return true;
}

static bool forget_line(const struct target *t, const struct line *old,
                        struct err *e)
{
	static const char sql[] =
	    "DELETE FROM finding WHERE insee = $1 AND control = $2";

	return db_send(t->db, sql,
	               DB_VALUES(db_text(t->insee), db_text(old->control)), e);
}

/* What a line counts for; NULL: nothing. */
static struct census_state state_of(const struct line *l)
{
	struct census_state s = { false, false };

	if (l) {
		s.failing = strcmp(l->verdict, "fail") == 0;
		s.settled = strcmp(l->verdict, "pass") == 0 &&
		            strcmp(l->before, "fail") == 0;
	}
	return s;
}

/* A line that becomes another; either may be NULL, not both. */
static bool count(const struct target *t, const struct line *old,
                  const struct line *new, struct err *e)
{
	return census_finding(t->census, t->db, t->place,
	                      new ? new->control : old->control, state_of(old),
	                      state_of(new), e);
}

/* Put what f says behind the changes, unless it is what was known. */
static bool compare(const struct target *t, const struct document_finding *f,
                    const struct line *old, struct rows *changed, struct err *e)
{
	const char *verdict = verdict_name(f->verdict);
	const char *severity = severity_name(f->severity);
	bool same = old && strcmp(old->verdict, verdict) == 0;
	struct line *new;

	if (same && strcmp(old->severity, severity) == 0)
		return true;
	new = rows_add(changed);
	if (!new)
		return err_set(e, "the findings of %s take too much memory",
		               t->insee);
	new->control = f->id;
	new->verdict = verdict;
	new->severity = severity;
	new->since = same ? old->since : t->at;
	new->before = same ? old->before : old ? old->verdict : "";
	return count(t, old, new, e);
}

static bool update(const struct target *t, const struct document *d,
                   struct err *e)
{
	struct rows old, changed;
	const struct line *line;

	rows_init(&old, t->arena, sizeof(struct line));
	rows_init(&changed, t->arena, sizeof(struct line));
	if (!t->fresh && !read_lines(t, &old, e))
		return false;
	for (size_t i = 0; i < d->findings; i++) {
		const struct line key = { .control = d->finding[i].id };
		const struct line *known =
		    old.count ? bsearch(&key, old.data, old.count, sizeof(key),
		                        by_control)
			      : NULL;

		if (!compare(t, &d->finding[i], known, &changed, e))
			return false;
	}
	line = old.data;
	for (size_t i = 0; i < old.count; i++)
		if (!document_finding(d, line[i].control) &&
		    !(forget_line(t, &line[i], e) &&
		      count(t, &line[i], NULL, e)))
			return false;
	return write_lines(t, changed.data, changed.count, e);
}

bool control_update(struct db *db, const char *insee,
                    const struct census_place *place, bool fresh,
                    const struct document *d, int64_t at, struct census *census,
                    struct err *e)
{
	struct target t = { .db = db,
		            .insee = insee,
		            .place = place,
		            .fresh = fresh,
		            .at = at,
		            .census = census,
		            .arena = arena_new(LINES_BYTES) };
	bool ok = t.arena ? update(&t, d, e) : err_set(e, "out of memory");

	arena_free(t.arena);
	return ok;
}

/* FNV-1a; what collides costs a wrong guess, no more. Never 0. */
static uint64_t hash_text(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h ? h : 1;
}

/* The hash of the title that the store has, 0 when it has none. */
static bool look_up(struct db *db, const char *id, uint64_t *title,
                    struct err *e)
{
	static const char sql[] = "SELECT title FROM control WHERE id = $1";
	struct db_rows *rows = db_query(db, sql, DB_VALUES(db_text(id)), e);

	*title = 0;
	if (!rows)
		return false;
	if (db_next(rows))
		*title = hash_text(db_column_text(rows, 0));
	return db_end(rows, e);
}

/*
 * The title that the store has, after ours was put there if there was none and
 * there is room: who has a kit may send in names without end.
 */
static bool know(struct db *db, const struct document_finding *f, int64_t at,
                 uint64_t *title, struct err *e)
{
	static const char sql[] =
	    "INSERT INTO control (id, title, severity, seen_at)"
	    " SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT),"
	    " CAST($4 AS BIGINT) WHERE (SELECT COUNT(*) FROM control)"
	    " < CAST($5 AS BIGINT) ON CONFLICT (id) DO NOTHING";

	if (!look_up(db, f->id, title, e))
		return false;
	if (*title)
		return true;
	*title = hash_text(f->title);
	return db_send(db, sql,
	               DB_VALUES(db_text(f->id), db_text(f->title),
	                         db_text(severity_name(f->severity)),
	                         db_int(at), db_int(CONTROL_ROWS)),
	               e);
}

static bool rename_control(struct db *db, const struct document_finding *f,
                           int64_t at, struct err *e)
{
	static const char sql[] = "UPDATE control SET title = $2,"
				  " severity = $3, seen_at = $4 WHERE id = $1";

	return db_send(db, sql,
	               DB_VALUES(db_text(f->id), db_text(f->title),
	                         db_text(severity_name(f->severity)),
	                         db_int(at)),
	               e);
}

static bool learn(struct control_names *names, struct db *db, uint64_t commune,
                  const struct document *d, const struct document_finding *f,
                  int64_t at, struct err *e)
{
	uint64_t id = hash_text(f->id);
	uint64_t title = hash_text(f->title);
	size_t at_line = id % CONTROL_NAMES;

	if (names->line[at_line].id != id) {
		memset(&names->line[at_line], 0, sizeof(names->line[0]));
		if (!know(db, f, at, &names->line[at_line].title, e))
			return false;
		names->line[at_line].id = id;
	}
	if (names->line[at_line].title == title || d->lang != LANG_FR)
		return true;
	if (names->line[at_line].other == title &&
	    names->line[at_line].commune != commune) {
		names->line[at_line].title = title;
		return rename_control(db, f, at, e);
	}
	names->line[at_line].other = title;
	names->line[at_line].commune = commune;
	return true;
}

bool control_learn(struct control_names *names, struct db *db,
                   const char *insee, const struct document *d, int64_t at,
                   struct err *e)
{
	uint64_t commune = hash_text(insee);

	/* What nobody fails any more is forgotten, by another process even. */
	if (names->day != at / DATE_DAY) {
		memset(names, 0, sizeof(*names));
		names->day = at / DATE_DAY;
	}
	for (size_t i = 0; i < d->findings; i++)
		if (d->finding[i].verdict == VERDICT_FAIL &&
		    !learn(names, db, commune, d, &d->finding[i], at, e))
			return false;
	return true;
}
