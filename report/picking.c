/* SPDX-License-Identifier: Apache-2.0 */
#include "report/picking.h"

#include <stdlib.h>

static int urgency(const struct document_finding *f)
{
	static const int of[VERDICT_COUNT] = {
		[VERDICT_FAIL] = 2, [VERDICT_PARTIAL] = 1
	};

	return (int)f->severity * 4 + of[f->verdict];
}

static int by_urgency(const void *a, const void *b)
{
	const struct document_finding *x =
	    *(const struct document_finding *const *)a;
	const struct document_finding *y =
	    *(const struct document_finding *const *)b;
	int d = urgency(y) - urgency(x);

	if (d != 0)
		return d;
	return x < y ? -1 : x > y;
}

bool picking_make(struct picking *p, const struct view *v, unsigned verdicts)
{
	const struct document *d = v->document;

	p->count = 0;
	p->finding =
	    arena_alloc(v->arena, d->findings + 1, sizeof(*p->finding));
	if (!p->finding)
		return false;
	for (size_t i = 0; i < d->findings; i++)
		if (verdicts & PICKING(d->finding[i].verdict))
			p->finding[p->count++] = &d->finding[i];
	qsort(p->finding, p->count, sizeof(*p->finding), by_urgency);
	return true;
}
