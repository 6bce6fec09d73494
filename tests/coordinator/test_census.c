/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pages count is at all times what the communes' rows add up to,
 * whatever came in, left, moved or was forgotten.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/census.h"
#include "coordinator/enrolment.h"
#include "coordinator/filing.h"
#include "coordinator/partition.h"
#include "coordinator/retention.h"
#include "core/date.h"
#include "tests/coordinator/recount.h"
#include "tests/coordinator/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW      INT64_C(1795392000) /* 2026-11-22 */
#define COMMUNES 6
#define CONTROLS 7
#define MACHINES 3

/* xorshift64*, so that every run plays the same. */
static uint64_t dice;

static unsigned roll(unsigned limit)
{
	dice ^= dice >> 12;
	dice ^= dice << 25;
	dice ^= dice >> 27;
	return (unsigned)((dice * UINT64_C(2685821657736338717) >> 33) % limit);
}

static void insee_of(char out[8], unsigned commune)
{
	snprintf(out, 8, "01%03u", commune % 1000 + 1);
}

static void check(struct db *db, const char *after)
{
	int64_t wrong = -1;
	struct err e;

	if (!recount_wrong(db, &wrong, &e))
		fail_msg("%s: %s", after, e.text);
	if (wrong != 0)
		fail_msg("after %s %d counts are wrong", after, (int)wrong);
}

/* It comes, comes again, or has moved: two départements, three EPCI. */
static void enrol(struct db *db, unsigned commune, int64_t now)
{
	static const char *const departments[] = { "01", "38" };
	static const char *const epcis[] = { "", "200000001", "200000002" };
	char insee[8];
	const struct gazetteer_commune g = {
		.insee = insee,
		.name = "Exemple",
		.siren = "",
		.department = departments[roll(2)],
		.department_name = "",
		.region = "84",
		.epci = epcis[roll(3)],
		.epci_name = "CC Exemple",
		.postal = "01000",
		.population = 400,
	};
	const struct roster_commune c = {
		.commune = &g, .site = "", .mail = "", .phone = ""
	};
	struct err e;

	insee_of(insee, commune);
	if (!enrolment_write(db, &c, 1, now, &e))
		fail_msg("%s", e.text);
}

/* A machine of the commune says something about some controls. */
static void report(struct db *db, unsigned commune, int64_t now)
{
	static const enum verdict verdicts[] = { VERDICT_PASS, VERDICT_PASS,
		                                 VERDICT_FAIL, VERDICT_FAIL,
		                                 VERDICT_UNKNOWN };
	struct document_finding finding[CONTROLS];
	char id[CONTROLS][16];
	char machine[24];
	struct document_machine m = { .id = machine,
		                      .label = "Poste",
		                      .system = "Debian GNU/Linux 12",
		                      .seen_at = now };
	struct document d = {
		.subject = "machine",
		.made_at = now - roll(40) * DATE_DAY,
		.tool = { "garde", "0.1.0" },
		.baseline = { "communes", "1", now },
		.formula = 1,
		.machine = &m,
		.machines = 1,
		.finding = finding,
	};
	struct filing_result result;
	char insee[8];
	struct err e;

	insee_of(insee, commune);
	snprintf(machine, sizeof(machine), "%016x", roll(MACHINES));
	for (unsigned i = 0; i < CONTROLS; i++) {
		if (roll(5) == 0)
			continue;
		snprintf(id[i], sizeof(id[i]), "control-%u", i);
		finding[d.findings++] = (struct document_finding){
			.id = id[i],
			.verdict = verdicts[roll(5)],
			.severity = roll(2) ? SEVERITY_CRITICAL : SEVERITY_LOW,
			.scope = roll(2) ? SCOPE_MACHINE : SCOPE_COMMUNE,
			.title = "Un point",
			.detail = "",
			.why = "",
			.remedy = "",
		};
	}
	if (!filing_store(db, insee, &d, now, &result, &e))
		fail_msg("%s", e.text);
}

static void leave(struct db *db, unsigned commune, int64_t now)
{
	char insee[8];
	bool found;
	struct err e;

	insee_of(insee, commune);
	if (!retention_leave(db, insee, now, &found, &e))
		fail_msg("%s", e.text);
}

