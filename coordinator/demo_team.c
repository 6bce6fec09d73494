/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/demo_team.h"

#include "coordinator/demo.h"
#include "coordinator/member.h"
#include "coordinator/password.h"
#include "coordinator/setting.h"
#include "core/date.h"
#include "core/random.h"

#include <stdio.h>

#define HOUR 3600

static const char *const settings[][2] = {
	{ "name", "Syndicat numérique de l’Exemple" },
	{ "address", "1 place de la Mairie, 00000 Exemple" },
	{ "phone", "01 99 00 00 00" },
	{ "email", "aide@exemple.fr" },
};

/* Who has no EPCI sees all. */
static const struct {
	const char *name;
	const char *display;
	enum role role;
	const char *epci;
	bool invited; /* and has not come yet */
} people[] = {
	{ DEMO_ACCOUNT, "Visite", ROLE_ADMINISTRATOR, NULL, false },
	{ "camille.exemple", DEMO_TEAM_DISPLAY, ROLE_ADVISER, NULL, false },
	{ "dominique.exemple", "Dominique Exemple", ROLE_ADVISER, "000000001",
	  false },
	{ "sacha.exemple", "Sacha Exemple", ROLE_READER, NULL, true },
};

static const struct {
	int64_t ago; /* seconds */
	const char *account;
	const char *action;
	const char *insee;
	const char *detail;
} deeds[] = {
	{ 75 * HOUR, DEMO_ACCOUNT, "team-invited", "", "sacha.exemple" },
	{ 51 * HOUR, "camille.exemple", "sign-in", "", "" },
	{ 50 * HOUR, "camille.exemple", "read", "00005", "" },
	{ 49 * HOUR, "camille.exemple", "followup", "00005", "call" },
	{ 27 * HOUR, "dominique.exemple", "sign-in-refused", "", "" },
	{ 26 * HOUR, "dominique.exemple", "sign-in", "", "" },
	{ 25 * HOUR, "dominique.exemple", "import", "00001", "" },
	{ 24 * HOUR, "camille.exemple", "followup", "00012", "underway" },
};

static const struct {
	int64_t ago;
	const char *name;
	int64_t status;
	const char *insee;
} imports[] = {
	{ 25 * HOUR, "commune-00001-2026.garde", 201, "00001" },
	{ 25 * HOUR, "photo-de-la-mairie.jpg", 400, "" },
};

/* A password that nobody ever knew, and a telephone that opens with no key. */
static bool lock(struct db *db, const char *name, const char *stored,
                 struct err *e)
{
	return member_set_password(db, name, stored, e) &&
	       member_set_totp(db, name, "invented", 0, e);
}

static bool add_people(struct db *db, int64_t now, struct err *e)
{
	char stored[PASSWORD_TEXT], seed[RANDOM_TOKEN];

	if (!random_token(seed, e) || !password_make(stored, seed, e))
		return false;
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		const struct member m = { .name = people[i].name,
			                  .display = people[i].display,
			                  .role = people[i].role,
			                  .made_at = now,
			                  .lang = LANG_FR };
		const struct member_scope part = {
			.kind = people[i].epci ? "epci" : "all",
			.code = people[i].epci ? people[i].epci : ""
		};
		bool made;

		if (!member_make(db, &m, &made, e) ||
		    !member_limit(db, m.name, m.role, &part, 1, e) ||
		    (!people[i].invited && !lock(db, m.name, stored, e)))
			return false;
	}
	return true;
}

static bool add_deeds(struct db *db, int64_t now, struct err *e)
{
	static const char deed[] =
	    "INSERT INTO audit (insee, at, id, account, action, detail,"
	    " address) VALUES ($1, $2, $3, $4, $5, $6, '192.0.2.7')";
	static const char import[] =
	    "INSERT INTO import (at, id, account, name, status, insee, number)"
	    " VALUES ($1, $2, 'dominique.exemple', $3, $4, $5, '')";
	char id[24];

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		snprintf(id, sizeof(id), "demo-%zu", i);
		if (!db_run(db, deed,
		            DB_VALUES(db_text(deeds[i].insee),
		                      db_int(now - deeds[i].ago), db_text(id),
		                      db_text(deeds[i].account),
		                      db_text(deeds[i].action),
		                      db_text(deeds[i].detail)),
		            NULL, e))
			return false;
	}
	for (size_t i = 0; i < sizeof(imports) / sizeof(imports[0]); i++) {
		snprintf(id, sizeof(id), "demo-%zu", i);
		if (!db_run(db, import,
		            DB_VALUES(db_int(now - imports[i].ago), db_text(id),
		                      db_text(imports[i].name),
		                      db_int(imports[i].status),
		                      db_text(imports[i].insee)),
		            NULL, e))
			return false;
	}
	return true;
}

bool demo_team_fill(struct db *db, int64_t now, struct err *e)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (!setting_write(db, settings[i][0], settings[i][1], e))
			return false;
	return add_people(db, now, e) && add_deeds(db, now, e);
}
