/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/standing.h"

#include "coordinator/threshold.h"
#include "coordinator/urgency.h"
#include "core/date.h"
#include "core/rows.h"

#include <string.h>

/* Memory to merge all machines of a commune in. */
#define ARENA_BYTES (48u << 20)

/* The day that what the commune said last came in; 0: nothing did. */
static bool last_received(struct db *db, const char *insee, int64_t *out,
                          struct err *e)
{
	static const char sql[] = "SELECT COALESCE(MAX(received_at), 0)"
				  " FROM machine WHERE insee = $1";

	*out = 0;
	return db_number(db, sql, DB_VALUES(db_text(insee)), out, e);
}

static bool rebuild(struct db *db, const char *insee, struct arena *a,
                    struct err *e)
{
	struct standing_plan plan;
	struct census census = { .lines = 0 };
	int64_t at;
	bool ok = standing_plan(&plan, db, insee, NULL, a, e) &&
	          last_received(db, insee, &at, e);

	if (ok && !plan.empty)
		ok = standing_write(db, insee, &plan, at, &census, e) &&
		     census_write(&census, db, e);
	standing_clear(&plan);
	return ok;
}

bool standing_rebuild(struct db *db, const char *insee, struct err *e)
{
	struct arena *a = arena_new(ARENA_BYTES);
	bool ok = a ? rebuild(db, insee, a, e) : err_set(e, "out of memory");

	arena_free(a);
	return ok;
}

/* A commune whose urgency may have changed by itself. */
struct row {
	char insee[8];
	struct urgency_facts facts;
	int64_t urgency;
};

static void read_row(struct row *r, const struct db_rows *rows)
{
	const char *insee = db_column_text(rows, 0);
	size_t n = strlen(insee);

	memcpy(r->insee, insee, n < sizeof(r->insee) ? n : 0);
	r->facts.letter = db_column_text(rows, 1)[0];
	r->facts.letter_before = db_column_text(rows, 2)[0];
	r->facts.changed_at = db_column_int(rows, 3);
	r->facts.critical = db_column_int(rows, 4);
	r->facts.certificate_end = db_column_int(rows, 5);
	r->urgency = db_column_int(rows, 6);
	r->facts.no_backup = urgency_reasons(r->urgency) & URGENCY_NO_BACKUP;
}

static bool read_rows(struct rows *list, struct db *db, int64_t now,
                      int64_t soon, struct err *e)
{
	/* What is a reason by now, and what was one: bits of urgency.h. */
	static const char sql[] =
	    "SELECT c.insee, s.letter, s.letter_before, s.changed_at,"
	    " s.critical, s.certificate_end, c.urgency FROM standing s"
	    " JOIN commune c ON c.insee = s.insee WHERE c.left_at IS NULL AND"
	    " (s.letter_before <> '' AND s.letter > s.letter_before"
	    " AND s.changed_at >= $1"
	    " OR s.certificate_end >= $2 AND s.certificate_end <= $3"
	    " OR c.urgency % 8 >= 4 OR c.urgency % 4 >= 2)";
	int64_t near = soon * DATE_DAY;
	struct db_rows *rows =
	    db_query(db, sql,
	             DB_VALUES(db_int(now - URGENCY_FALLING_DAYS * DATE_DAY),
	                       db_int(now - near), db_int(now + near)),
	             e);
	struct row *row;

	if (!rows)
		return false;
	while (db_next(rows) && (row = rows_add(list))) {
		read_row(row, rows);
		row->facts.soon = soon;
	}
	if (!db_end(rows, e))
		return false;
	return !arena_full(list->arena) || err_set(e, "out of memory");
}

bool standing_refresh(struct db *db, int64_t now, struct err *e)
{
	static const char sql[] = "UPDATE commune SET urgency = $2"
				  " WHERE insee = $1 AND urgency = $3";
	struct arena *a = arena_new(16u << 20);
	struct threshold known;
	struct rows list;
	const struct row *row;
	bool ok;

	if (!a)
		return err_set(e, "out of memory");
	rows_init(&list, a, sizeof(struct row));
	ok = threshold_read(&known, db, e) &&
	     read_rows(&list, db, now, known.soon, e);
	row = list.data;
	for (size_t i = 0; ok && i < list.count; i++) {
		int64_t urgency = urgency_at(&row[i].facts, now);

		/* Not what a report said meanwhile. */
		if (urgency != row[i].urgency)
			ok = db_send(db, sql,
			             DB_VALUES(db_text(row[i].insee),
			                       db_int(urgency),
			                       db_int(row[i].urgency)),
			             e);
	}
	arena_free(a);
	return ok;
}