/* The daily work; another service has counted all there is so far. */
static void forget(struct db *db, int64_t now)
{
	int64_t rows;
	struct err e;

	if (!census_fold(db, &e) || !db_script(db,
	                                       "UPDATE prevalence SET part = 7;"
	                                       "UPDATE tally SET part = 7",
	                                       &e))
		fail_msg("%s", e.text);
	if (!retention_run(db, now, &rows, &e))
		fail_msg("%s", e.text);
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	if (!db_number(db, sql, DB_NOTHING, &n, &e))
		fail_msg("%s", e.text);
	return n;
}

/* What was seen on the way, so that a loop of nothing does not pass. */
struct seen {
	int64_t failing;
	int64_t settled;
	int64_t letters;
};

static void look(struct seen *s, struct db *db)
{
	s->failing += number(db, "SELECT SUM(failing) FROM prevalence");
	s->settled += number(db, "SELECT SUM(settled) FROM prevalence");
	s->letters += number(db, "SELECT SUM(a + b + c + d + e + unrated)"
	                         " FROM tally");
}

static int64_t play(struct db *db, unsigned steps, struct seen *s)
{
	int64_t now = NOW;
	struct err e;

	for (unsigned i = 0; i < COMMUNES; i++)
		enrol(db, i, now);
	for (unsigned i = 0; i < steps; i++) {
		unsigned what = roll(20);

		now += roll(20) * DATE_DAY + 1;
		if (!partition_prepare(db, now, &e))
			fail_msg("%s", e.text);
		if (what < 14)
			report(db, roll(COMMUNES), now);
		else if (what < 17)
			enrol(db, roll(COMMUNES), now);
		else if (what < 18)
			leave(db, roll(COMMUNES), now);
		else
			forget(db, now);
		check(db, what < 14   ? "a report"
		          : what < 17 ? "a move"
		          : what < 18 ? "a departure"
		                      : "the daily work");
		if (i % 16 == 0)
			look(s, db);
	}
	return now;
}

static void counts_hold(enum db_kind kind)
{
	unsigned rounds = getenv("GARDE_NIGHTLY") ? 40 : 1;

	for (unsigned round = 1; round <= rounds; round++) {
		struct db *db = store_fresh(kind);
		struct seen s = { 0 };
		int64_t now;
		struct err e;

		assert_true(db_patience(db, 60000, &e));
		dice = 88172645463325252u + round;
		now = play(db, 150, &s);
		assert_true(s.failing > 0 && s.settled > 0 && s.letters > 0);
		/* Once all is forgotten, nothing is counted. */
		forget(db, now + 2000 * DATE_DAY);
		check(db, "years");
		assert_true(census_fold(db, &e));
		check(db, "a fold");
		assert_int_equal(number(db, "SELECT COUNT(*) FROM prevalence"
		                            " WHERE part <> 0 OR failing <> 0"
		                            " OR settled <> 0"),
		                 0);
		assert_int_equal(number(db, "SELECT SUM(failing + settled)"
		                            " FROM prevalence"),
		                 0);
		store_end(db);
	}
}

/* What was settled a year ago is told no longer, and fails no more. */
static void settled_for_a_year(enum db_kind kind)
{
	static const char finding[] =
	    "INSERT INTO finding (insee, control, verdict, severity, since,"
	    " verdict_before, department, epci) SELECT insee, 'control-1',"
	    " 'pass', 'high', $1, 'fail', department, epci FROM commune";
	static const char settled[] = "SELECT SUM(settled) FROM prevalence";
	struct db *db = store_fresh(kind);
	struct err e;

	enrol(db, 0, NOW);
	assert_true(db_run(db, finding, DB_VALUES(db_int(NOW)), NULL, &e));
	assert_true(recount_fill(db, &e));
	forget(db, NOW + RETENTION_SETTLED * DATE_DAY);
	assert_int_equal(number(db, settled), 1);
	forget(db, NOW + RETENTION_SETTLED * DATE_DAY + 1);
	assert_int_equal(number(db, settled), 0);
	check(db, "a year");
	assert_int_equal(number(db, "SELECT COUNT(*) FROM finding"
	                            " WHERE verdict = 'pass'"),
	                 1);
	store_end(db);
}

