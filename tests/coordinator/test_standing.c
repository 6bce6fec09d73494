/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/demo_town.h"
#include "coordinator/filing.h"
#include "coordinator/packed.h"
#include "coordinator/retention.h"
#include "coordinator/setting.h"
#include "coordinator/threshold.h"
#include "coordinator/urgency.h"
#include "core/date.h"
#include "core/file.h"
#include "tests/coordinator/recount.h"
#include "tests/coordinator/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW   INT64_C(1795392000) /* 2026-11-22 */
#define SEED  7
#define INSEE "01001"

/* What a commune says over some months, made once. */
#define MACHINES 3
#define MONTHS   4
#define REPORTS  (MACHINES * MONTHS)

static struct {
	struct arena *arena;
	struct demo_rules rules;
	struct demo_town town;
	struct document report[REPORTS]; /* oldest first */
} given;

static int prepare(void **state)
{
	struct buf json;
	struct err e;

	(void)state;
	given.arena = arena_new(256u << 20);
	assert_non_null(given.arena);
	buf_init(&json, 4u << 20);
	assert_true(file_read(BASELINE_JSON, &json, &e));
	assert_true(demo_rules_read(&given.rules, json.data, json.len,
	                            given.arena, &e));
	buf_clear(&json);
	/* One that changes: its copies stop. */
	for (size_t i = 0; i < DEMO_TOWN_MOST; i++) {
		assert_true(demo_town_make(&given.town, SEED, i));
		if (given.town.accident && given.town.machines >= 2)
			break;
	}
	for (unsigned i = 0; i < REPORTS; i++) {
		unsigned ago = MONTHS - 1 - i / MACHINES;

		assert_true(demo_town_document(
		    &given.report[i], &given.rules, &given.town, SEED,
		    i % MACHINES, ago, NOW - (int64_t)ago * 30 * DATE_DAY + i,
		    given.arena));
	}
	return 0;
}

static int tidy(void **state)
{
	(void)state;
	arena_free(given.arena);
	return 0;
}

static void add_commune(struct db *db, const char *insee)
{
	static const char sql[] =
	    "INSERT INTO commune (insee, name, folded, department, region,"
	    " epci, epci_name, population, joined_at)"
	    " VALUES ($1, 'Exemple', 'exemple', '01', '84', '200000001',"
	    " 'CC Exemple', 500, 0)";
	struct err e;

	if (!db_run(db, sql, DB_VALUES(db_text(insee)), NULL, &e))
		fail_msg("%s", e.text);
}

static enum filing_ending put(struct db *db, const char *insee,
                              const struct document *d, int64_t at)
{
	struct filing_result result;
	struct err e;

	if (!filing_store(db, insee, d, at, &result, &e))
		fail_msg("%s", e.text);
	return result.ending;
}

/* All that a commune's standing is, as one text. */
static void describe(struct buf *out, struct db *db, const char *insee)
{
	static const char standing[] =
	    "SELECT letter, score, coverage, critical, failed, machines,"
	    " made_at, COALESCE(certificate_end, 0), version, document"
	    " FROM standing WHERE insee = $1";
	static const char finding[] =
	    "SELECT control, verdict, severity FROM finding WHERE insee = $1"
	    " ORDER BY control";
	static const char month[] =
	    "SELECT month, letter, score, machines FROM rating"
	    " WHERE insee = $1 ORDER BY month";
	static const char *const all[] = { standing, finding, month };
	static const int columns[] = { 9, 3, 4 };
	struct err e;

	for (int i = 0; i < 3; i++) {
		struct db_rows *rows =
		    db_query(db, all[i], DB_VALUES(db_text(insee)), &e);

		assert_non_null(rows);
		while (db_next(rows)) {
			for (int c = 0; c < columns[i]; c++)
				buf_fmt(out, "%s|", db_column_text(rows, c));
			if (i == 0) {
				char sum[HASH_TEXT];
				size_t len;
				const void *data =
				    db_column_bytes(rows, 9, &len);

				hash_sha256(sum, data, len);
				buf_str(out, sum);
			}
			buf_char(out, '\n');
		}
		assert_true(db_end(rows, &e));
	}
	assert_true(buf_ok(out));
}

/* The counts of the region are those of the communes' lines. */
static void check_census(struct db *db)
{
	int64_t wrong = -1;
	struct err e;

	/* A machine at work on much else must not fail the test. */
	assert_true(db_patience(db, 60000, &e));
	if (!recount_wrong(db, &wrong, &e))
		fail_msg("%s", e.text);
	assert_int_equal(wrong, 0);
}

