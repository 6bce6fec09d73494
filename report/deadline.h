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
	const char *machine; /* id, or NULL */
};

/*
 * The deadlines of d, soonest first, each day of a finding and machine once;
 * how many. *out lives in a and is NULL if memory ran out.
 */
size_t deadline_list(const struct document *d, struct arena *a,
                     const struct deadline **out);

#endif
