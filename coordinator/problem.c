/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/problem.h"

#include "coordinator/scope.h"

/* Counts first, names for the few that are left. */
#define MOST(column, scope)                                          \
	"SELECT p.control, p.n, k.title, k.severity FROM"            \
	" (SELECT c.control, CAST(SUM(c." column ") AS BIGINT) AS n" \
	" FROM prevalence c WHERE c." column " <> 0 AND " scope      \
	"GROUP BY c.control HAVING SUM(c." column                    \
	") > 0 ORDER BY 2 DESC, 1 LIMIT $2) p"                       \
	" LEFT JOIN control k ON k.id = p.control ORDER BY 2 DESC, 1"
#define FAILING(scope) MOST("failing", scope)
#define SETTLED(scope) MOST("settled", scope)
#define ONE(scope)                                                         \
	"SELECT k.id, (SELECT CAST(COALESCE(SUM(c.failing), 0) AS BIGINT)" \
	" FROM prevalence c WHERE c.control = $2 AND " scope               \
	"), k.title, k.severity FROM control k WHERE k.id = $2"
#define HEARD(scope)                     \
	"SELECT COUNT(*) FROM commune c" \
	" WHERE c.left_at IS NULL AND c.received_at > 0 AND " scope

static const char *text(const struct db_rows *rows, int column,
                        const char *otherwise, struct arena *a)
{
	const char *copy = db_column_copy(rows, column, a);

	return copy && copy[0] ? copy : otherwise;
}

static void read_row(struct problem *out, const struct db_rows *rows,
                     struct arena *a)
{
	out->control = text(rows, 0, "", a);
	out->communes = db_column_int(rows, 1);
	out->title = text(rows, 2, out->control, a);
	if (!severity_parse(db_column_text(rows, 3), &out->severity))
		out->severity = SEVERITY_LOW;
}

static bool read_rows(struct request *r, struct db_rows *rows,
                      struct problem *out, size_t most, size_t *count,
                      struct err *e)
{
	*count = 0;
	if (!rows)
		return false;
	while (*count < most && db_next(rows))
		read_row(&out[(*count)++], rows, r->arena);
	return db_end(rows, e);
}

bool problem_list(struct request *r, struct problem *out, size_t most,
                  size_t *count, struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(FAILING);

	return read_rows(
	    r,
	    db_query(r->db, scope_pick(r, sql),
	             DB_VALUES(db_text(r->account), db_int((int64_t)most)), e),
	    out, most, count, e);
}

bool problem_settled(struct request *r, struct problem *out, size_t most,
                     size_t *count, struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(SETTLED);

	return read_rows(
	    r,
	    db_query(r->db, scope_pick(r, sql),
	             DB_VALUES(db_text(r->account), db_int((int64_t)most)), e),
	    out, most, count, e);
}

bool problem_find(struct request *r, const char *control, struct problem *out,
                  bool *found, struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(ONE);
	size_t count;

	if (!read_rows(
		r,
		db_query(r->db, scope_pick(r, sql),
	                 DB_VALUES(db_text(r->account), db_text(control)), e),
		out, 1, &count, e))
		return false;
	*found = count > 0;
	return true;
}

bool problem_heard(struct request *r, int64_t *out, struct err *e)
{
	static const char *const sql[] = SCOPE_BOTH(HEARD);

	*out = 0;
	return db_number(r->db, scope_pick(r, sql),
	                 DB_VALUES(db_text(r->account)), out, e);
}
