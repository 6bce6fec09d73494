/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/intake.h"

#include "coordinator/filing.h"
#include "coordinator/journal.h"
#include "coordinator/keyring.h"
#include "coordinator/misfit.h"
#include "coordinator/opener.h"
#include "coordinator/opening.h"
#include "coordinator/pace.h"
#include "coordinator/pool.h"
#include "coordinator/writer.h"
#include "core/date.h"
#include "core/secret.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reports of one commune in an hour: ten times all its machines. */
#define AN_HOUR 60

#define OPENER_MEMORY (48u << 20) /* bytes for one envelope */
#define OPENER_MS     2000        /* and time */
#define WAIT_MS       10000       /* for an opener, or a connection */
#define CONNECTIONS   4

/* Seconds that a sender is asked to wait: spread out by the sender. */
#define AFTER_BUSY 30
#define AFTER_DOWN 60
#define AFTER_FULL 600

struct intake {
	struct opener *opener;
	struct writer *writer;
	struct pool *pool;
	struct pace *pace;
	struct misfit *misfit;
};

static void open_one(void *ctx, struct buf *reply, const void *data, size_t len)
{
	const struct keyring *keys = ctx;
	size_t count;
	struct envelope_key *const *openers = keyring_openers(keys, &count);

	opening_make(reply, data, len, openers, count);
}

/* In a process of its own, which openers are copies of. */
static bool try_keys(void *ctx, struct err *e)
{
	struct keyring *keys = ctx;
	size_t count;
	struct envelope_key *const *openers = keyring_openers(keys, &count);

	/* Who takes one over can sign no kit with what is found there. */
	keyring_only_open(keys);
	return opening_try(keyring_certificate(keys), openers, count, e);
}

static bool renew_keys(void *ctx, struct err *e)
{
	return keyring_reload(ctx, e) && try_keys(ctx, e);
}

struct intake *intake_prepare(const struct keyring *keys, size_t openers,
                              struct err *e)
{
	struct intake *intake = calloc(1, sizeof(*intake));
	struct opener_work work = {
		.run = open_one,
		.prepare = try_keys,
		.renew = renew_keys,
		.input = ENVELOPE_BYTES,
		.reply = OPENING_BYTES,
		.memory = OPENER_MEMORY,
		.deadline = OPENER_MS,
	};

	if (!intake) {
		err_set(e, "out of memory");
		return NULL;
	}
	memcpy(&work.ctx, &keys, sizeof(keys));
	intake->opener = opener_new(&work, openers, e);
	if (intake->opener)
		return intake;
	free(intake);
	return NULL;
}

bool intake_open(struct intake *intake, const char *where, struct err *e)
{
	intake->pool = pool_new(where, CONNECTIONS, e);
	if (intake->pool)
		intake->writer = writer_new(where, e);
	if (!intake->writer)
		return false;
	intake->pace = pace_new(AN_HOUR);
	intake->misfit = misfit_new();
	return (intake->pace && intake->misfit) || err_set(e, "out of memory");
}

struct intake *intake_new(const char *where, const struct keyring *keys,
                          size_t openers, struct err *e)
{
	struct intake *intake = intake_prepare(keys, openers, e);

	if (intake && intake_open(intake, where, e))
		return intake;
	intake_free(intake);
	return NULL;
}

bool intake_renew(struct intake *intake, struct err *e)
{
	return opener_renew(intake->opener, e);
}

void intake_free(struct intake *intake)
{
	if (!intake)
		return;
	writer_free(intake->writer);
	pool_free(intake->pool);
	pace_free(intake->pace);
	misfit_free(intake->misfit);
	opener_free(intake->opener);
	free(intake);
}

/* One report on its way. */
struct passage {
	struct intake *intake;
	struct arena *arena;
	struct buf reply;
	struct opening opening;
	struct filing filing;
	const char *way;
	bool fresh; /* nothing of its commune ever came in */
	int64_t now;
	struct intake_result *out;
};

