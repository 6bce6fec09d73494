/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/demo.h"

#include "coordinator/demo_team.h"
#include "coordinator/demo_town.h"
#include "coordinator/filing.h"
#include "core/date.h"
#include "core/fold.h"

#include <stdio.h>

/* The baseline; demo_data.s. */
extern const char demo_baseline[];
extern const char demo_baseline_end[];

#define MONTH       (30 * DATE_DAY)
#define RULES_BYTES (8u << 20)
#define TOWN_BYTES  (16u << 20) /* what one commune's month takes */

static const char sql_commune[] =
    "INSERT INTO commune (insee, name, folded, siren, department, region,"
    " epci, epci_name, population, site, mail, phone, joined_at)"
    " VALUES ($1, $2, $3, NULL, '00', '00', $4, $5, $6, NULL, NULL, $7, $8)";
static const char sql_kit[] =
    "INSERT INTO kit (insee, id, token, made_at, made_by, expires)"
    " VALUES ($1, $2, '', $3, $4, $5)";
static const char sql_follow[] =
    "INSERT INTO followup (insee, state, note, next_at, changed_at,"
    " changed_by) VALUES ($1, $2, $3, $4, $5, $6)";
static const char sql_follow_commune[] =
    "UPDATE commune SET followup = $2, followup_at = $3, next_at = $4"
    " WHERE insee = $1";

struct filling {
	struct db *db;
	uint64_t seed;
	size_t communes;
	int64_t now;
	struct demo_rules rules;
	struct arena *arena; /* of the rules */
};

/* What the team noted of some communes. */
static const struct {
	size_t index;
	const char *state;
	const char *note;
	int days; /* to the next step */
} follows[] = {
	{ 4, "call", "Ne répond pas le lundi. Rappeler le jeudi matin.", 2 },
	{ 11, "underway", "Disque de sauvegarde commandé.", 9 },
	{ 23, "underway", "Devis demandé au prestataire pour Windows 11.", 20 },
	{ 37, "done", "Second contrôle fait avec la secrétaire. Tout va bien.",
	  0 },
	{ 58, "call", "Nouvelle secrétaire. Lui expliquer le kit.", 5 },
};

/*
 * When the kit of a commune ends, in days: some soon, some have ended. One
 * that never sent anything may have none.
 */
static int64_t kit_days(size_t index)
{
	return index % 11 == 7 ? -2 : 20 + (int64_t)(index * 37 % 400);
}

static bool add_kit(struct filling *f, const struct demo_town *t, size_t index,
                    struct err *e)
{
	int64_t joined = f->now - DEMO_MONTHS * MONTH;
	char kit[32];

	if (t->every == 0 && index % 2)
		return true;
	snprintf(kit, sizeof(kit), "%s-%016x", t->insee, 0u);
	return db_run(f->db, sql_kit,
	              DB_VALUES(db_text(t->insee), db_text(kit), db_int(joined),
	                        db_text(DEMO_ACCOUNT),
	                        db_int(f->now + kit_days(index) * DATE_DAY)),
	              NULL, e);
}

static bool add_commune(struct filling *f, const struct demo_town *t,
                        struct err *e)
{
	int64_t joined = f->now - DEMO_MONTHS * MONTH;
	char folded[128], phone[32];

	fold_text(folded, sizeof(folded), t->name);
	/* 01 99 00 is kept for fiction (Arcep, décision 2018-0881). */
	snprintf(phone, sizeof(phone), "01 99 00 %c%c %c%c", t->insee[1],
	         t->insee[2], t->insee[3], t->insee[4]);
	return db_run(f->db, sql_commune,
	              DB_VALUES(db_text(t->insee), db_text(t->name),
	                        db_text(folded), db_text(t->epci),
	                        db_text(t->epci_name), db_int(t->population),
	                        db_text(phone), db_int(joined)),
	              NULL, e);
}

