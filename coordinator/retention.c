/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/retention.h"

#include "coordinator/census.h"
#include "coordinator/partition.h"
#include "core/date.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LEAP (40 * DATE_DAY) /* that a clock is not believed to go at once */
#define HELD (3 * DATE_DAY)  /* that nothing is forgotten after one */

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
	{ "UPDATE commune SET letter = '', urgency = 0"
	  " WHERE received_at < $1 AND letter <> ''",
	  AGE_RATING },
	{ "DELETE FROM rating WHERE month < $1", AGE_RATING_MONTH },
	{ "DELETE FROM tally WHERE month < $1", AGE_RATING_MONTH },
	{ "DELETE FROM receipt WHERE received_at < $1", AGE_RATING },
	{ "DELETE FROM audit WHERE at < $1", AGE_AUDIT },
	{ "DELETE FROM import WHERE at < $1", AGE_IMPORT },
	{ "DELETE FROM prevalence WHERE failing = 0 AND settled = 0"
	  " AND CAST($1 AS BIGINT) > 0",
	  AGE_NONE },
	/* Names that one commune made up, once it has others. */
	{ "DELETE FROM control WHERE seen_at < $1 AND NOT EXISTS"
	  " (SELECT 1 FROM prevalence p WHERE p.control = control.id)",
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

/*
 * What is counted is forgotten a commune at a time: a statement finds one that
 * has some of it, a transaction takes it out of the counts as well.
 */
struct share {
	char insee[8];
	int64_t before;
	int64_t rows;
};

/* The letter stays with its commune; what it came from does not. */
static bool forget_standing(void *ctx, struct db *db, struct err *e)
{
	static const char old[] = "SELECT COUNT(*) FROM standing"
				  " WHERE insee = $1 AND received_at < $2";
	static const char finding[] = "DELETE FROM finding WHERE insee = $1";
	static const char standing[] = "DELETE FROM standing WHERE insee = $1";
	struct share *s = ctx;
	struct db_value insee = db_text(s->insee);
	int64_t n = 0;

	s->rows = 0;
	/* It may have sent something in meanwhile. */
	if (!db_number(db, old, DB_VALUES(insee, db_int(s->before)), &n, e))
		return false;
	return n == 0 || (census_findings(db, s->insee, -1, e) &&
	                  db_run(db, finding, DB_VALUES(insee), &s->rows, e) &&
	                  db_run(db, standing, DB_VALUES(insee), NULL, e));
}

static bool forget_settled(void *ctx, struct db *db, struct err *e)
{
	struct share *s = ctx;

	return census_age(db, s->insee, s->before, &s->rows, e);
}

static bool find_one(struct db *db, const char *sql, struct share *s,
                     struct err *e)
{
	struct db_rows *rows =
	    db_query(db, sql, DB_VALUES(db_int(s->before)), e);

	s->insee[0] = '\0';
	if (!rows)
		return false;
	if (db_next(rows))
		text_clean(s->insee, sizeof(s->insee), db_column_text(rows, 0));
	return db_end(rows, e);
}

static bool forget_each(struct db *db, const char *one, int64_t before,
                        bool (*forget)(void *ctx, struct db *db, struct err *e),
                        int64_t *rows, struct err *e)
{
	struct share s = { .before = before };
	char last[sizeof(s.insee)] = "";

	while (find_one(db, one, &s, e)) {
		/* One that nothing is done about would come again for ever. */
		if (!s.insee[0] || strcmp(s.insee, last) == 0)
			return true;
		memcpy(last, s.insee, sizeof(last));
		if (!db_transact(db, forget, &s, e))
			return false;
		*rows += s.rows;
	}
	return false;
}

static bool forget_counted(struct db *db, int64_t now, int64_t *rows,
                           struct err *e)
{
	static const char silent[] =
	    "SELECT insee FROM standing WHERE received_at < $1 LIMIT 1";
	static const char settled[] =
	    "SELECT insee FROM finding WHERE verdict = 'pass'"
	    " AND verdict_before = 'fail' AND since < $1 LIMIT 1";

	return forget_each(db, silent, limit(AGE_DETAIL, now), forget_standing,
	                   rows, e) &&
	       forget_each(db, settled, now - RETENTION_SETTLED * DATE_DAY,
	                   forget_settled, rows, e);
}

bool retention_run(struct db *db, int64_t now, int64_t *rows, struct err *e)
{
	int64_t month = partition_month(now);

	*rows = 0;
	if (!partition_prepare(db, now, e) ||
	    !partition_drop(db, "report", month - RETENTION_DETAIL, e) ||
	    !partition_drop(db, "rating", month - RETENTION_RATING, e) ||
	    !forget_counted(db, now, rows, e))
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

/* When forgetting ran last, and when the clock was last in doubt. */
static bool read_time(struct db *db, const char *name, int64_t *out,
                      struct err *e)
{
	static const char sql[] =
	    "SELECT CAST(value AS BIGINT) FROM setting WHERE name = $1";

	*out = 0;
	return db_number(db, sql, DB_VALUES(db_text(name)), out, e);
}

static bool write_time(struct db *db, const char *name, int64_t time,
                       struct err *e)
{
	static const char sql[] =
	    "INSERT INTO setting (name, value) VALUES ($1, $2)"
	    " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, time);
	return db_run(db, sql, DB_VALUES(db_text(name), db_text(text)), NULL,
	              e);
}

bool retention_daily(struct db *db, int64_t now, bool *held, struct err *e)
{
	static const char ran[] = "retention_at", doubted[] = "retention_doubt";
	int64_t last, doubt, rows;

	*held = false;
	if (!read_time(db, ran, &last, e) || !read_time(db, doubted, &doubt, e))
		return false;
	if (last && (now < last - DATE_DAY || now > last + LEAP)) {
		doubt = now;
		if (!write_time(db, doubted, now, e))
			return false;
	}
	/* Long enough for somebody to read the journal, or for the clock. */
	*held = doubt && now >= doubt && now < doubt + HELD;
	if (!write_time(db, ran, now, e))
		return false;
	return *held ? partition_prepare(db, now, e)
	             : retention_run(db, now, &rows, e);
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

	if (!census_commune(db, d->insee, -1, e))
		return false;
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
