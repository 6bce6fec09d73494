/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/standing.h"

#include "coordinator/threshold.h"
#include "coordinator/urgency.h"
#include "core/date.h"
#include "core/rows.h"

#include <string.h>

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
