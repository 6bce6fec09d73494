/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_DEADLINE_H
#define REPORT_DEADLINE_H

#include "core/arena.h"
#include "report/document.h"

/*
 * A day on which something ends: a certificate, a system's support, a domain
 * name. Read from evidence whose code speaks of an end ("domain-expires",
 * "os-support-ends", "certificate-soon"): the first day in its value.
 */
struct deadline {
	int64_t time;
	const struct document_finding *finding;
	const char *machine; /* id of the one that told it, or NULL */
	const char *host;    /* address of the device it is about, or NULL */
};

/* Where it is, for a reader: the host, else the machine's label, or NULL. */
const char *deadline_where(const struct deadline *t, const struct document *d);

/* The day that a line of evidence says something ends; false if none. */
bool deadline_day(const struct document_evidence *e, int64_t *time);

/*
 * The deadlines of d, soonest first, each day of a finding and place once;
 * how many. *out lives in a and is NULL if memory ran out.
 */
size_t deadline_list(const struct document *d, struct arena *a,
                     const struct deadline **out);

#endif