static bool refuse(struct passage *p, int status, unsigned after,
                   const char *why)
{
	p->out->status = status;
	p->out->retry_after = after;
	return err_set(&p->out->why, "%s", why);
}

static bool refuse_field(struct passage *p, const char *field, const char *why)
{
	snprintf(p->out->field, sizeof(p->out->field), "%s", field);
	return refuse(p, 422, 0, why);
}

/* What fails by itself, time after time, fails because of what it is. */
static bool is_hopeless(struct passage *p)
{
	struct writer_counts counts;

	writer_count(p->intake->writer, &counts);
	return misfit_failed(p->intake->misfit, p->opening.hash,
	                     counts.written);
}

/* What the store could not do, it may do later. */
static bool refuse_fault(struct passage *p, enum db_fault fault,
                         const struct err *e)
{
	if (fault == DB_FULL)
		return refuse(p, 507, AFTER_FULL, e->text);
	if (fault == DB_BUSY)
		return refuse(p, 503, AFTER_BUSY, e->text);
	if (fault == DB_DOWN || !is_hopeless(p))
		return refuse(p, 503, AFTER_DOWN, e->text);
	/* Who sent it is told that it is, and we are told why. */
	journal_write(JOURNAL_ERROR,
	              "a report of %s cannot be stored and is refused: %s",
	              p->out->insee, e->text);
	return refuse_field(p, "document", "it cannot be stored");
}

static bool open_envelope(struct passage *p, const void *data, size_t len)
{
	enum opener_ending ending = OPENER_LOST;
	struct err e;

	if (len > ENVELOPE_BYTES)
		return refuse(p, 413, 0, "the envelope is too large");
	/* Again when it was lost: the machine may only have been slow. */
	for (int i = 0; i < 2 && ending == OPENER_LOST; i++) {
		buf_clear(&p->reply);
		ending = opener_run(p->intake->opener, data, len, &p->reply,
		                    WAIT_MS, &e);
	}
	if (ending == OPENER_LOST)
		return refuse(p, 400, 0, e.text);
	if (ending != OPENER_DONE)
		return refuse(p, 503, AFTER_BUSY, e.text);
	if (!opening_parse(&p->opening, buf_text(&p->reply), p->reply.len,
	                   p->arena, &e))
		return refuse(p, 400, 0, e.text);
	if (p->opening.status == 200)
		return true;
	snprintf(p->out->field, sizeof(p->out->field), "%s", p->opening.field);
	return refuse(p, p->opening.status, 0, p->opening.why);
}

/* The code that a kit's id begins with: "01001-..." */
static bool insee_of(const char *kit, char out[INTAKE_INSEE])
{
	const char *end = strchr(kit, '-');

	if (!end || end - kit != 5)
		return false;
	memcpy(out, kit, 5);
	out[5] = '\0';
	return true;
}

/* Why a kit that is there no longer holds, or NULL. */
static const char *fault_of_kit(const struct passage *p,
                                const struct db_rows *rows)
{
	char hash[HASH_TEXT];
	const char *known = db_column_text(rows, 0);

	hash_sha256(hash, p->opening.token, strlen(p->opening.token));
	if (strlen(known) != HASH_TEXT - 1 ||
	    !secret_same(known, hash, HASH_TEXT - 1))
		return "the proof of the kit is wrong";
	if (!db_is_null(rows, 2))
		return "the kit was revoked";
	if (db_column_int(rows, 1) <= p->now)
		return "the kit is out of date";
	if (!db_is_null(rows, 3))
		return "the commune left";
	return NULL;
}

