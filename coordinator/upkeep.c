/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/upkeep.h"

#include "coordinator/census.h"
#include "coordinator/journal.h"
#include "coordinator/migrate.h"
#include "coordinator/retention.h"
#include "coordinator/visit.h"

#define WAIT_MS 60000 /* for a connection: nobody waits for this */

bool upkeep_begin(const char *where, int64_t now, struct err *e)
{
	struct db *db = db_open(where, e);
	bool good = db && migrate_run(db, now, e);

	db_close(db);
	return good;
}

static bool fold(struct db *db, int64_t now, struct err *e)
{
	(void)now;
	return census_fold(db, e);
}

static bool forget(struct db *db, int64_t now, struct err *e)
{
	bool held;
	bool ok = retention_daily(db, now, &held, e);

	if (ok && held)
		journal_write(JOURNAL_ERROR,
		              "the clock leapt: nothing is forgotten for three "
		              "days, see whether the date is right");
	return ok;
}

/* In order; each is tried though another failed. */
static const struct {
	const char *name;
	bool (*run)(struct db *db, int64_t now, struct err *e);
} steps[] = {
	{ "counts of each service", fold },
	{ "months to come, and what is too old", forget },
	{ "sessions that ended", visit_sweep },
};

void upkeep_daily(struct pool *pool, int64_t now)
{
	struct err e;
	struct db *db = pool_take(pool, WAIT_MS, &e);

	if (!db) {
		journal_write(JOURNAL_ERROR, "upkeep: %s", e.text);
		return;
	}
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (!steps[i].run(db, now, &e))
			journal_write(JOURNAL_ERROR, "upkeep, %s: %s",
			              steps[i].name, e.text);
	pool_give(pool, db);
}
