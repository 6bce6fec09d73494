/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/standing.h"

#include "coordinator/control.h"
#include "coordinator/packed.h"
#include "coordinator/urgency.h"
#include "core/text.h"

#include <math.h>
#include <string.h>

#define VERSION 32 /* bytes of a version that are kept */

static void copy(char *out, size_t size, const char *s)
{
	size_t n = strlen(s);

	n = n < size ? n : size - 1;
	memcpy(out, s, n);
	out[n] = '\0';
}

void standing_read(struct standing_commune *c, const struct db_rows *rows)
{
	memset(c, 0, sizeof(*c));
	copy(c->department, sizeof(c->department), db_column_text(rows, 0));
	copy(c->epci, sizeof(c->epci), db_column_text(rows, 1));
	c->stood = !db_is_null(rows, 2);
	copy(c->letter, sizeof(c->letter), db_column_text(rows, 2));
	copy(c->letter_before, sizeof(c->letter_before),
	     db_column_text(rows, 3));
	c->changed_at = db_column_int(rows, 4);
	c->received_at = db_column_int(rows, 5);
	c->last_at = db_column_int(rows, 6);
	c->soon = threshold_days(db_column_text(rows, 7));
}

/* What the columns of standing hold. */
struct figures {
	char letter[2];
	int64_t score; /* hundredths */
	int64_t coverage;
	int64_t critical;
	int64_t failed;
	int64_t certificate_end;
	bool no_backup;
	char version[VERSION];
};

static bool figure(struct figures *f, const struct document *d, struct err *e)
{
	struct arena *a = arena_new(4u << 20);

	memset(f, 0, sizeof(*f));
	if (!a)
		return err_set(e, "out of memory");
	f->letter[0] = d->rating.letter;
	f->score = (int64_t)lround(d->rating.score * 100);
	f->coverage = (int64_t)lround(d->rating.coverage * 100);
	for (size_t i = 0; i < d->findings; i++) {
		if (d->finding[i].verdict != VERDICT_FAIL)
			continue;
		f->failed++;
		if (d->finding[i].severity == SEVERITY_CRITICAL)
			f->critical++;
	}
	for (size_t i = 0; i < d->rating.caps; i++)
		if (text_is(d->rating.cap[i].id, "no-backup"))
			f->no_backup = true;
	f->certificate_end = standing_certificate_end(d, a);
	text_clean(f->version, sizeof(f->version),
	           d->tool.version ? d->tool.version : "");
	arena_free(a);
	return true;
}

static struct db_value maybe(int64_t time)
{
	return time ? db_int(time) : db_null();
}

/* The commune's standing and what lists read of it. */
static bool write_figures(struct db *db, const char *insee,
                          const struct standing_plan *plan,
                          const struct figures *f,
                          const struct standing_commune *c, struct err *e)
{
	static const char standing[] =
	    "INSERT INTO standing (insee, letter, score, coverage, critical,"
	    " failed, machines, received_at, made_at, changed_at,"
	    " letter_before, certificate_end, version, document)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	    " $14) ON CONFLICT (insee) DO UPDATE SET"
	    " letter = excluded.letter, score = excluded.score,"
	    " coverage = excluded.coverage, critical = excluded.critical,"
	    " failed = excluded.failed, machines = excluded.machines,"
	    " received_at = excluded.received_at, made_at = excluded.made_at,"
	    " changed_at = excluded.changed_at,"
	    " letter_before = excluded.letter_before,"
	    " certificate_end = excluded.certificate_end,"
	    " version = excluded.version, document = excluded.document";
	static const char lists[] =
	    "UPDATE commune SET letter = $2, urgency = $3, received_at = $4,"
	    " certificate_end = $5 WHERE insee = $1";
	const struct urgency_facts facts = {
		.critical = f->critical,
		.no_backup = f->no_backup,
		.letter = f->letter[0],
		.letter_before = c->letter_before[0],
		.changed_at = c->changed_at,
		.certificate_end = f->certificate_end,
		.soon = c->soon,
	};

	return db_send(db, standing,
	               DB_VALUES(db_text(insee), db_text(f->letter),
	                         db_int(f->score), db_int(f->coverage),
	                         db_int(f->critical), db_int(f->failed),
	                         db_int((int64_t)plan->document.machines),
	                         db_int(c->received_at),
	                         db_int(plan->document.made_at),
	                         db_int(c->changed_at),
	                         db_text(c->letter_before),
	                         maybe(f->certificate_end), db_text(f->version),
	                         db_bytes(plan->packed.data, plan->packed.len)),
	               e) &&
	       db_send(db, lists,
	               DB_VALUES(db_text(insee), db_text(f->letter),
	                         db_int(urgency_at(&facts, c->received_at)),
	                         db_int(c->received_at),
	                         maybe(f->certificate_end)),
	               e);
}

