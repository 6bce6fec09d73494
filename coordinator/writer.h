/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_WRITER_H
#define COORDINATOR_WRITER_H

#include "coordinator/db.h"
#include "coordinator/filing.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WRITER_BATCH 64  /* reports of one transaction, at most */
#define WRITER_QUEUE 256 /* that wait, at most */

/*
 * The one thread of this service that writes reports. It takes all that wait
 * and commits them together: the disk is waited for once. Where several
 * services share a store, each has its own.
 */
struct writer;

struct writer *writer_new(const char *where, struct err *e);

/* Writes what waits first. */
void writer_free(struct writer *w);

/* What it did since it started. */
struct writer_counts {
	uint64_t waiting; /* now */
	uint64_t commits;
	uint64_t written; /* reports that are on disk, once more or not */
	int64_t millis;   /* that the commits took, in all */
};

void writer_count(struct writer *w, struct writer_counts *out);

enum writer_ending {
	WRITER_DONE, /* *out says what became of it, and that is on disk */
	WRITER_QUEUED_OUT, /* too many wait */
	WRITER_FAILED      /* *fault says why, and e */
};

/* Write one, from any thread; returns once it is on disk, or cannot be. */
enum writer_ending writer_put(struct writer *w, struct filing *f,
                              struct filing_result *out, enum db_fault *fault,
                              struct err *e);

#endif