/* xorshift64*, so that every run plays the same. */
static uint64_t dice = 88172645463325252u;

static size_t roll(size_t limit)
{
	dice ^= dice >> 12;
	dice ^= dice << 25;
	dice ^= dice >> 27;
	return (size_t)((dice * UINT64_C(2685821657736338717) >> 33) % limit);
}

static void shuffle(size_t *order, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = roll(i);
		size_t t = order[i - 1];

		order[i - 1] = order[j];
		order[j] = t;
	}
}

/*
 * Whatever comes first, twice or late, the commune stands the same. All came
 * in one month: the month's letter is that of what came in it.
 */
static void any_order(enum db_kind kind)
{
	struct db *db = store_fresh(kind);
	struct buf first, again;
	unsigned rounds = getenv("GARDE_NIGHTLY") ? 200 : 12;

	add_commune(db, INSEE);
	for (size_t i = 0; i < REPORTS; i++)
		assert_int_equal(
		    put(db, INSEE, &given.report[i], NOW + (int64_t)i),
		    FILING_TAKEN);
	buf_init(&first, 1u << 20);
	describe(&first, db, INSEE);
	check_census(db);
	for (unsigned n = 0; n < rounds; n++) {
		size_t order[REPORTS + 4];
		char insee[8];

		for (size_t i = 0; i < REPORTS + 4; i++)
			order[i] = i < REPORTS ? i : roll(REPORTS);
		shuffle(order, REPORTS + 4);
		snprintf(insee, sizeof(insee), "02%03u", n % 1000);
		add_commune(db, insee);
		for (size_t i = 0; i < REPORTS + 4; i++)
			put(db, insee, &given.report[order[i]],
			    NOW + (int64_t)i);
		buf_init(&again, 1u << 20);
		describe(&again, db, insee);
		/* Its code is in the merged document's hash alone. */
		assert_int_equal(again.len, first.len);
		assert_memory_equal(strchr(buf_text(&again), '\n'),
		                    strchr(buf_text(&first), '\n'),
		                    strlen(strchr(buf_text(&first), '\n')));
		assert_memory_equal(buf_text(&again), buf_text(&first),
		                    (size_t)(strchr(buf_text(&first), '\n') -
		                             buf_text(&first)) -
		                        (HASH_TEXT - 1));
		buf_clear(&again);
		check_census(db);
	}
	buf_clear(&first);
	store_end(db);
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	if (!db_number(db, sql, DB_NOTHING, &n, &e))
		fail_msg("%s", e.text);
	return n;
}

/* What is sent again, what contradicts it, and where nobody is. */
static void endings(enum db_kind kind)
{
	struct db *db = store_fresh(kind);
	struct filing_result one, two;
	struct document other = given.report[REPORTS - 1];
	struct err e;

	add_commune(db, INSEE);
	assert_true(
	    filing_store(db, INSEE, &given.report[REPORTS - 1], NOW, &one, &e));
	assert_int_equal(one.ending, FILING_TAKEN);
	assert_int_equal(strlen(one.number), 14);
	assert_true(filing_store(db, INSEE, &given.report[REPORTS - 1],
	                         NOW + 99, &two, &e));
	assert_int_equal(two.ending, FILING_KNOWN);
	assert_string_equal(one.number, two.number);
	assert_int_equal(two.received_at, NOW);
	other.tool.version = "9.9.9";
	assert_int_equal(put(db, INSEE, &other, NOW), FILING_OTHER);
	assert_int_equal(put(db, "99999", &other, NOW), FILING_LEFT);
	assert_true(
	    db_run(db, "UPDATE commune SET left_at = 1", DB_NOTHING, NULL, &e));
	assert_int_equal(put(db, INSEE, &given.report[0], NOW), FILING_LEFT);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM receipt"), 1);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM report"), 1);
	store_end(db);
}

