/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rows.h"
#include "report/compare.h"

#include <stdlib.h>
#include <string.h>

static int order_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_cells(const void *left, const void *right)
{
	const struct document_evidence *a = left;
	const struct document_evidence *b = right;
	int n = (a->port > b->port) - (a->port < b->port);

	if (n == 0)
		n = order_text(a->machine, b->machine);
	if (n == 0)
		n = order_text(a->host, b->host);
	if (n == 0)
		n = order_text(a->transport, b->transport);
	if (n == 0)
		n = order_text(a->code, b->code);
	return n ? n : order_text(a->value, b->value);
}

/* The lines of f in an order of their own, or NULL if memory ran out. */
static struct document_evidence *sorted(const struct document_finding *f,
                                        struct arena *a)
{
	struct document_evidence *copy =
	    arena_alloc(a, f->evidences, sizeof(*copy));

	if (!copy || f->evidences == 0)
		return copy;
	memcpy(copy, f->evidence, f->evidences * sizeof(*copy));
	qsort(copy, f->evidences, sizeof(*copy), by_cells);
	return copy;
}

/*
 * Whether both rest on the same observations. An answer leaves none, so what
 * was declared never does.
 */
static bool same_observations(const struct document_finding *before,
                              const struct document_finding *after,
                              struct arena *a, bool *ok)
{
	struct document_evidence *x, *y;

	if (before->declared || after->declared ||
	    before->evidences != after->evidences)
		return false;
	x = sorted(before, a);
	y = sorted(after, a);
	*ok = x && y;
	for (size_t i = 0; *ok && i < before->evidences; i++)
		if (by_cells(&x[i], &y[i]) != 0)
			return false;
	return *ok;
}

/* How good a verdict is; what does not apply is no trouble. */
static int goodness(enum verdict v)
{
	static const int good[VERDICT_COUNT] = {
		[VERDICT_FAIL] = 0,           [VERDICT_UNKNOWN] = 1,
		[VERDICT_PARTIAL] = 2,        [VERDICT_PASS] = 3,
		[VERDICT_NOT_APPLICABLE] = 3,
	};

	return good[v];
}

/* What the change is, if there is one. */
static bool find_kind(const struct change *c, enum change_kind *out)
{
	enum verdict before, after;

	if (!c->before || !c->after) {
		*out = c->before ? CHANGE_GONE : CHANGE_NEW;
		return true;
	}
	before = c->before->verdict;
	after = c->after->verdict;
	/* No longer to know that something is wrong is not an improvement. */
	if (before == VERDICT_FAIL && after == VERDICT_UNKNOWN)
		return false;
	*out =
	    goodness(after) > goodness(before) ? CHANGE_BETTER : CHANGE_WORSE;
	return goodness(after) != goodness(before);
}

static bool rules_differ(const struct document *a, const struct document *b)
{
	return a->formula != b->formula ||
	       order_text(a->baseline.id, b->baseline.id) != 0 ||
	       order_text(a->baseline.version, b->baseline.version) != 0;
}

/* Add the change from before to after (one may be NULL) if it is of kind. */
static bool add_change(const struct comparison *all, enum change_kind kind,
                       const struct document_finding *before,
                       const struct document_finding *after, struct arena *a,
                       struct rows *rows)
{
	struct change c = { .before = before, .after = after };
	struct change *row;
	bool ok = true;

	if (!find_kind(&c, &c.kind) || c.kind != kind)
		return true;
	if (all->rules_differ &&
	    (!before || !after || same_observations(before, after, a, &ok)))
		c.cause = CAUSE_RULES;
	row = ok ? rows_add(rows) : NULL;
	if (row)
		*row = c;
	return row;
}

static bool add_kind(struct comparison *all, enum change_kind kind,
                     struct arena *a, struct rows *rows)
{
	const struct document *list =
	    kind == CHANGE_GONE ? all->before : all->after;

	for (size_t i = 0; i < list->findings; i++) {
		const struct document_finding *f = &list->finding[i];
		const struct document_finding *other = document_finding(
		    kind == CHANGE_GONE ? all->after : all->before, f->id);

		if (kind == CHANGE_GONE && other)
			continue;
		if (!add_change(all, kind, kind == CHANGE_GONE ? f : other,
		                kind == CHANGE_GONE ? NULL : f, a, rows))
			return false;
	}
	return true;
}

bool compare_documents(struct comparison *out, const struct document *before,
                       const struct document *after, struct arena *a)
{
	struct rows rows;

	*out = (struct comparison){
		.before = before,
		.after = after,
		.rules_differ = rules_differ(before, after),
	};
	rows_init(&rows, a, sizeof(struct change));
	for (int kind = CHANGE_BETTER; kind <= CHANGE_GONE; kind++)
		if (!add_kind(out, (enum change_kind)kind, a, &rows))
			return false;
	out->change = rows.data;
	out->changes = rows.count;
	return compare_devices(out, a);
}
