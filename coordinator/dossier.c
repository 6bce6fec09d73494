/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/dossier.h"

#include "coordinator/packed.h"
#include "coordinator/scope.h"
#include "coordinator/wording.h"
#include "core/date.h"

#include <stdio.h>
#include <string.h>

#define NAME   400 /* bytes of a machine's name with its number */
#define PLACES 8   /* machines that are named beside a finding */

static const char *text(const struct db_rows *rows, int column, struct arena *a)
{
	const char *copy = db_column_copy(rows, column, a);

	return copy ? copy : "";
}

static const char *numbered(struct request *r, const char *label, size_t n)
{
	const char *name = NULL;
	char number[24];
	struct buf b;

	buf_init(&b, NAME);
	snprintf(number, sizeof(number), "%zu", n);
	wording_text(&b, "commune-machine-same", r->lang, "label", label, "n",
	             number, NULL);
	if (buf_ok(&b))
		name = arena_strdup(r->arena, buf_text(&b));
	buf_clear(&b);
	return name;
}

/*
 * A commune that two sticks went round has two that are called "Poste 1".
 * They stand side by side here, who came first before.
 */
static bool name_machines(struct request *r, struct dossier *out)
{
	size_t n = 1;

	for (size_t i = 0; i < out->machines; i++) {
		struct dossier_machine *m = &out->machine[i];
		bool after = i > 0 && strcmp(m[-1].label, m->label) == 0;
		bool before =
		    i + 1 < out->machines && strcmp(m->label, m[1].label) == 0;

		n = after ? n + 1 : 1;
		out->twins = out->twins || after;
		m->name = after || before ? numbered(r, m->label, n) : m->label;
		if (!m->name)
			return false;
	}
	return true;
}

static bool machines(struct request *r, const char *insee, struct dossier *out,
                     struct err *e)
{
	static const char sql[] =
	    "SELECT m.machine, m.label, m.system, m.received_at FROM machine m"
	    " JOIN commune c ON c.insee = m.insee WHERE m.insee = $2 AND " SCOPE
	    "ORDER BY LENGTH(m.label), m.label, m.arrived_at, m.machine"
	    " LIMIT $3";
	struct db_rows *rows;

	out->machine =
	    arena_alloc(r->arena, DOSSIER_MACHINES, sizeof(*out->machine));
	if (!out->machine)
		return err_set(e, "out of memory");
	rows = db_query(r->db, sql,
	                DB_VALUES(db_text(r->account), db_text(insee),
	                          db_int(DOSSIER_MACHINES)),
	                e);
	if (!rows)
		return false;
	while (out->machines < DOSSIER_MACHINES && db_next(rows))
		out->machine[out->machines++] = (struct dossier_machine){
			.id = text(rows, 0, r->arena),
			.label = text(rows, 1, r->arena),
			.system = text(rows, 2, r->arena),
			.received_at = db_column_int(rows, 3),
		};
	return db_end(rows, e) &&
	       (name_machines(r, out) || err_set(e, "out of memory"));
}

static void read_finding(struct dossier_finding *f, const struct db_rows *rows,
                         int64_t now, struct arena *a)
{
	bool known;

	*f = (struct dossier_finding){
		.id = text(rows, 0, a),
		.since = db_column_int(rows, 3),
		.title = text(rows, 5, a),
		.detail = "",
		.remedy = "",
		.where = "",
	};
	if (!verdict_parse(db_column_text(rows, 1), &f->verdict))
		f->verdict = VERDICT_UNKNOWN;
	if (!severity_parse(db_column_text(rows, 2), &f->severity))
		f->severity = SEVERITY_LOW;
	known = verdict_parse(db_column_text(rows, 4), &f->before);
	f->changed = known && now - f->since < DOSSIER_DAYS * DATE_DAY;
	if (!f->title[0])
		f->title = f->id;
}

