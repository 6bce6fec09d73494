/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/standing.h"

#include "coordinator/packed.h"
#include "core/date.h"
#include "core/rows.h"
#include "core/text.h"
#include "report/deadline.h"
#include "report/document_json.h"
#include "report/merge.h"

#include <string.h>

/* Largest merged document as the store keeps it. */
#define PACKED_BYTES DOCUMENT_BYTES

/* A machine's document beside the others of its commune. */
struct piece {
	const char *machine;
	int64_t made_at;
	const struct document *document;
};

/* The machines of a commune, and the new report's. */
struct pieces {
	struct rows basis; /* struct standing_basis */
	struct rows rows;  /* struct piece */
	bool stale;
};

static const struct document *unpack(const void *data, size_t len,
                                     struct arena *a, struct err *e)
{
	struct document *d = arena_alloc(a, 1, sizeof(*d));

	if (!d) {
		err_set(e, "a commune's reports take too much memory");
		return NULL;
	}
	return packed_read(d, data, len, a, e) ? d : NULL;
}

/* One row: what it is, and, unless ours replaces it, what it says. */
static bool read_piece(struct pieces *p, const struct db_rows *rows,
                       const struct standing_own *own, struct arena *a,
                       struct err *e)
{
	struct standing_basis *basis = rows_add(&p->basis);
	struct piece *piece;
	const void *data;
	size_t len;

	if (!basis || !(basis->machine = db_column_copy(rows, 0, a)))
		return err_set(e, "a commune's reports take too much memory");
	basis->made_at = db_column_int(rows, 1);
	if (strcmp(basis->machine, own->machine) == 0) {
		p->stale = own->brief->made_at <= basis->made_at;
		return true;
	}
	piece = rows_add(&p->rows);
	if (!piece)
		return err_set(e, "a commune's reports take too much memory");
	piece->machine = basis->machine;
	piece->made_at = basis->made_at;
	data = db_column_bytes(rows, 2, &len);
	piece->document = unpack(data, len, a, e);
	return piece->document != NULL;
}

static bool read_pieces(struct pieces *p, struct db *db, const char *insee,
                        const struct standing_own *own, struct arena *a,
                        struct err *e)
{
	static const char sql[] =
	    "SELECT machine, made_at, document FROM machine"
	    " WHERE insee = $1 ORDER BY machine";
	struct db_rows *rows = db_query(db, sql, DB_VALUES(db_text(insee)), e);
	struct err ignored;
	bool ok = true;

	if (!rows)
		return false;
	while (ok && db_next(rows))
		ok = read_piece(p, rows, own, a, e);
	return db_end(rows, ok ? e : &ignored) && ok;
}

/* The same whatever came first, so that order does not matter. */
static bool older(const struct piece *a, const struct piece *b)
{
	if (a->made_at != b->made_at)
		return a->made_at < b->made_at;
	return strcmp(a->machine, b->machine) < 0;
}

/* Let the machine seen longest ago go when there are too many. */
static void drop_oldest(struct standing_plan *plan, struct pieces *p)
{
	struct piece *piece = p->rows.data;
	size_t oldest = 0;

	if (p->rows.count <= STANDING_MACHINES)
		return;
	for (size_t i = 1; i < p->rows.count; i++)
		if (older(&piece[i], &piece[oldest]))
			oldest = i;
	plan->dropped = piece[oldest].machine;
	piece[oldest] = piece[--p->rows.count];
}

static bool merge(struct standing_plan *plan, const struct pieces *p,
                  struct arena *a, struct err *e)
{
	const struct piece *piece = p->rows.data;
	const struct document **list =
	    arena_alloc(a, p->rows.count, sizeof(const struct document *));

	if (!list)
		return err_set(e, "a commune's reports take too much memory");
	for (size_t i = 0; i < p->rows.count; i++)
		list[i] = piece[i].document;
	return merge_documents(&plan->document, list, p->rows.count, a, e) &&
	       packed_write(&plan->packed, &plan->document, e);
}

/* Put the new report among the others; whole, as they are. */
static bool add_own(struct pieces *p, const struct standing_own *own,
                    struct arena *a, struct err *e)
{
	struct piece *piece = rows_add(&p->rows);

	if (!piece)
		return err_set(e, "a commune's reports take too much memory");
	piece->machine = own->machine;
	piece->made_at = own->brief->made_at;
	piece->document = unpack(own->packed, own->len, a, e);
	return piece->document != NULL;
}

bool standing_plan(struct standing_plan *plan, struct db *db, const char *insee,
                   const struct standing_own *own, struct arena *a,
                   struct err *e)
{
	struct pieces p = { .stale = false };

	memset(plan, 0, sizeof(*plan));
	buf_init(&plan->packed, PACKED_BYTES);
	rows_init(&p.basis, a, sizeof(struct standing_basis));
	rows_init(&p.rows, a, sizeof(struct piece));
	if (db && !read_pieces(&p, db, insee, own, a, e))
		return false;
	plan->basis = p.basis.data;
	plan->bases = p.basis.count;
	plan->stale = p.stale;
	if (p.stale)
		return true;
	/* Merged alone it was already. */
	if (p.rows.count == 0) {
		plan->document = *own->brief;
		return buf_add(&plan->packed, own->packed, own->len) ||
		       err_set(e, "out of memory");
	}
	if (!add_own(&p, own, a, e))
		return false;
	drop_oldest(plan, &p);
	return merge(plan, &p, a, e);
}

void standing_clear(struct standing_plan *plan)
{
	buf_clear(&plan->packed);
}

bool standing_holds(const struct standing_plan *plan, struct db *db,
                    const char *insee, bool *holds, struct err *e)
{
	static const char sql[] = "SELECT machine, made_at FROM machine"
				  " WHERE insee = $1 ORDER BY machine";
	struct db_rows *rows = db_query(db, sql, DB_VALUES(db_text(insee)), e);
	size_t n = 0;

	if (!rows)
		return false;
	*holds = true;
	for (; *holds && db_next(rows); n++)
		*holds =
		    n < plan->bases &&
		    text_is(db_column_text(rows, 0), plan->basis[n].machine) &&
		    db_column_int(rows, 1) == plan->basis[n].made_at;
	*holds = *holds && n == plan->bases;
	return db_end(rows, e);
}

bool standing_dates(const struct document_finding *f)
{
	return text_is(f->id, "certificates-valid") ||
	       text_is(f->id, "tls-expiry") || text_is(f->id, "website-https");
}

/* A value that is a day, as reduced documents tell when something ends. */
static int64_t day_told(const struct document_finding *f)
{
	int64_t first = 0, day;

	for (size_t i = 0; i < f->arguments; i++)
		if (f->argument[i].value.text[LANG_FR] &&
		    date_parse(f->argument[i].value.text[LANG_FR], &day) &&
		    (!first || day < first))
			first = day;
	return first;
}

int64_t standing_certificate_end(const struct document *d, struct arena *a)
{
	const struct deadline *list;
	size_t count = deadline_list(d, a, &list);
	int64_t first = 0, day;

	for (size_t i = 0; i < count; i++)
		if (standing_dates(list[i].finding) &&
		    (!first || list[i].time < first))
			first = list[i].time;
	for (size_t i = 0; i < d->findings; i++)
		if (standing_dates(&d->finding[i]) &&
		    (day = day_told(&d->finding[i])) && (!first || day < first))
			first = day;
	return first;
}
