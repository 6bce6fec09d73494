/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/demo.h"
#include "client.h"
#include "recount.h"
#include "store.h"

#define NOW INT64_C(1795392000) /* 2026-11-22 */

static int64_t count(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	if (!db_number(db, sql, DB_NOTHING, &n, &e))
		fail_msg("%s: %s", sql, e.text);
	return n;
}

/* Each page has something to show. */
static void a_region_has_a_year_behind_it(void **state)
{
	struct db *db = store_fresh(DB_SQLITE);
	int64_t wrong = -1;
	struct err e;

	(void)state;
	/* As the command does: what is thrown away need not be on disk. */
	if (!db_script(db, "PRAGMA synchronous = OFF", &e) ||
	    !demo_fill(db, 1, DEMO_COMMUNES, NOW, &e))
		fail_msg("%s", e.text);
	assert_int_equal(count(db, "SELECT COUNT(*) FROM commune"),
	                 DEMO_COMMUNES);
	assert_true(count(db, "SELECT COUNT(*) FROM standing") > 60);
	assert_true(count(db, "SELECT COUNT(DISTINCT month) FROM rating") >=
	            DEMO_MONTHS);
	assert_true(count(db, "SELECT COUNT(DISTINCT letter) FROM standing") >=
	            5);
	assert_true(count(db, "SELECT COUNT(*) FROM commune "
	                      "WHERE received_at = 0") >= 3);
	assert_true(
	    count(db, "SELECT COUNT(*) FROM commune WHERE urgency > 0") >= 5);
	assert_true(count(db, "SELECT COUNT(*) FROM finding "
	                      "WHERE verdict_before <> ''") > 20);
	assert_true(count(db, "SELECT COUNT(*) FROM followup") >= 4);
	/* Kits were used where results came in, and nowhere else. */
	assert_int_equal(
	    count(db, "SELECT COUNT(*) FROM kit WHERE used_at > 0"),
	    count(db, "SELECT COUNT(*) FROM commune"
	              " WHERE received_at > 0"));
	assert_true(count(db, "SELECT SUM(a + b + c + d + e) FROM tally") >
	            100);
	assert_true(recount_wrong(db, &wrong, &e));
	assert_int_equal(wrong, 0);
	/* Each tab of the kits has some, and the team is at work. */
	assert_true(count(db, "SELECT COUNT(*) FROM commune c WHERE NOT EXISTS"
	                      " (SELECT 1 FROM kit k WHERE k.insee = c.insee"
	                      " AND k.expires > 1795392000)") > 3);
	assert_true(count(db, "SELECT COUNT(*) FROM kit WHERE expires BETWEEN"
	                      " 1795392000 AND 1800576000") > 3);
	assert_int_equal(count(db, "SELECT COUNT(*) FROM account"
	                           " WHERE password = '' AND totp = ''"),
	                 1);
	assert_int_equal(count(db, "SELECT COUNT(*) FROM account"
	                           " WHERE name = 'visite' AND password <> ''"
	                           " AND totp <> ''"),
	                 1);
	assert_true(count(db, "SELECT COUNT(*) FROM audit") > 5);
	store_end(db);
}

/* Of several machines the page says which. */
static void machines_are_named_beside_what_they_lack(struct db *db)
{
	char target[40] = "/communes/";
	struct client c;
	struct db_rows *rows;
	struct err e;

	rows =
	    db_query(db, "SELECT MIN(insee) FROM standing WHERE machines > 1",
	             DB_NOTHING, &e);
	assert_non_null(rows);
	assert_true(db_next(rows));
	strncat(target, db_column_text(rows, 0), 8);
	assert_true(db_end(rows, &e));
	client_init(&c, db);
	c.account = DEMO_ACCOUNT;
	c.now = NOW;
	assert_int_equal(client_get(&c, target), 200);
	assert_true(client_has(&c, "</time>. Sur\u00a0: Poste "));
	/* Who left comes in again. */
	c.service.demo = true;
	c.role = ROLE_NOBODY;
	c.account = "";
	assert_int_equal(client_get(&c, "/connexion"), 200);
	assert_true(client_has(&c, "href=\"/demo\""));
	c.service.demo = false;
	assert_int_equal(client_get(&c, "/connexion"), 200);
	assert_false(client_has(&c, "href=\"/demo\""));
	client_clear(&c);
}

static void a_small_one_fits_postgresql_too(void **state)
{
	struct db *db = store_fresh(DB_POSTGRESQL);
	struct err e;

	(void)state;
	if (!demo_fill(db, 2, 6, NOW, &e))
		fail_msg("%s", e.text);
	assert_int_equal(count(db, "SELECT COUNT(*) FROM commune"), 6);
	assert_true(count(db, "SELECT COUNT(*) FROM rating") > 6);
	machines_are_named_beside_what_they_lack(db);
	store_end(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_region_has_a_year_behind_it),
		cmocka_unit_test(a_small_one_fits_postgresql_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