static bool add_communes(void *ctx, struct db *db, struct err *e)
{
	struct filling *f = ctx;
	struct demo_town t;

	(void)db;
	for (size_t i = 0; i < f->communes; i++) {
		if (!demo_town_make(&t, f->seed, i))
			return err_set(e, "%d communes are the most",
			               DEMO_TOWN_MOST);
		if (!add_commune(f, &t, e) || !add_kit(f, &t, i, e))
			return false;
	}
	return true;
}

/* All machines of a commune, a day that the commune has of its own. */
static bool add_look(struct filling *f, size_t index, const struct demo_town *t,
                     unsigned months_ago, struct err *e)
{
	int64_t at = f->now - (int64_t)months_ago * MONTH -
	             (int64_t)(index % 28) * DATE_DAY - 3600;
	struct filing_result result;
	struct document d;
	bool ok = true;

	for (unsigned m = 0; ok && m < t->machines; m++) {
		struct arena *a = arena_new(TOWN_BYTES);
		int64_t made_at = at - 1800 + (int64_t)m * 300;

		ok = (a && demo_town_document(&d, &f->rules, t, f->seed, m,
		                              months_ago, made_at, a)) ||
		     err_set(e, "out of memory");
		ok = ok && filing_store(f->db, t->insee, &d,
		                        at + (int64_t)m * 300, &result, e);
		arena_free(a);
	}
	return ok;
}

static bool add_year(struct filling *f, struct err *e)
{
	struct demo_town t;

	for (unsigned month = DEMO_MONTHS; month-- > 0;)
		for (size_t i = 0; i < f->communes; i++)
			if (demo_town_make(&t, f->seed, i) &&
			    demo_town_looked(&t, month) &&
			    !add_look(f, i, &t, month, e))
				return false;
	return true;
}

static bool add_follows(void *ctx, struct db *db, struct err *e)
{
	const struct filling *f = ctx;

	for (size_t i = 0; i < sizeof(follows) / sizeof(follows[0]); i++) {
		int64_t next = f->now + follows[i].days * DATE_DAY;
		struct db_value day = follows[i].days
		                          ? db_int(next - next % DATE_DAY)
		                          : db_null();
		struct demo_town t;

		if (follows[i].index >= f->communes ||
		    !demo_town_make(&t, f->seed, follows[i].index))
			continue;
		if (!db_run(db, sql_follow,
		            DB_VALUES(db_text(t.insee),
		                      db_text(follows[i].state),
		                      db_text(follows[i].note), day,
		                      db_int(f->now - DATE_DAY),
		                      db_text(DEMO_TEAM_DISPLAY)),
		            NULL, e) ||
		    !db_run(db, sql_follow_commune,
		            DB_VALUES(db_text(t.insee),
		                      db_text(follows[i].state),
		                      db_int(f->now - DATE_DAY), day),
		            NULL, e))
			return false;
	}
	return true;
}

/* A kit that results came with was used. */
static bool use_kits(void *ctx, struct db *db, struct err *e)
{
	static const char sql[] =
	    "UPDATE kit SET used_at = (SELECT c.received_at FROM commune c"
	    " WHERE c.insee = kit.insee) WHERE insee IN"
	    " (SELECT insee FROM commune WHERE received_at > 0)";

	(void)ctx;
	return db_run(db, sql, DB_NOTHING, NULL, e);
}

bool demo_fill(struct db *db, uint64_t seed, size_t communes, int64_t now,
               struct err *e)
{
	struct filling f = {
		.db = db, .seed = seed, .communes = communes, .now = now
	};
	bool ok;

	f.arena = arena_new(RULES_BYTES);
	ok = f.arena || err_set(e, "out of memory");
	ok = ok && demo_rules_read(&f.rules, demo_baseline,
	                           (size_t)(demo_baseline_end - demo_baseline),
	                           f.arena, e);
	ok = ok && demo_team_fill(db, now, e) &&
	     db_transact(db, add_communes, &f, e) && add_year(&f, e) &&
	     db_transact(db, add_follows, &f, e) &&
	     db_transact(db, use_kits, NULL, e);
	arena_free(f.arena);
	return ok;
}