/* An older report of a machine is kept, and changes nothing but the day. */
static void late(enum db_kind kind)
{
	struct db *db = store_fresh(kind);
	struct buf before, after;

	add_commune(db, INSEE);
	buf_init(&before, 1u << 20);
	buf_init(&after, 1u << 20);
	put(db, INSEE, &given.report[REPORTS - MACHINES], NOW);
	describe(&before, db, INSEE);
	assert_int_equal(put(db, INSEE, &given.report[0], NOW + 60),
	                 FILING_TAKEN);
	describe(&after, db, INSEE);
	assert_string_equal(buf_text(&before), buf_text(&after));
	assert_int_equal(number(db, "SELECT received_at FROM standing"),
	                 NOW + 60);
	assert_int_equal(number(db, "SELECT received_at FROM commune"),
	                 NOW + 60);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM report"), 2);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM machine"), 1);
	buf_clear(&before);
	buf_clear(&after);
	store_end(db);
}

/* The machines seen last count, whichever came first. */
static void many_machines(enum db_kind kind)
{
	struct db *db = store_fresh(kind);
	size_t order[STANDING_MACHINES + 5];
	size_t count = sizeof(order) / sizeof(order[0]);

	add_commune(db, INSEE);
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	shuffle(order, count);
	for (size_t i = 0; i < count; i++) {
		struct document d = given.report[0];
		struct document_machine m = d.machine[0];
		char id[32];

		snprintf(id, sizeof(id), "%016zx", order[i]);
		m.id = id;
		d.machine = &m;
		d.made_at = NOW - 1000 + (int64_t)order[i];
		/* Its findings speak of another machine, which is dropped. */
		d.findings = 3;
		put(db, INSEE, &d, NOW);
	}
	assert_int_equal(number(db, "SELECT COUNT(*) FROM machine"),
	                 STANDING_MACHINES);
	assert_int_equal(number(db, "SELECT MIN(made_at) FROM machine"),
	                 NOW - 1000 + 5);
	assert_int_equal(number(db, "SELECT machines FROM standing"),
	                 STANDING_MACHINES);
	store_end(db);
}

/* One commune's words do not become everybody's; two communes' do. */
static void titles(enum db_kind kind)
{
	static const char right[] =
	    "SELECT COUNT(*) FROM control WHERE title = 'Autre titre'";
	struct db *db = store_fresh(kind);
	struct document_finding f = {
		.id = "backup-recent",
		.verdict = VERDICT_FAIL,
		.severity = SEVERITY_CRITICAL,
		.scope = SCOPE_MACHINE,
		.title = "Vrai titre",
	};
	struct document d = given.report[0];
	struct control_names names = { 0 };
	struct err e;

	d.finding = &f;
	d.findings = 1;
	d.lang = LANG_FR;
	assert_true(control_learn(&names, db, "01001", &d, NOW, &e));
	f.title = "Autre titre";
	assert_true(control_learn(&names, db, "01002", &d, NOW, &e));
	assert_true(control_learn(&names, db, "01002", &d, NOW, &e));
	assert_int_equal(number(db, right), 0);
	assert_true(control_learn(&names, db, "01003", &d, NOW, &e));
	assert_int_equal(number(db, right), 1);
	f.title = "Other title";
	d.lang = LANG_EN;
	assert_true(control_learn(&names, db, "01004", &d, NOW, &e));
	assert_true(control_learn(&names, db, "01005", &d, NOW, &e));
	assert_int_equal(number(db, right), 1);
	store_end(db);
}