static bool check_kit(struct passage *p, struct db *db)
{
	static const char sql[] =
	    "SELECT k.token, k.expires, k.revoked_at, c.left_at,"
	    " c.received_at FROM kit k JOIN commune c ON c.insee = k.insee"
	    " WHERE k.insee = $1 AND k.id = $2";
	char insee[INTAKE_INSEE];
	struct db_rows *rows;
	const char *fault = "the kit is not known";
	struct err e;

	if (!insee_of(p->opening.kit, insee))
		return refuse(p, 401, 0, fault);
	rows = db_query(db, sql,
	                DB_VALUES(db_text(insee), db_text(p->opening.kit)), &e);
	if (!rows)
		return refuse_fault(p, db_fault(db), &e);
	if (db_next(rows)) {
		fault = fault_of_kit(p, rows);
		p->fresh = db_column_int(rows, 4) == 0;
	}
	if (!db_end(rows, &e))
		return refuse_fault(p, db_fault(db), &e);
	if (fault)
		return refuse(p, 401, 0, fault);
	memcpy(p->out->insee, insee, sizeof(insee));
	return true;
}

/* What a report of that commune must be to be taken. */
static bool make_filing(struct passage *p)
{
	struct filing *f = &p->filing;
	unsigned wait = 0;
	struct err e;

	if (strcmp(p->way, "https") == 0 &&
	    !pace_allows(p->intake->pace, p->out->insee, p->now, &wait))
		return refuse(p, 429, wait, "this commune sends too often");
	/* What is wrong with it may be told in an opener's own words. */
	if (!filing_take(f, &p->opening, p->out->insee, p->now, &e))
		return refuse_field(p, "document", "it cannot be taken");
	f->kit = p->opening.kit;
	f->way = p->way;
	if (f->brief.made_at > p->now + DATE_DAY)
		return refuse_field(p, "document.made_at",
		                    "it was made in the future");
	return true;
}

static bool prepare(struct passage *p)
{
	struct err e;
	struct db *db = pool_take(p->intake->pool, WAIT_MS, &e);
	bool ok;

	if (!db)
		return refuse(p, 503, AFTER_DOWN, e.text);
	ok = check_kit(p, db) && make_filing(p);
	if (ok && !filing_plan(&p->filing, p->fresh ? NULL : db, &e)) {
		enum db_fault fault = db_fault(db);

		ok = arena_full(p->filing.arena)
		         ? refuse_field(p, "document",
		                        "it takes too much memory")
		         : refuse_fault(p, fault, &e);
	}
	pool_give(p->intake->pool, db);
	return ok;
}

static bool file_report(struct passage *p)
{
	struct filing_result result;
	enum db_fault fault = DB_FINE;
	struct err e;

	switch (
	    writer_put(p->intake->writer, &p->filing, &result, &fault, &e)) {
	case WRITER_QUEUED_OUT:
		return refuse(p, 503, AFTER_BUSY, e.text);
	case WRITER_FAILED:
		return refuse_fault(p, fault, &e);
	case WRITER_DONE:
		break;
	}
	if (result.ending == FILING_LEFT)
		return refuse(p, 401, 0, "the commune left");
	if (result.ending == FILING_OTHER)
		return refuse(p, 409, 0,
		              "another report of this machine and moment is "
		              "here");
	p->out->status = result.ending == FILING_TAKEN ? 201 : 200;
	p->out->received_at = result.received_at;
	snprintf(p->out->receipt, sizeof(p->out->receipt), "%s", result.number);
	return true;
}

void intake_take(struct intake *intake, const void *data, size_t len,
                 const char *way, int64_t now, struct intake_result *out)
{
	struct passage p = {
		.intake = intake, .way = way, .now = now, .out = out
	};

	memset(out, 0, sizeof(*out));
	buf_init(&p.reply, OPENING_BYTES);
	p.arena = arena_new(64u << 10);
	if (!p.arena)
		refuse(&p, 503, AFTER_BUSY, "out of memory");
	else if (open_envelope(&p, data, len) && prepare(&p))
		file_report(&p);
	filing_clear(&p.filing);
	arena_free(p.arena);
	buf_clear(&p.reply);
}

void intake_count(struct intake *intake, struct writer_counts *out)
{
	writer_count(intake->writer, out);
}
