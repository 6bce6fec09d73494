/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/followup.h"

#include "coordinator/scope.h"
#include "core/date.h"
#include "core/text.h"

#include <string.h>

const char *const followup_states[FOLLOWUP_STATES] = { "none", "call",
	                                               "underway", "done" };

bool followup_read(struct request *r, const char *insee, struct followup *out,
                   struct err *e)
{
	static const char sql[] =
	    "SELECT f.state, f.note, f.next_at, f.changed_at,"
	    " (SELECT a.display FROM account a WHERE a.name = f.changed_by),"
	    " f.changed_by FROM followup f JOIN commune c ON c.insee = f.insee"
	    " WHERE f.insee = $2 AND " SCOPE;
	struct db_rows *rows = db_query(
	    r->db, sql, DB_VALUES(db_text(r->account), db_text(insee)), e);

	*out = (struct followup){ .state = followup_states[0],
		                  .note = "",
		                  .changed_by = "" };
	if (!rows)
		return false;
	if (db_next(rows)) {
		out->state = db_column_copy(rows, 0, r->arena);
		out->note = db_column_copy(rows, 1, r->arena);
		out->next_at = db_column_int(rows, 2);
		out->changed_at = db_column_int(rows, 3);
		out->changed_by =
		    db_column_copy(rows, db_is_null(rows, 4) ? 5 : 4, r->arena);
	}
	if (!db_end(rows, e))
		return false;
	return (out->state && out->note && out->changed_by) ||
	       err_set(e, "out of memory");
}

static bool known(const char *state)
{
	for (size_t i = 0; i < FOLLOWUP_STATES; i++)
		if (text_is(state, followup_states[i]))
			return true;
	return false;
}

bool followup_parse(struct request *r, struct followup *out, const char **wrong)
{
	const char *day = request_form(r, "jour");

	*out = (struct followup){
		.state = request_form(r, "etat"),
		.note = request_form(r, "note"),
		.changed_at = r->now,
		.changed_by = r->account,
	};
	*wrong = NULL;
	if (!known(out->state))
		*wrong = "etat";
	else if (!out->note || strlen(out->note) > FOLLOWUP_NOTE)
		*wrong = "note";
	else if (day && day[0] &&
	         (!date_parse(day, &out->next_at) ||
	          out->next_at < INT64_C(946684800))) /* 2000-01-01 */
		*wrong = "jour";
	return !*wrong;
}

struct writing {
	const struct request *request;
	const char *insee;
	const struct followup *followup;
	int64_t changed;
};

static bool write_both(void *ctx, struct db *db, struct err *e)
{
	static const char lists[] =
	    "UPDATE commune AS c SET followup = $3, followup_at = $4,"
	    " next_at = $5 WHERE c.insee = $2 AND c.left_at IS NULL AND " SCOPE;
	static const char own[] =
	    "INSERT INTO followup"
	    " (insee, state, note, next_at, changed_at, changed_by)"
	    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (insee) DO UPDATE"
	    " SET state = excluded.state, note = excluded.note,"
	    " next_at = excluded.next_at, changed_at = excluded.changed_at,"
	    " changed_by = excluded.changed_by";
	struct writing *w = ctx;
	const struct followup *f = w->followup;
	struct db_value next = f->next_at ? db_int(f->next_at) : db_null();

	if (!db_run(db, lists,
	            DB_VALUES(db_text(w->request->account), db_text(w->insee),
	                      db_text(f->state), db_int(f->changed_at), next),
	            &w->changed, e))
		return false;
	if (w->changed == 0)
		return true;
	return db_run(db, own,
	              DB_VALUES(db_text(w->insee), db_text(f->state),
	                        db_text(f->note), next, db_int(f->changed_at),
	                        db_text(f->changed_by)),
	              NULL, e);
}

bool followup_write(struct request *r, const char *insee,
                    const struct followup *f, bool *found, struct err *e)
{
	struct writing w = { .request = r, .insee = insee, .followup = f };
	bool ok = db_transact(r->db, write_both, &w, e);

	*found = w.changed > 0;
	return ok;
}