static bool count_much(void *ctx, struct db *db, struct err *e)
{
	const struct census_place place = { "01", "200000001" };
	const struct census_state none = { false, false };
	const struct census_state failing = { true, false };
	struct census c = { .lines = 0 };

	(void)ctx;
	for (unsigned i = 0; i < 5 * CENSUS_LINES; i++) {
		char control[CENSUS_CONTROL];

		snprintf(control, sizeof(control), "control-%u",
		         i % (2 * CENSUS_LINES));
		if (!census_finding(&c, db, &place, control, none, failing,
		                    e) ||
		    !census_letter(&c, db, &place, 24000 + i % 3,
		                   i % 2 ? "A" : NULL, "B", e))
			return false;
	}
	return census_write(&c, db, e);
}

/* More at once than there is room for is counted all the same. */
static void more_than_fits(enum db_kind kind)
{
	struct db *db = store_fresh(kind);
	struct err e;

	if (!db_transact(db, count_much, NULL, &e))
		fail_msg("%s", e.text);
	assert_int_equal(number(db, "SELECT SUM(failing) FROM prevalence"),
	                 5 * CENSUS_LINES);
	assert_int_equal(number(db, "SELECT SUM(b) FROM tally"),
	                 5 * CENSUS_LINES);
	assert_int_equal(number(db, "SELECT SUM(a) FROM tally"),
	                 -5 * CENSUS_LINES / 2);
	store_end(db);
}

/* Two services in the same EPCI at once. */
struct service {
	int64_t part;
	struct db *other; /* where another is at work meanwhile */
	int64_t other_part;
	unsigned tries;
};

static bool count_one(void *ctx, struct db *db, struct err *e)
{
	const struct census_place place = { "01", "200000001" };
	const struct census_state none = { false, false };
	const struct census_state failing = { true, false };
	struct service *s = ctx;
	struct service other = { .part = s->other_part };
	struct census c = { .part = s->part };

	s->tries++;
	return census_letter(&c, db, &place, 24000, NULL, "A", e) &&
	       census_finding(&c, db, &place, "control-1", none, failing, e) &&
	       census_write(&c, db, e) &&
	       (!s->other || db_transact(s->other, count_one, &other, e));
}

static void services_do_not_wait_for_each_other(void **state)
{
	struct db *db = store_fresh(DB_POSTGRESQL);
	struct service s = { 0 };
	int64_t part;
	struct err e;

	(void)state;
	assert_true(census_part(db, &s.part, &e));
	assert_true(census_part(db, &s.other_part, &e));
	assert_true(s.part > 0 && s.part != s.other_part);
	s.other = db_open(store_where(), &e);
	assert_non_null(s.other);
	for (int i = 0; i < 3; i++)
		if (!db_transact(db, count_one, &s, &e))
			fail_msg("%s", e.text);
	assert_int_equal(s.tries, 3);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM prevalence"), 2);
	assert_true(census_fold(db, &e));
	assert_int_equal(number(db, "SELECT COUNT(*) FROM prevalence "), 1);
	assert_int_equal(number(db, "SELECT SUM(failing) FROM prevalence"), 6);
	assert_int_equal(number(db, "SELECT SUM(a) FROM tally"), 6);
	db_close(s.other);
	store_end(db);
	db = store_fresh(DB_SQLITE);
	assert_true(census_part(db, &part, &e));
	assert_int_equal(part, 0);
	store_end(db);
}

#define ON_BOTH(name)                               \
	static void name##_sqlite(void **state)     \
	{                                           \
		(void)state;                        \
		name(DB_SQLITE);                    \
	}                                           \
	static void name##_postgresql(void **state) \
	{                                           \
		(void)state;                        \
		name(DB_POSTGRESQL);                \
	}

ON_BOTH(counts_hold)
ON_BOTH(settled_for_a_year)
ON_BOTH(more_than_fits)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_hold_sqlite),
		cmocka_unit_test(counts_hold_postgresql),
		cmocka_unit_test(settled_for_a_year_sqlite),
		cmocka_unit_test(settled_for_a_year_postgresql),
		cmocka_unit_test(more_than_fits_sqlite),
		cmocka_unit_test(more_than_fits_postgresql),
		cmocka_unit_test(services_do_not_wait_for_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
