/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/filing.h"

#include "coordinator/digest.h"
#include "coordinator/opening.h"
#include "coordinator/packed.h"
#include "core/text.h"
#include "report/document_json.h"

#include <stdio.h>
#include <string.h>

/* Memory for a report, the commune's others, and what they are merged to. */
#define ARENA_BYTES (48u << 20)

#define LABEL 64 /* bytes of a label and of a system that are kept */

/*
 * A machine's report is that machine's; what was merged before it was sent
 * stands for all machines it tells of.
 */
static bool name_machine(struct filing *f, struct err *e)
{
	const struct document *d = &f->brief;

	if (d->machines == 0)
		return err_set(e, "it tells of no machine");
	snprintf(f->machine, sizeof(f->machine), "%s",
	         d->machines == 1 ? d->machine[0].id : "commune");
	return true;
}

static bool start(struct filing *f, const char *insee, int64_t received_at,
                  struct err *e)
{
	memset(f, 0, sizeof(*f));
	buf_init(&f->packed, DOCUMENT_BYTES);
	f->insee = insee;
	f->kit = "";
	f->way = "file";
	f->received_at = received_at;
	f->arena = arena_new(ARENA_BYTES);
	return f->arena || err_set(e, "out of memory");
}

bool filing_make(struct filing *f, const struct document *d, const char *insee,
                 int64_t received_at, struct err *e)
{
	struct document whole;

	if (!start(f, insee, received_at, e) ||
	    !digest_make(&whole, d, f->arena, e) ||
	    !packed_write(&f->packed, &whole, e))
		return false;
	hash_sha256(f->hash, f->packed.data, f->packed.len);
	return (digest_brief(&f->brief, &whole, f->arena) ||
	        err_set(e, "out of memory")) &&
	       name_machine(f, e);
}

bool filing_take(struct filing *f, const struct opening *o, const char *insee,
                 int64_t received_at, struct err *e)
{
	if (!start(f, insee, received_at, e))
		return false;
	snprintf(f->hash, sizeof(f->hash), "%s", o->hash);
	return packed_read_plain(&f->brief, o->brief, o->brief_len, f->arena,
	                         e) &&
	       name_machine(f, e) &&
	       (buf_add(&f->packed, o->packed, o->len) ||
	        err_set(e, "out of memory"));
}

void filing_clear(struct filing *f)
{
	if (f->planned)
		standing_clear(&f->plan);
	f->planned = false;
	buf_clear(&f->packed);
	arena_free(f->arena);
	f->arena = NULL;
}

bool filing_plan(struct filing *f, struct db *db, struct err *e)
{
	const struct standing_own own = { .machine = f->machine,
		                          .brief = &f->brief,
		                          .packed = f->packed.data,
		                          .len = f->packed.len };

	if (f->planned)
		standing_clear(&f->plan);
	f->planned = true;
	return standing_plan(&f->plan, db, f->insee, &own, f->arena, e);
}

/* Whether the report, or another of that machine and moment, was there. */
static bool was_here(const struct db_rows *rows, struct filing_result *out)
{
	/* Columns of the same report, or of the other. */
	int first = db_is_null(rows, 8) ? 10 : 8;

	if (db_is_null(rows, first))
		return false;
	out->ending = first == 8 ? FILING_KNOWN : FILING_OTHER;
	snprintf(out->number, sizeof(out->number), "%s",
	         db_column_text(rows, first));
	out->received_at = db_column_int(rows, first + 1);
	return true;
}

#define CLAIM                                                          \
	"SELECT " STANDING_COLUMNS ", k.number, k.received_at,"        \
	" o.number, o.received_at" STANDING_JOIN                       \
	" LEFT JOIN receipt k ON k.insee = c.insee AND k.hash = $2"    \
	" LEFT JOIN receipt o ON o.insee = c.insee AND o.machine = $3" \
	" AND o.made_at = $4 WHERE c.insee = $1 AND c.left_at IS NULL"

/*
 * All that is asked of the store before it is written, in one question. From
 * here on no other transaction may change this commune: two services would
 * each merge without the other's report. *there is whether it is to be written.
 */
static bool claim(const struct filing *f, struct db *db,
                  struct standing_commune *was, bool *there,
                  struct filing_result *out, struct err *e)
{
	static const char alone[] = CLAIM;
	static const char shared[] = CLAIM " FOR UPDATE OF c";
	struct db_rows *rows =
	    db_query(db, db_kind(db) == DB_SQLITE ? alone : shared,
	             DB_VALUES(db_text(f->insee), db_text(f->hash),
	                       db_text(f->machine), db_int(f->brief.made_at)),
	             e);

	if (!rows)
		return false;
	out->ending = FILING_LEFT;
	*there = db_next(rows) && !was_here(rows, out);
	if (*there)
		standing_read(was, rows);
	return db_end(rows, e);
}

