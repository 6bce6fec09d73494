/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_METRICS_H
#define COORDINATOR_METRICS_H

#include "core/buf.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * What the service counts for whoever watches it, in the text format of
 * Prometheus. Nothing of any commune is in it. Any thread may count.
 */
struct metrics {
	atomic_uint_least64_t answers[600]; /* by HTTP status */
	atomic_uint_least64_t reports[600]; /* those of the API, by status */
	atomic_uint_least64_t millis;       /* that answers took, in all */
	atomic_int_least64_t visitors;      /* being answered now */
	atomic_int_least64_t bodies;        /* bytes held for them */
	int64_t started;                    /* Unix seconds */
};

void metrics_init(struct metrics *m, int64_t now);
void metrics_count(struct metrics *m, int status, bool report, int64_t millis);

/* Append one line, and before the first of a name its kind and help. */
void metrics_line(struct buf *out, const char *name, const char *type,
                  const char *help);

/* Bytes of memory that the program has in use; 0 when that is not told. */
int64_t metrics_memory(void);

#endif
