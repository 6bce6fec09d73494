/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "core/arena.h"
#include "report/document.h"

enum change_kind {
	CHANGE_BETTER,
	CHANGE_WORSE,
	CHANGE_NEW, /* a control that was not asked before */
	CHANGE_GONE
};

/* Who changed. */
enum change_cause {
	CAUSE_MACHINE, /* what was seen or answered */
	CAUSE_RULES    /* the same was seen, other rules judged it */
};

struct change {
	enum change_kind kind;
	enum change_cause cause;
	const struct document_finding *before; /* NULL if new */
	const struct document_finding *after;  /* NULL if gone */
};

struct comparison {
	const struct document *before;
	const struct document *after;
	bool rules_differ;           /* another baseline or formula */
	const struct change *change; /* better first, then worse, new, gone */
	size_t changes;
	const struct document_host **device; /* of after, new on the network */
	size_t devices;
};

/* What changed from before to after. False if memory ran out. */
bool compare_documents(struct comparison *out, const struct document *before,
                       const struct document *after, struct arena *a);

/*
 * Find the devices of c->after that c->before did not have: in a range that
 * was looked at both times, with no address, name or machine of then, and not
 * one that only seems to have moved to another address. Part of
 * compare_documents(). False if memory ran out.
 */
bool compare_devices(struct comparison *c, struct arena *a);

#endif
