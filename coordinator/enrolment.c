/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/enrolment.h"

#include "coordinator/census.h"
#include "core/fold.h"

#include <stdio.h>
#include <string.h>

/* Names have 45 letters at most, and a commune up to 21 postal codes. */
#define SEARCHED 320

#define SHARE 100 /* communes of one transaction */

struct enrolment {
	const struct roster_commune *c;
	size_t count;
	int64_t now;
};

static struct db_value or_null(const char *s)
{
	return s && *s ? db_text(s) : db_null();
}

/* Whether the store has the commune elsewhere than it is now. */
static bool moves(struct db *db, const struct gazetteer_commune *g, bool *out,
                  struct err *e)
{
	static const char sql[] =
	    "SELECT COUNT(*) FROM commune WHERE insee = $1"
	    " AND (department <> $2 OR epci <> $3)";
	int64_t n = 0;
	bool ok = db_number(db, sql,
	                    DB_VALUES(db_text(g->insee), db_text(g->department),
	                              db_text(g->epci)),
	                    &n, e);

	*out = n > 0;
	return ok;
}

/* Who may see a finding is told by its own EPCI. */
static bool follow(struct db *db, const struct gazetteer_commune *g,
                   struct err *e)
{
	static const char sql[] = "UPDATE finding SET department = $2,"
				  " epci = $3 WHERE insee = $1";

	return db_run(db, sql,
	              DB_VALUES(db_text(g->insee), db_text(g->department),
	                        db_text(g->epci)),
	              NULL, e);
}

static bool write_one(struct db *db, const struct roster_commune *c,
                      int64_t now, struct err *e)
{
	static const char forget[] =
	    "UPDATE kit SET revoked_at = $2 WHERE insee = $1"
	    " AND revoked_at IS NULL AND EXISTS (SELECT 1 FROM commune c"
	    " WHERE c.insee = $1 AND c.left_at IS NOT NULL)";
	static const char put[] =
	    "INSERT INTO commune (insee, name, folded, siren, department,"
	    " region, epci, epci_name, population, site, mail, phone,"
	    " joined_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
	    " $11, $12, $13) ON CONFLICT (insee) DO UPDATE SET"
	    " name = excluded.name, folded = excluded.folded,"
	    " siren = excluded.siren, department = excluded.department,"
	    " region = excluded.region, epci = excluded.epci,"
	    " epci_name = excluded.epci_name,"
	    " population = excluded.population,"
	    " site = COALESCE(excluded.site, commune.site),"
	    " mail = COALESCE(excluded.mail, commune.mail),"
	    " phone = COALESCE(excluded.phone, commune.phone),"
	    " left_at = NULL";
	const struct gazetteer_commune *g = c->commune;
	char searched[SEARCHED];
	char folded[SEARCHED];
	bool moved;

	if (!moves(db, g, &moved, e) ||
	    (moved && !census_commune(db, g->insee, -1, e)))
		return false;
	snprintf(searched, sizeof(searched), "%s %s", g->name, g->postal);
	fold_text(folded, sizeof(folded), searched);
	return db_run(db, forget, DB_VALUES(db_text(g->insee), db_int(now)),
	              NULL, e) &&
	       db_run(db, put,
	              DB_VALUES(db_text(g->insee), db_text(g->name),
	                        db_text(folded), or_null(g->siren),
	                        db_text(g->department), db_text(g->region),
	                        db_text(g->epci), db_text(g->epci_name),
	                        db_int(g->population < 0 ? 0 : g->population),
	                        or_null(c->site), or_null(c->mail),
	                        or_null(c->phone), db_int(now)),
	              NULL, e) &&
	       (!moved ||
	        (follow(db, g, e) && census_commune(db, g->insee, 1, e)));
}

static bool write(void *ctx, struct db *db, struct err *e)
{
	const struct enrolment *n = ctx;

	for (size_t i = 0; i < n->count; i++)
		if (!write_one(db, &n->c[i], n->now, e))
			return false;
	return true;
}

bool enrolment_write(struct db *db, const struct roster_commune *c,
                     size_t count, int64_t now, struct err *e)
{
	for (size_t i = 0; i < count; i += SHARE) {
		struct enrolment n = { c + i, count - i, now };

		if (n.count > SHARE)
			n.count = SHARE;
		if (!db_transact(db, write, &n, e))
			return false;
	}
	return true;
}

static void take(const char **into, const struct db_rows *rows, int column,
                 struct arena *a)
{
	const char *copy = db_column_copy(rows, column, a);

	if (!**into && copy)
		*into = copy;
}

bool enrolment_read(struct db *db, struct roster_commune *c, struct arena *a,
                    struct err *e)
{
	static const char sql[] =
	    "SELECT site, mail, phone FROM commune WHERE insee = $1";
	struct db_rows *rows =
	    db_query(db, sql, DB_VALUES(db_text(c->commune->insee)), e);

	if (!rows)
		return false;
	if (db_next(rows)) {
		take(&c->site, rows, 0, a);
		take(&c->mail, rows, 1, a);
		take(&c->phone, rows, 2, a);
	}
	return db_end(rows, e);
}