/* The letter that the commune had this month, if it had any. */
static bool read_month(struct db *db, const char *insee, int64_t month,
                       char before[2], bool *had, struct err *e)
{
	static const char sql[] =
	    "SELECT letter FROM rating WHERE insee = $1 AND month = $2";
	struct db_rows *rows =
	    db_query(db, sql, DB_VALUES(db_text(insee), db_int(month)), e);

	if (!rows)
		return false;
	*had = db_next(rows);
	if (*had)
		copy(before, 2, db_column_text(rows, 0));
	return db_end(rows, e);
}

/* The letter of the month, and the count that it belongs to. */
static bool write_month(struct db *db, const char *insee,
                        const struct standing_commune *c,
                        const struct figures *f, int64_t machines, int64_t at,
                        struct census *census, struct err *e)
{
	static const char insert[] =
	    "INSERT INTO rating (insee, month, letter, score, coverage,"
	    " critical, machines) VALUES ($1, $2, $3, $4, $5, $6, $7)"
	    " ON CONFLICT (insee, month) DO UPDATE SET"
	    " letter = excluded.letter, score = excluded.score,"
	    " coverage = excluded.coverage, critical = excluded.critical,"
	    " machines = excluded.machines";
	const struct census_place place = { c->department, c->epci };
	int64_t month = census_month(at);
	char before[2] = "";
	bool had = false;

	/* In a month that is later than all that came in there is none yet. */
	return (month > census_month(c->last_at) ||
	        read_month(db, insee, month, before, &had, e)) &&
	       db_send(db, insert,
	               DB_VALUES(db_text(insee), db_int(month),
	                         db_text(f->letter), db_int(f->score),
	                         db_int(f->coverage), db_int(f->critical),
	                         db_int(machines)),
	               e) &&
	       census_letter(census, db, &place, month, had ? before : NULL,
	                     f->letter, e);
}

/* A machine's older report came in: a sign of life, and no more. */
static bool write_alive(struct db *db, const char *insee, int64_t received_at,
                        struct err *e)
{
	static const char standing[] = "UPDATE standing SET received_at = $2"
				       " WHERE insee = $1 AND received_at < $2";
	static const char lists[] = "UPDATE commune SET received_at = $2"
				    " WHERE insee = $1 AND received_at < $2";
	const struct db_value value[] = { db_text(insee), db_int(received_at) };

	return db_send(db, standing, value, 2, e) &&
	       db_send(db, lists, value, 2, e);
}

/* What becomes of the letter, and of the days beside it. */
static void follow(struct standing_commune *c, const struct figures *f,
                   int64_t received_at)
{
	if (!c->stood || strcmp(c->letter, f->letter) != 0) {
		copy(c->letter_before, sizeof(c->letter_before), c->letter);
		c->changed_at = received_at;
	}
	if (received_at > c->received_at)
		c->received_at = received_at;
}

bool standing_write(struct db *db, const char *insee,
                    const struct standing_plan *plan,
                    const struct standing_commune *was, int64_t received_at,
                    struct census *census, struct err *e)
{
	struct standing_commune c = *was;
	struct figures f;
	const struct census_place place = { c.department, c.epci };

	if (plan->stale)
		return write_alive(db, insee, received_at, e);
	if (!figure(&f, &plan->document, e))
		return false;
	follow(&c, &f, received_at);
	return write_figures(db, insee, plan, &f, &c, e) &&
	       control_update(db, insee, &place, c.last_at == 0,
	                      &plan->document, received_at, census, e) &&
	       write_month(db, insee, &c, &f, (int64_t)plan->document.machines,
	                   received_at, census, e);
}
