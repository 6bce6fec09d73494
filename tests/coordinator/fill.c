/* SPDX-License-Identifier: Apache-2.0 */
#include "fill.h"

#include "coordinator/partition.h"
#include "tests/coordinator/recount.h"

#define FILL_PATIENCE 5000 /* ms that statements may take afterwards */

/* The numbers 0..$1 - 1, and what is made of them. */
#define NUMBERS                                                      \
	"WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL" \
	" SELECT i + 1 FROM n WHERE i < CAST($1 AS BIGINT) - 1) "
#define ALSO                                                         \
	"WITH RECURSIVE n(j) AS (SELECT CAST(0 AS BIGINT) UNION ALL" \
	" SELECT j + 1 FROM n WHERE j < CAST($1 AS BIGINT) - 1) "

/*
 * A parameter of bytes cannot be cast the same way everywhere: it waits in a
 * row of its own, which is gone at the end.
 */
#define BYTES "(SELECT b.document FROM machine b WHERE b.insee = 'fill')"
static const char begin[] =
    "INSERT INTO machine (insee, machine, label, system, arrived_at, made_at,"
    " received_at, document) VALUES ('fill', 'fill', '', '', 0, 0, 0, $1)";
static const char end[] = "DELETE FROM machine WHERE insee = 'fill'";

/* A number of two digits. */
#define PAD2(n) \
	"SUBSTR('00' || CAST(" n " AS TEXT), LENGTH(CAST(" n " AS TEXT)) + 1)"
#define PAD3(n) \
	"SUBSTR('000' || CAST(" n " AS TEXT), LENGTH(CAST(" n " AS TEXT)) + 1)"
#define DEPARTMENT PAD2("(n.i / 380 + 1)")
#define INSEE      DEPARTMENT " || " PAD3("(n.i % 380 + 1)")

/* 100 is shared out as: 8 never, 12 long ago, 80 within a month. */
#define LUCK(n) "((" n " * 7919 + 13) % 100)"
#define LETTER(n)                                                            \
	"CASE WHEN (" n ") % 20 < 2 THEN 'A' WHEN (" n ") % 20 < 7 THEN 'B'" \
	" WHEN (" n ") % 20 < 13 THEN 'C' WHEN (" n ") % 20 < 17 THEN 'D'"   \
	" WHEN (" n ") % 20 < 19 THEN 'E' ELSE '' END"

/* A critical control that fails is no A and no B. */
#define STANDING_LETTER \
	"CASE WHEN n.i % 9 = 0 THEN 'D' ELSE " LETTER("n.i") " END"

#define NOW_LETTER    STANDING_LETTER
#define PAST_LETTER   LETTER("n.i + 3")
#define RATING_LETTER LETTER("c.population + n.j")
#define CHANCE        LUCK("n.i")

static const char communes[] = NUMBERS
    "INSERT INTO commune (insee, name, folded, siren, department, region,"
    " epci, epci_name, population, site, mail, phone, joined_at, letter,"
    " urgency, received_at)"
    " SELECT " INSEE ", 'Saint-Éloi-' || CAST(n.i AS TEXT),"
    " 'saint eloi ' || CAST(n.i AS TEXT) || ' ' || " INSEE ", NULL, " DEPARTMENT
    ", '84', CAST(200000000 + n.i / 28 AS TEXT),"
    " 'Communauté de communes ' || CAST(n.i / 28 AS TEXT),"
    " 40 + (n.i * 331) % 4000, 'www.saint-eloi.example', 'saint-eloi.example',"
    " '04 00 00 00 00', CAST($2 AS BIGINT) - 86400 * 800, '', 0, 0 FROM n";

/* Those that sent something: urgency is points and reasons, see urgency.h. */
static const char standings[] = NUMBERS
    "INSERT INTO standing (insee, letter, score, coverage, critical, failed,"
    " machines, received_at, made_at, changed_at, letter_before,"
    " certificate_end, version, document)"
    " SELECT " INSEE ", " NOW_LETTER ", 4000 + (n.i * 17) % 6000, 9000,"
    " CASE WHEN n.i % 9 = 0 THEN 1 + n.i % 3 ELSE 0 END, n.i % 12,"
    " CAST($3 AS BIGINT),"
    " CAST($2 AS BIGINT) - 3600 - CASE WHEN " CHANCE " < 20"
    " THEN 86400 * (200 + n.i % 100) ELSE 86400 * (n.i % 30) END,"
    " CAST($2 AS BIGINT) - 7200, CAST($2 AS BIGINT) - 86400 * (n.i % 300),"
    " " PAST_LETTER ","
    " CASE WHEN n.i % 40 = 1 THEN CAST($2 AS BIGINT) + 86400 * (n.i % 28)"
    " ELSE NULL END, '1.0', " BYTES " FROM n WHERE " CHANCE " >= 8";

static const char summaries[] =
    "UPDATE commune AS c SET letter = s.letter, received_at = s.received_at,"
    " certificate_end = s.certificate_end,"
    " urgency = s.critical * 1600 + CASE WHEN s.critical > 0 THEN 1 ELSE 0 END"
    " + CASE WHEN s.certificate_end IS NULL THEN 0 ELSE 964 END"
    " FROM standing s WHERE s.insee = c.insee";

static const char controls[] =
    ALSO "INSERT INTO control (id, title, severity, seen_at)"
	 " SELECT 'control-' || CAST(n.j AS TEXT),"
	 " 'Le point ' || CAST(n.j AS TEXT) || ' n’est pas en ordre',"
	 " CASE WHEN n.j % 5 = 0 THEN 'critical' ELSE 'medium' END,"
	 " CAST($2 AS BIGINT) FROM n";