/* Names that somebody makes up end, and go when nobody has them any more. */
static void made_up(enum db_kind kind)
{
	static const char all[] = "SELECT COUNT(*) FROM control";
	struct db *db = store_fresh(kind);
	struct document d = given.report[0];
	struct document_finding f = {
		.verdict = VERDICT_FAIL,
		.severity = SEVERITY_LOW,
		.scope = SCOPE_MACHINE,
		.title = "Titre",
	};
	struct control_names names = { 0 };
	int64_t rows;
	struct err e;

	d.finding = &f;
	d.findings = 1;
	d.lang = LANG_FR;
	assert_true(db_script(db, "BEGIN", &e));
	for (int i = 0; i < CONTROL_ROWS + 50; i++) {
		char id[32];

		snprintf(id, sizeof(id), "made-up-%d", i);
		f.id = id;
		assert_true(control_learn(&names, db, "01001", &d, NOW, &e));
	}
	assert_true(db_script(db, "COMMIT", &e));
	assert_int_equal(number(db, all), CONTROL_ROWS);
	assert_true(db_script(db,
	                      "INSERT INTO finding (insee, control, verdict,"
	                      " severity, since, verdict_before, department,"
	                      " epci) VALUES"
	                      " ('01001', 'made-up-3', 'fail', 'low', 1, '',"
	                      " '01', '200000001'),"
	                      " ('01001', 'made-up-4', 'pass', 'low',"
	                      " 1795392000, 'fail', '01', '200000001'),"
	                      " ('01001', 'made-up-5', 'pass', 'low', 1, '',"
	                      " '01', '200000001')",
	                      &e));
	add_commune(db, "01001");
	assert_true(recount_fill(db, &e));
	assert_true(retention_run(db, NOW + 29 * DATE_DAY, &rows, &e));
	assert_int_equal(number(db, all), CONTROL_ROWS);
	assert_true(retention_run(db, NOW + 31 * DATE_DAY, &rows, &e));
	assert_int_equal(number(db, all), 2);
	/* One that was known yesterday, and is no more, is learnt again. */
	f.id = "late";
	assert_true(control_learn(&names, db, "01001", &d, NOW, &e));
	assert_int_equal(number(db, all), 3);
	assert_true(db_script(db, "DELETE FROM control WHERE id = 'late'", &e));
	assert_true(control_learn(&names, db, "01001", &d, NOW, &e));
	assert_int_equal(number(db, all), 2);
	assert_true(control_learn(&names, db, "01001", &d, NOW + DATE_DAY, &e));
	assert_int_equal(number(db, all), 3);
	store_end(db);
}

/* Why a commune is urgent comes and goes with the days. */
static bool refresh(void *ctx, struct db *db, struct err *e)
{
	return standing_refresh(db, *(int64_t *)ctx, e);
}

static void soon(struct db *db, const char *days, int64_t *at)
{
	struct err e;

	assert_true(setting_write(db, THRESHOLD_SOON_NAME, days, &e));
	assert_true(db_transact(db, refresh, at, &e));
}

static int certificate_of(struct db *db)
{
	int64_t urgency = number(db, "SELECT urgency FROM commune");

	return (int)(urgency_reasons(urgency) & URGENCY_CERTIFICATE);
}

static void days(enum db_kind kind)
{
	struct db *db = store_fresh(kind);
	int64_t at = NOW + 40 * DATE_DAY;
	int64_t urgency;
	struct err e;

	add_commune(db, INSEE);
	put(db, INSEE, &given.report[0], NOW);
	assert_true(db_run(db,
	                   "UPDATE standing SET letter = 'C',"
	                   " letter_before = 'B', changed_at = 1795392000,"
	                   " certificate_end = 1795392000 + 60 * 86400",
	                   DB_NOTHING, NULL, &e));
	assert_true(db_transact(db, refresh, &at, &e));
	urgency = number(db, "SELECT urgency FROM commune");
	assert_true(urgency_reasons(urgency) & URGENCY_FALLING);
	assert_true(urgency_reasons(urgency) & URGENCY_CERTIFICATE);
	/* The coordinator wants to be told later; then no threshold again. */
	soon(db, "19", &at);
	assert_int_equal(certificate_of(db), 0);
	soon(db, "20", &at);
	assert_int_equal(certificate_of(db), URGENCY_CERTIFICATE);
	soon(db, "", &at);
	assert_int_equal(certificate_of(db), URGENCY_CERTIFICATE);
	at = NOW + 95 * DATE_DAY;
	assert_true(db_transact(db, refresh, &at, &e));
	urgency = number(db, "SELECT urgency FROM commune");
	assert_false(urgency_reasons(urgency) & URGENCY_FALLING);
	assert_false(urgency_reasons(urgency) & URGENCY_CERTIFICATE);
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

ON_BOTH(any_order)
ON_BOTH(endings)
ON_BOTH(late)
ON_BOTH(many_machines)
ON_BOTH(titles)
ON_BOTH(made_up)
ON_BOTH(days)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_order_sqlite),
		cmocka_unit_test(any_order_postgresql),
		cmocka_unit_test(endings_sqlite),
		cmocka_unit_test(endings_postgresql),
		cmocka_unit_test(late_sqlite),
		cmocka_unit_test(late_postgresql),
		cmocka_unit_test(many_machines_sqlite),
		cmocka_unit_test(many_machines_postgresql),
		cmocka_unit_test(titles_sqlite),
		cmocka_unit_test(titles_postgresql),
		cmocka_unit_test(made_up_sqlite),
		cmocka_unit_test(made_up_postgresql),
		cmocka_unit_test(days_sqlite),
		cmocka_unit_test(days_postgresql),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
