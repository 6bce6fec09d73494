/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/commune.h"

#include "coordinator/scope.h"
#include "core/date.h"

#include <string.h>

static const char *text(const struct db_rows *rows, int column, struct arena *a)
{
	const char *copy = db_column_copy(rows, column, a);

	return copy ? copy : "";
}

static char letter(const struct db_rows *rows, int column)
{
	const char *s = db_column_text(rows, column);

	return s[0] >= 'A' && s[0] <= 'E' && !s[1] ? s[0] : '\0';
}

bool commune_read(struct commune *out, struct db_rows *rows, struct arena *a)
{
	if (!db_next(rows))
		return false;
	*out = (struct commune){
		.insee = text(rows, 0, a),
		.name = text(rows, 1, a),
		.department = text(rows, 2, a),
		.epci_name = text(rows, 3, a),
		.population = db_column_int(rows, 4),
		.site = text(rows, 5, a),
		.mail = text(rows, 6, a),
		.phone = text(rows, 7, a),
		.letter = letter(rows, 8),
		.urgency = db_column_int(rows, 9),
		.received_at = db_column_int(rows, 10),
		.certificate_end = db_column_int(rows, 11),
		.followup = text(rows, 12, a),
		.next_at = db_column_int(rows, 13),
		.critical = db_column_int(rows, 14),
		.letter_before = letter(rows, 15),
		.score = db_column_int(rows, 16),
	};
	return true;
}

bool commune_find(struct request *r, const char *insee, struct commune *out,
                  bool *found, struct err *e)
{
	static const char sql[] = COMMUNE_LIST("c.insee = $2 AND " SCOPE);
	struct db_rows *rows = db_query(
	    r->db, sql, DB_VALUES(db_text(r->account), db_text(insee)), e);

	if (!rows)
		return false;
	*found = commune_read(out, rows, r->arena);
	return db_end(rows, e);
}

int64_t commune_day(int64_t now)
{
	return now - now % DATE_DAY;
}

int64_t commune_day_end(int64_t now)
{
	return commune_day(now) + DATE_DAY;
}