static const char findings[] =
    ALSO "INSERT INTO finding (insee, control, verdict, severity, since,"
	 " verdict_before, department, epci)"
	 " SELECT c.insee, 'control-' || CAST(n.j AS TEXT),"
	 " CASE WHEN (c.population * 31 + n.j * 17) % 50 < n.j THEN 'pass'"
	 " WHEN (c.population + n.j) % 3 = 0 THEN 'fail'"
	 " WHEN (c.population + n.j) % 3 = 1 THEN 'unknown' ELSE 'pass' END,"
	 " CASE WHEN n.j % 5 = 0 THEN 'critical' ELSE 'medium' END,"
	 " CAST($2 AS BIGINT) - 86400 * ((c.population + n.j) % 500),"
	 " CASE WHEN (c.population + n.j) % 7 = 0"
	 " AND (c.population + n.j) % 500 < 365 THEN 'fail' ELSE '' END,"
	 " c.department, c.epci FROM commune c, n WHERE c.received_at > 0";

static const char machines[] = ALSO
    "INSERT INTO machine (insee, machine, label, system, arrived_at, made_at,"
    " received_at, document) SELECT c.insee, 'machine-' || CAST(n.j AS TEXT),"
    " 'Poste ' || CAST(n.j + 1 AS TEXT), 'Windows 11 Pro 24H2',"
    " c.received_at, c.received_at - 60, c.received_at, " BYTES ""
    " FROM commune c, n WHERE c.received_at > 0";

static const char ratings[] = ALSO
    "INSERT INTO rating (insee, month, letter, score, coverage, critical,"
    " machines) SELECT c.insee, CAST($2 AS BIGINT) + n.j, " RATING_LETTER ","
    " 5000, 9000, 0, 1 FROM commune c, n WHERE c.received_at > 0";

/* A week is 604,800 seconds; $3 the month of each, taken as a twelfth year. */
static const char reports[] = ALSO
    "INSERT INTO report (insee, month, hash, machine, made_at, received_at,"
    " document) SELECT c.insee, CAST($2 AS BIGINT) - n.j * 12 / 52,"
    " 'hash-' || CAST(n.j AS TEXT), 'machine-0',"
    " CAST($3 AS BIGINT) - 604800 * n.j, CAST($3 AS BIGINT) - 604800 * n.j,"
    " " BYTES " FROM commune c, n WHERE c.received_at > 0";
static const char receipts[] = ALSO
    "INSERT INTO receipt (insee, hash, number, machine, made_at, received_at,"
    " kit, way) SELECT c.insee, 'hash-' || CAST(n.j AS TEXT),"
    " '0000-' || CAST(n.j AS TEXT), 'machine-0',"
    " CAST($2 AS BIGINT) - 604800 * n.j, CAST($2 AS BIGINT) - 604800 * n.j,"
    " c.insee || '-kit', 'https' FROM commune c, n WHERE c.received_at > 0";

static const char accounts[] =
    "INSERT INTO account (name, display, role, password, totp, totp_step,"
    " made_at, lang) VALUES"
    " ('chef', 'Camille', 'administrator', '', '', 0, 0, 'fr'),"
    " ('ain', 'Dominique', 'adviser', '', '', 0, 0, 'fr'),"
    " ('pays', 'Claude', 'reader', '', '', 0, 0, 'fr')";
static const char scopes[] =
    "INSERT INTO scope (account, kind, code) VALUES ('chef', 'all', ''),"
    " ('ain', 'department', '01'), ('pays', 'epci', '200000001')";

/* n rows for each commune; none when n is 0. */
static bool each(struct db *db, const char *sql, const struct db_value *value,
                 size_t values, struct err *e)
{
	return value[0].integer == 0 || db_run(db, sql, value, values, NULL, e);
}

bool fill_store(struct db *db, const struct fill *f, struct err *e)
{
	static const char zero[FILL_DOCUMENT];
	struct db_value document = db_bytes(zero, sizeof(zero));
	int64_t month = partition_month(f->now);

	return db_patience(db, 0, e) && partition_prepare(db, f->now, e) &&
	       db_run(db, begin, DB_VALUES(document), NULL, e) &&
	       db_run(db, accounts, DB_NOTHING, NULL, e) &&
	       db_run(db, scopes, DB_NOTHING, NULL, e) &&
	       each(db, communes,
	            DB_VALUES(db_int(f->communes), db_int(f->now)), e) &&
	       each(db, standings,
	            DB_VALUES(db_int(f->communes), db_int(f->now),
	                      db_int(f->machines)),
	            e) &&
	       db_run(db, summaries, DB_NOTHING, NULL, e) &&
	       each(db, controls,
	            DB_VALUES(db_int(f->controls), db_int(f->now)), e) &&
	       each(db, findings,
	            DB_VALUES(db_int(f->controls), db_int(f->now)), e) &&
	       each(db, machines, DB_VALUES(db_int(f->machines)), e) &&
	       each(db, ratings,
	            DB_VALUES(db_int(f->months), db_int(month - f->months + 1)),
	            e) &&
	       recount_fill(db, e) &&
	       each(db, reports,
	            DB_VALUES(db_int(f->weeks), db_int(month), db_int(f->now)),
	            e) &&
	       each(db, receipts, DB_VALUES(db_int(f->weeks), db_int(f->now)),
	            e) &&
	       db_run(db, end, DB_NOTHING, NULL, e) &&
	       db_patience(db, FILL_PATIENCE, e);
}
