/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_REGION_H
#define TESTS_COORDINATOR_REGION_H

#include "coordinator/db.h"
#include "coordinator/member.h"
#include "coordinator/packed.h"
#include "core/date.h"
#include "core/hash.h"
#include "tests/coordinator/recount.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/*
 * An invented region with rows in every table, whose every text names its
 * commune by a word that stands nowhere else: a mark. Communes, EPCIs that
 * straddle districts, accounts and their scopes are drawn by lot.
 */
#define REGION_COMMUNES 18
#define REGION_ACCOUNTS 6
#define REGION_CONTROLS 3
#define REGION_EPCIS    5

enum region_mark {
	REGION_INSEE,
	REGION_NAME,
	REGION_NOTE,  /* of the follow-up */
	REGION_WORDS, /* of its document */
	REGION_LABEL, /* of a machine */
	REGION_HOST,  /* its site and mail */
	REGION_MARKS
};

struct region_commune {
	char mark[REGION_MARKS][24];
	char department[4];
	char epci[12];
	char epci_name[24]; /* a mark of all that are in it */
};

struct region_account {
	char name[16];
	enum role role;
	struct member_scope scope[3];
	char code[3][12];
	size_t scopes;
};

struct region {
	uint64_t dice;
	char epci[REGION_EPCIS][24]; /* their names */
	struct region_commune commune[REGION_COMMUNES];
	size_t communes;
	struct region_account account[REGION_ACCOUNTS];
	size_t accounts;
};

static const char *const region_control[REGION_CONTROLS] = {
	"backup-exists", "mail-spf", "system-supported"
};