static bool findings(struct request *r, const char *insee, struct dossier *out,
                     struct err *e)
{
	static const char sql[] =
	    "SELECT c.control, c.verdict, c.severity, c.since,"
	    " c.verdict_before, k.title"
	    " FROM finding c LEFT JOIN control k ON k.id = c.control"
	    " WHERE c.insee = $2 AND " SCOPE "ORDER BY CASE c.severity"
	    " WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2"
	    " ELSE 3 END, c.control LIMIT $3";
	struct db_rows *rows;

	out->finding =
	    arena_alloc(r->arena, DOSSIER_FINDINGS, sizeof(*out->finding));
	if (!out->finding)
		return err_set(e, "out of memory");
	rows = db_query(r->db, sql,
	                DB_VALUES(db_text(r->account), db_text(insee),
	                          db_int(DOSSIER_FINDINGS)),
	                e);
	if (!rows)
		return false;
	while (out->findings < DOSSIER_FINDINGS && db_next(rows))
		read_finding(&out->finding[out->findings++], rows, r->now,
		             r->arena);
	return db_end(rows, e);
}

static const char *machine_name(const struct dossier *out, const char *id)
{
	for (size_t i = 0; i < out->machines; i++)
		if (strcmp(out->machine[i].id, id) == 0)
			return out->machine[i].name;
	return NULL;
}

/* The machines that say of a control what their commune is told. */
static const char *places(const struct dossier *out,
                          const struct document_finding *f, struct arena *a)
{
	const char *list = "";
	size_t shown = 0;

	for (size_t i = 0; i < f->parts; i++) {
		const char *name = machine_name(out, f->part[i].machine);

		if (f->part[i].verdict != f->verdict || !name)
			continue;
		if (++shown > PLACES)
			return arena_fmt(a, "%s…", list);
		list =
		    arena_fmt(a, "%s%s%s", list, shown > 1 ? ", " : "", name);
		if (!list)
			return NULL;
	}
	return list;
}

/* The words of the agent, where it has some about the same control. */
static void enrich(struct dossier *out, const struct document *d,
                   struct arena *a)
{
	out->lang = d->lang;
	for (size_t i = 0; i < out->findings; i++) {
		struct dossier_finding *f = &out->finding[i];
		const struct document_finding *full =
		    document_finding(d, f->id);

		if (!full || full->verdict != f->verdict)
			continue;
		if (full->title && full->title[0])
			f->title = full->title;
		f->detail = full->detail ? full->detail : "";
		f->remedy = full->remedy ? full->remedy : "";
		f->who = full->who;
		f->whos = full->whos;
		f->where = places(out, full, a);
		if (!f->where)
			f->where = "";
	}
}

/* A document that cannot be read costs its words, not the page. */
static bool words(struct request *r, const char *insee, struct dossier *out,
                  struct err *e)
{
	static const char sql[] =
	    "SELECT s.version, s.document FROM standing s"
	    " JOIN commune c ON c.insee = s.insee WHERE s.insee = $2 AND " SCOPE;
	struct db_rows *rows = db_query(
	    r->db, sql, DB_VALUES(db_text(r->account), db_text(insee)), e);
	struct document d = { 0 };
	struct err ignored;

	out->version = "";
	if (!rows)
		return false;
	if (db_next(rows)) {
		size_t len;
		const void *data = db_column_bytes(rows, 1, &len);

		out->version = text(rows, 0, r->arena);
		if (len > 0 && packed_read(&d, data, len, r->arena, &ignored))
			enrich(out, &d, r->arena);
	}
	return db_end(rows, e);
}

bool dossier_read(struct request *r, const char *insee, struct dossier *out,
                  struct err *e)
{
	*out = (struct dossier){ .lang = LANG_FR };
	return machines(r, insee, out, e) && findings(r, insee, out, e) &&
	       words(r, insee, out, e);
}

bool dossier_settled(const struct dossier_finding *f)
{
	return f->changed && f->verdict == VERDICT_PASS &&
	       (f->before == VERDICT_FAIL || f->before == VERDICT_PARTIAL);
}

bool dossier_worse(const struct dossier_finding *f)
{
	return f->changed && f->before != VERDICT_FAIL &&
	       (f->verdict == VERDICT_FAIL ||
	        (f->verdict == VERDICT_PARTIAL && f->before == VERDICT_PASS));
}