static bool write_history(const struct filing *f, struct db *db,
                          const char *number, struct err *e)
{
	static const char receipt[] =
	    "INSERT INTO receipt (insee, hash, number, machine, made_at,"
	    " received_at, kit, way) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
	static const char report[] =
	    "INSERT INTO report (insee, month, hash, machine, made_at,"
	    " received_at, document) VALUES ($1, $2, $3, $4, $5, $6, $7)";
	int64_t made_at = f->brief.made_at;

	return db_send(db, receipt,
	               DB_VALUES(db_text(f->insee), db_text(f->hash),
	                         db_text(number), db_text(f->machine),
	                         db_int(made_at), db_int(f->received_at),
	                         db_text(f->kit), db_text(f->way)),
	               e) &&
	       db_send(db, report,
	               DB_VALUES(db_text(f->insee),
	                         db_int(census_month(f->received_at)),
	                         db_text(f->hash), db_text(f->machine),
	                         db_int(made_at), db_int(f->received_at),
	                         db_bytes(f->packed.data, f->packed.len)),
	               e);
}

/* Once an hour is enough to tell which kits are in use. */
static bool mark_kit(const struct filing *f, struct db *db, struct err *e)
{
	static const char sql[] =
	    "UPDATE kit SET used_at = $3 WHERE insee = $1 AND id = $2"
	    " AND (used_at IS NULL OR used_at < $4)";

	return !*f->kit || db_send(db, sql,
	                           DB_VALUES(db_text(f->insee), db_text(f->kit),
	                                     db_int(f->received_at),
	                                     db_int(f->received_at - 3600)),
	                           e);
}

static bool write_machine(const struct filing *f, struct db *db, struct err *e)
{
	static const char insert[] =
	    "INSERT INTO machine (insee, machine, label, system, made_at,"
	    " received_at, document, arrived_at)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $6)"
	    " ON CONFLICT (insee, machine) DO UPDATE SET"
	    " label = excluded.label, system = excluded.system,"
	    " made_at = excluded.made_at, received_at = excluded.received_at,"
	    " document = excluded.document";
	static const char drop[] =
	    "DELETE FROM machine WHERE insee = $1 AND machine = $2";
	const struct document_machine *m = &f->brief.machine[0];
	char label[LABEL], system[LABEL];

	text_clean(label, sizeof(label), m->label ? m->label : "");
	text_clean(system, sizeof(system), m->system ? m->system : "");
	if (!db_send(db, insert,
	             DB_VALUES(db_text(f->insee), db_text(f->machine),
	                       db_text(label), db_text(system),
	                       db_int(f->brief.made_at), db_int(f->received_at),
	                       db_bytes(f->packed.data, f->packed.len)),
	             e))
		return false;
	return !f->plan.dropped ||
	       db_send(db, drop,
	               DB_VALUES(db_text(f->insee), db_text(f->plan.dropped)),
	               e);
}

/* Make sure that the plan is made from what the store holds now. */
static bool plan_again(struct filing *f, struct db *db, bool fresh,
                       struct err *e)
{
	/* Of a commune that nothing ever came from there is nothing else. */
	bool holds = f->planned && fresh && f->plan.bases == 0;

	if (f->planned && !holds &&
	    !standing_holds(&f->plan, db, f->insee, &holds, e))
		return false;
	return holds || filing_plan(f, db, e);
}

bool filing_write(struct filing *f, struct db *db, struct census *census,
                  struct control_names *names, struct filing_result *out,
                  struct err *e)
{
	struct standing_commune was;
	bool there = false;

	memset(out, 0, sizeof(*out));
	if (!claim(f, db, &was, &there, out, e))
		return false;
	if (!there)
		return true;
	receipt_number(out->number, f->insee, f->hash);
	out->received_at = f->received_at;
	out->ending = FILING_TAKEN;
	if (!plan_again(f, db, was.last_at == 0, e) ||
	    !write_history(f, db, out->number, e) || !mark_kit(f, db, e))
		return false;
	if (!f->plan.stale && !write_machine(f, db, e))
		return false;
	return standing_write(db, f->insee, &f->plan, &was, f->received_at,
	                      census, e) &&
	       control_learn(names, db, f->insee, &f->brief, f->received_at, e);
}

/* What a transaction of its own needs. */
struct alone {
	struct filing *filing;
	struct filing_result *result;
};

static bool write_alone(void *ctx, struct db *db, struct err *e)
{
	struct alone *alone = ctx;
	struct census census = { .lines = 0 };
	struct control_names names;

	memset(&names, 0, sizeof(names));
	return filing_write(alone->filing, db, &census, &names, alone->result,
	                    e) &&
	       census_write(&census, db, e);
}

bool filing_store(struct db *db, const char *insee, const struct document *d,
                  int64_t received_at, struct filing_result *out, struct err *e)
{
	struct filing f;
	struct alone alone = { &f, out };
	bool ok = filing_make(&f, d, insee, received_at, e) &&
	          db_transact(db, write_alone, &alone, e);

	filing_clear(&f);
	return ok;
}