/* SplitMix64: a lot that is the same for the same seed. */
static inline uint64_t region_dice(struct region *g)
{
	uint64_t z = g->dice += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline bool region_sees(const struct region_account *who,
                               const struct region_commune *c)
{
	for (size_t i = 0; i < who->scopes; i++)
		if (strcmp(who->scope[i].kind, "all") == 0 ||
		    (strcmp(who->scope[i].kind, "department") == 0 &&
		     strcmp(who->code[i], c->department) == 0) ||
		    (strcmp(who->scope[i].kind, "epci") == 0 &&
		     strcmp(who->code[i], c->epci) == 0))
			return true;
	return false;
}

/* Whether an account sees any commune of the EPCI that c is in. */
static inline bool region_sees_epci(const struct region *g,
                                    const struct region_account *who,
                                    const struct region_commune *c)
{
	for (size_t i = 0; i < g->communes; i++)
		if (strcmp(g->commune[i].epci, c->epci) == 0 &&
		    region_sees(who, &g->commune[i]))
			return true;
	return false;
}

/* A commune that an account sees, or does not; any when there is none. */
static inline const struct region_commune *
region_some(struct region *g, const struct region_account *who, bool inside)
{
	size_t first = region_dice(g) % g->communes;

	for (size_t i = 0; i < g->communes; i++) {
		const struct region_commune *c =
		    &g->commune[(first + i) % g->communes];

		if (region_sees(who, c) == inside)
			return c;
	}
	return &g->commune[first];
}

/* A word of letters that stands nowhere else. */
static inline void region_word(struct region *g, char out[24],
                               const char *begin)
{
	char end[9];

	for (size_t i = 0; i < 8; i++)
		end[i] = (char)('a' + region_dice(g) % 26);
	end[8] = '\0';
	snprintf(out, 24, "%s%s", begin, end);
}

static inline void region_run(struct db *db, const char *sql,
                              const struct db_value *value, size_t values)
{
	struct err e;

	if (!db_run(db, sql, value, values, NULL, &e))
		fail_msg("%s: %s", sql, e.text);
}

/* A document that has the words of the commune wherever words can be. */
static inline void region_document(struct buf *out,
                                   const struct region_commune *c, int64_t now)
{
	const char *who[] = { "clerk" };
	struct document_finding finding[REGION_CONTROLS];
	struct document_machine machine = { .id = "00aa11bb22cc33dd",
		                            .label = c->mark[REGION_LABEL],
		                            .system = "Debian GNU/Linux 12",
		                            .seen_at = now };
	struct document d = {
		.subject = "commune",
		.made_at = now,
		.tool = { "garde", "0.1.0" },
		.baseline = { "communes", "1", now },
		.formula = 1,
		.commune = { c->mark[REGION_INSEE], c->mark[REGION_NAME] },
		.machine = &machine,
		.machines = 1,
		.rating = { .letter = 'D', .score = 40, .coverage = 90 },
		.finding = finding,
		.findings = REGION_CONTROLS
	};
	struct err e;

	for (size_t i = 0; i < REGION_CONTROLS; i++)
		finding[i] = (struct document_finding){
			.id = region_control[i],
			.verdict = VERDICT_FAIL,
			.severity = SEVERITY_CRITICAL,
			.scope = SCOPE_COMMUNE,
			.title = c->mark[REGION_WORDS],
			.detail = c->mark[REGION_WORDS],
			.why = c->mark[REGION_WORDS],
			.remedy = c->mark[REGION_WORDS],
			.fix = c->mark[REGION_WORDS],
			.verify = c->mark[REGION_WORDS],
			.who = who,
			.whos = 1,
			.minutes = 10,
			.cost = c->mark[REGION_WORDS],
			.every = "once",
		};
	if (!packed_write(out, &d, &e))
		fail_msg("%s", e.text);
}

static inline void region_tables(struct db *db, const struct region_commune *c,
                                 struct db_value document, int64_t now)
{
	static const char kit[] =
	    "INSERT INTO kit (insee, id, token, made_at, made_by, expires)"
	    " VALUES ($1, $1 || '-kit', $2, $3, 'chef', $3)";
	static const char receipt[] =
	    "INSERT INTO receipt (insee, hash, number, machine, made_at,"
	    " received_at, kit, way) VALUES ($1, $2, $2, $2, $3, $3, $2,"
	    " 'https')";
	static const char machine[] =
	    "INSERT INTO machine (insee, machine, label, system, arrived_at,"
	    " made_at, received_at, document) VALUES ($1, '00aa11bb22cc33dd',"
	    " $2, 'Debian GNU/Linux 12', $3, $3, $3, $4)";
	static const char standing[] =
	    "INSERT INTO standing (insee, letter, score, coverage, critical,"
	    " failed, machines, received_at, made_at, changed_at,"
	    " letter_before, certificate_end, version, document) VALUES"
	    " ($1, 'D', 4000, 9000, 2, 3, 1, $2, $2, $2, 'B', $2, '1', $3)";
	static const char followup[] =
	    "INSERT INTO followup (insee, state, note, next_at, changed_at,"
	    " changed_by) VALUES ($1, 'call', $2, $3, $3, 'chef')";
	static const char audit[] =
	    "INSERT INTO audit (insee, at, id, account, action, detail,"
	    " address) VALUES ($1, $3, $2, 'chef', 'read', $2, '')";
	static const char import[] =
	    "INSERT INTO import (at, id, account, name, status, insee, number)"
	    " VALUES ($3, $2, 'chef', $2, 201, $1, $2)";
	struct db_value insee = db_text(c->mark[REGION_INSEE]);
	struct db_value label = db_text(c->mark[REGION_LABEL]);

	region_run(db, kit, DB_VALUES(insee, label, db_int(now)));
	region_run(db, receipt, DB_VALUES(insee, label, db_int(now)));
	region_run(db, machine, DB_VALUES(insee, label, db_int(now), document));
	region_run(db, standing, DB_VALUES(insee, db_int(now), document));
	region_run(
	    db, followup,
	    DB_VALUES(insee, db_text(c->mark[REGION_NOTE]), db_int(now)));
	region_run(db, audit, DB_VALUES(insee, label, db_int(now)));
	region_run(db, import, DB_VALUES(insee, label, db_int(now)));
}

static inline void region_findings(struct db *db,
                                   const struct region_commune *c, int64_t now)
{
	static const char finding[] =
	    "INSERT INTO finding (insee, control, verdict, severity, since,"
	    " verdict_before, department, epci) VALUES ($1, $2, 'fail',"
	    " 'critical', $3, 'pass', $4, $5)";
	static const char rating[] =
	    "INSERT INTO rating (insee, month, letter, score, coverage,"
	    " critical, machines) VALUES ($1, $2, 'D', 4000, 9000, 2, 1)";
	struct date d = date_of(now);
	struct db_value insee = db_text(c->mark[REGION_INSEE]);

	for (size_t i = 0; i < REGION_CONTROLS; i++)
		region_run(db, finding,
		           DB_VALUES(insee, db_text(region_control[i]),
		                     db_int(now), db_text(c->department),
		                     db_text(c->epci)));
	region_run(db, rating,
	           DB_VALUES(insee, db_int(d.year * 12 + d.month - 1)));
}

static inline void region_commune_make(struct region *g, struct db *db,
                                       size_t i, int64_t now)
{
	static const char sql[] =
	    "INSERT INTO commune (insee, name, folded, department, region,"
	    " epci, epci_name, population, site, mail, phone, joined_at,"
	    " letter, urgency, received_at, certificate_end, followup,"
	    " followup_at, next_at) VALUES ($1, $2, $2, $3, '84', $4, $5,"
	    " 300, $6, $6, '', $7, 'D', 50000, $7, $7, 'call', $7, $7)";
	struct region_commune *c = &g->commune[i];
	struct buf document;
	size_t epci = region_dice(g) % REGION_EPCIS;
	/* Codes that kits may have, and no number looks like. */
	char letter = region_dice(g) % 2 ? 'A' : 'B';

	c->department[0] = '2';
	c->department[1] = letter;
	snprintf(c->mark[REGION_INSEE], 24, "2%c%03d", letter, (int)i + 1);
	snprintf(c->epci, sizeof(c->epci), "20000000%d", (int)epci);
	memcpy(c->epci_name, g->epci[epci], sizeof(c->epci_name));
	region_word(g, c->mark[REGION_NAME], "Saint");
	region_word(g, c->mark[REGION_NOTE], "note");
	region_word(g, c->mark[REGION_WORDS], "mots");
	region_word(g, c->mark[REGION_LABEL], "poste");
	region_word(g, c->mark[REGION_HOST], "www.");
	region_run(db, sql,
	           DB_VALUES(db_text(c->mark[REGION_INSEE]),
	                     db_text(c->mark[REGION_NAME]),
	                     db_text(c->department), db_text(c->epci),
	                     db_text(c->epci_name),
	                     db_text(c->mark[REGION_HOST]), db_int(now)));
	buf_init(&document, 1u << 20);
	region_document(&document, c, now);
	region_tables(db, c, db_bytes(document.data, document.len), now);
	region_findings(db, c, now);
	buf_clear(&document);
}

/* Who, and what of; the first is an administrator, the last sees nothing. */
static inline void region_account_make(struct region *g, struct db *db,
                                       size_t i, int64_t now)
{
	struct region_account *who = &g->account[i];
	struct member m = { .name = who->name,
		            .display = who->name,
		            .made_at = now };
	struct err e;
	bool made;

	if (i > 0)
		snprintf(who->name, sizeof(who->name), "compte%d",
		         (int)(i % 100));
	else
		snprintf(who->name, sizeof(who->name), "chef");
	who->role = i == 0  ? ROLE_ADMINISTRATOR
	            : i % 2 ? ROLE_ADVISER
	                    : ROLE_READER;
	who->scopes = i == 0 ? 1 : region_dice(g) % 3 + 1;
	if (i == REGION_ACCOUNTS - 1)
		who->scopes = 0;
	for (size_t k = 0; k < who->scopes; k++) {
		const struct region_commune *c =
		    &g->commune[region_dice(g) % g->communes];
		bool epci = region_dice(g) % 2;
		char wide[12] = "";

		memcpy(wide, c->department, sizeof(c->department));
		if (i > 0)
			memcpy(who->code[k], epci ? c->epci : wide, 12);
		who->scope[k].kind = i == 0 ? "all"
		                     : epci ? "epci"
		                            : "department";
		who->scope[k].code = who->code[k];
	}
	m.role = who->role;
	if (!member_make(db, &m, &made, &e) ||
	    !member_limit(db, who->name, who->role, who->scope, who->scopes,
	                  &e))
		fail_msg("%s", e.text);
}

static inline void region_make(struct region *g, struct db *db, uint64_t seed,
                               int64_t now)
{
	static const char controls[] =
	    "INSERT INTO control (id, title, severity, seen_at)"
	    " VALUES ($1, $1, 'critical', $2)";
	struct err e;

	memset(g, 0, sizeof(*g));
	g->dice = seed;
	g->communes = REGION_COMMUNES;
	g->accounts = REGION_ACCOUNTS;
	for (size_t i = 0; i < REGION_EPCIS; i++)
		region_word(g, g->epci[i], "pays");
	for (size_t i = 0; i < g->communes; i++)
		region_commune_make(g, db, i, now);
	for (size_t i = 0; i < REGION_CONTROLS; i++)
		region_run(db, controls,
		           DB_VALUES(db_text(region_control[i]), db_int(now)));
	if (!recount_fill(db, &e))
		fail_msg("%s", e.text);
	for (size_t i = 0; i < g->accounts; i++)
		region_account_make(g, db, i, now);
}

#define TEXT(column) "COALESCE(CAST(" column " AS TEXT), '-')"

/* Owner and content of every row that somebody could change. */
static const char *const region_rows[] = {
	"SELECT insee, name || letter || followup || " TEXT("urgency") " || " TEXT(
	    "left_at") " || " TEXT("next_at") " || " TEXT("followup_at") " FROM commune ORDER BY 1, 2",
	"SELECT insee, id || token || " TEXT("revoked_at") " || " TEXT(
	    "expires") " FROM kit ORDER BY 1, 2",
	"SELECT insee, hash || number FROM receipt ORDER BY 1, 2",
	"SELECT insee, machine || label || " TEXT(
	    "made_at") " FROM machine ORDER BY 1, 2",
	"SELECT insee, hash FROM report ORDER BY 1, 2",
	"SELECT insee, letter || version || " TEXT(
	    "received_at") " FROM standing ORDER BY 1, 2",
	"SELECT insee, control || verdict FROM finding ORDER BY 1, 2",
	"SELECT insee, letter || " TEXT("month") " FROM rating ORDER BY 1, 2",
	"SELECT insee, state || note || changed_by || " TEXT(
	    "next_at") " FROM followup ORDER BY 1, 2",
	"SELECT '', name || role || " TEXT(
	    "disabled_at") " FROM account ORDER BY 1, 2",
	"SELECT '', account || kind || code FROM scope ORDER BY 1, 2",
	"SELECT '', name || value FROM setting ORDER BY 1, 2",
	"SELECT '', token FROM invitation ORDER BY 1, 2",
	"SELECT '', epci || department || " TEXT("month") " || " TEXT(
	    "a") " || " TEXT("b") " || " TEXT("d") " FROM tally ORDER BY 1, 2",
	"SELECT '', epci || department || control || " TEXT(
	    "failing") " || " TEXT("settled") " FROM prevalence ORDER BY 1, 2",
};

/* Whether an account may change what is that commune's. */
static inline bool region_may(const struct region *g,
                              const struct region_account *who,
                              const char *insee)
{
	for (size_t i = 0; i < g->communes; i++)
		if (strcmp(g->commune[i].mark[REGION_INSEE], insee) == 0)
			return who->role >= ROLE_ADVISER &&
			       region_sees(who, &g->commune[i]);
	return false;
}

/* The hash of all that an account, no administrator, may not change. */
static inline void region_hash(char out[HASH_TEXT], const struct region *g,
                               struct db *db, const struct region_account *who)
{
	struct buf all;
	struct err e;

	buf_init(&all, 1u << 20);
	for (size_t i = 0; i < sizeof(region_rows) / sizeof(region_rows[0]);
	     i++) {
		struct db_rows *rows =
		    db_query(db, region_rows[i], DB_NOTHING, &e);

		if (!rows)
			fail_msg("%s: %s", region_rows[i], e.text);
		while (db_next(rows))
			if (!region_may(g, who, db_column_text(rows, 0)))
				buf_fmt(&all, "%zu %s %s\n", i,
				        db_column_text(rows, 0),
				        db_column_text(rows, 1));
		assert_true(db_end(rows, &e));
	}
	assert_true(buf_ok(&all));
	hash_sha256(out, all.data, all.len);
	buf_clear(&all);
}

#endif
