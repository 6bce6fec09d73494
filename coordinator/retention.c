/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/retention.h"

#include "coordinator/partition.h"
#include "core/date.h"

/* Rows that go with their commune: tables.def says which. */
static const char *const leaving[] = {
#define COMMUNE(name) "DELETE FROM " #name " WHERE insee = $1",
#define REGION(name)
#define TABLE(name, whose) whose(name)
#include "coordinator/tables.def"
#undef TABLE
#undef REGION
#undef COMMUNE
};

static const char sql_left[] =
    "UPDATE commune SET left_at = $2, site = NULL, mail = NULL, phone = NULL,"
    " letter = '', urgency = 0, received_at = 0, certificate_end = NULL,"
    " followup = 'none', followup_at = 0, next_at = NULL"
    " WHERE insee = $1 AND left_at IS NULL";

/*
 * Statements that forget, and how far back: months, or seconds. Each runs until
 * nothing is left to it: a share at a time lets reports in between.
 */
enum age {
	AGE_NONE,
	AGE_DETAIL,       /* time */
	AGE_DETAIL_MONTH, /* month */
	AGE_RATING,
	AGE_RATING_MONTH,
	AGE_AUDIT,
	AGE_IMPORT,
	AGE_CONTROL
};

static const struct rule {
	const char *sql;
	enum age age;
} rules[] = {
	{ "DELETE FROM report WHERE month < $1 AND insee IN"
	  " (SELECT insee FROM report WHERE month < $1 LIMIT 200)",
	  AGE_DETAIL_MONTH },
	{ "DELETE FROM machine WHERE received_at < $1", AGE_DETAIL },
	{ "DELETE FROM finding WHERE insee IN"
	  " (SELECT insee FROM standing WHERE received_at < $1)",
	  AGE_DETAIL },
	/* The letter stays with its commune; what it came from does not. */
	{ "DELETE FROM standing WHERE received_at < $1", AGE_DETAIL },
	{ "UPDATE commune SET letter = '', urgency = 0"
	  " WHERE received_at < $1 AND letter <> ''",
	  AGE_RATING },
	{ "DELETE FROM rating WHERE month < $1", AGE_RATING_MONTH },
	{ "DELETE FROM tally WHERE month < $1", AGE_RATING_MONTH },
	{ "DELETE FROM receipt WHERE received_at < $1", AGE_RATING },
	{ "DELETE FROM audit WHERE at < $1", AGE_AUDIT },
	{ "DELETE FROM import WHERE at < $1", AGE_IMPORT },
	/* Names that one commune made up, once it has others. */
	{ "DELETE FROM control WHERE seen_at < $1 AND NOT EXISTS"
	  " (SELECT 1 FROM finding f WHERE f.control = control.id"
	  " AND f.verdict = 'fail') AND NOT EXISTS"
	  " (SELECT 1 FROM finding f WHERE f.control = control.id"
	  " AND f.verdict = 'pass' AND f.verdict_before = 'fail')",
	  AGE_CONTROL },
	{ "DELETE FROM session WHERE expires <= $1", AGE_NONE },
	{ "DELETE FROM invitation WHERE expires <= $1", AGE_NONE },
};

/* Midnight of the first day of a month. */
static int64_t month_time(int64_t month)
{
	struct date d = { .year = (int)(month / 12),
		          .month = (int)(month % 12) + 1,
		          .day = 1 };

	return date_time(d);
}

/* What is older than this goes. */
static int64_t limit(enum age age, int64_t now)
{
	int64_t month = partition_month(now);

	switch (age) {
	case AGE_DETAIL:
		return month_time(month - RETENTION_DETAIL);
	case AGE_DETAIL_MONTH:
		return month - RETENTION_DETAIL;
	case AGE_RATING:
		return month_time(month - RETENTION_RATING);
	case AGE_RATING_MONTH:
		return month - RETENTION_RATING;
	case AGE_AUDIT:
		return month_time(month - RETENTION_AUDIT);
	case AGE_IMPORT:
		return now - 90 * DATE_DAY;
	case AGE_CONTROL:
		return now - 30 * DATE_DAY;
	case AGE_NONE:
		break;
	}
	return now;
}

bool retention_run(struct db *db, int64_t now, int64_t *rows, struct err *e)
{
	int64_t month = partition_month(now);

	*rows = 0;
	if (!partition_prepare(db, now, e) ||
	    !partition_drop(db, "report", month - RETENTION_DETAIL, e) ||
	    !partition_drop(db, "rating", month - RETENTION_RATING, e))
		return false;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		int64_t changed;

		do {
			changed = 0;
			if (!db_run(db, rules[i].sql,
			            DB_VALUES(db_int(limit(rules[i].age, now))),
			            &changed, e))
				return false;
			*rows += changed;
		} while (changed > 0);
	}
	return true;
}

struct departure {
	const char *insee;
	int64_t now;
	bool found;
};

static bool leave(void *ctx, struct db *db, struct err *e)
{
	struct departure *d = ctx;
	int64_t changed = 0;

	for (size_t i = 0; i < sizeof(leaving) / sizeof(leaving[0]); i++)
		if (!db_run(db, leaving[i], DB_VALUES(db_text(d->insee)), NULL,
		            e))
			return false;
	if (!db_run(db, sql_left, DB_VALUES(db_text(d->insee), db_int(d->now)),
	            &changed, e))
		return false;
	d->found = changed == 1;
	return true;
}

bool retention_leave(struct db *db, const char *insee, int64_t now, bool *found,
                     struct err *e)
{
	struct departure d = { .insee = insee, .now = now };
	bool ok = db_transact(db, leave, &d, e);

	*found = ok && d.found;
	return ok;
}
