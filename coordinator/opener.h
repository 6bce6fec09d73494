/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_OPENER_H
#define COORDINATOR_OPENER_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Processes that read what strangers sent. Each has what its work brought
 * along in memory, the keys, and one socket to us; no file, no network, no
 * new process. One that crashes or hangs is replaced. They are made by a
 * process of their own, which is started before any thread is and reads
 * nothing but our orders and what the work brings along.
 */
struct opener;

/* What they do with len bytes: append a reply. ctx is a copy of ours. */
struct opener_work {
	void (*run)(void *ctx, struct buf *reply, const void *data, size_t len);
	/*
	 * In the process that makes them, to have all loaded, and to load it
	 * anew; NULL for nothing.
	 */
	bool (*prepare)(void *ctx, struct err *e);
	bool (*renew)(void *ctx, struct err *e);
	void *ctx;
	size_t input;      /* most bytes of what is read */
	size_t reply;      /* most bytes of a reply */
	size_t memory;     /* most bytes that it may take beside what it has */
	unsigned deadline; /* milliseconds for one */
};

/*
 * Start count of them, before any thread. NULL and e when they cannot be kept
 * in here.
 */
struct opener *opener_new(const struct opener_work *work, size_t count,
                          struct err *e);
void opener_free(struct opener *o);

/*
 * Have what the work brings along loaded anew. Each is replaced before it
 * reads the next thing. When false, all is as it was.
 */
bool opener_renew(struct opener *o, struct err *e);

enum opener_ending {
	OPENER_DONE,
	OPENER_BUSY, /* all were at work for too long */
	OPENER_LOST, /* it crashed, ran out of memory or time at this */
	OPENER_GONE  /* no more can be made */
};

/*
 * Have one read len bytes, from any thread, after waiting for a free one at
 * most ms milliseconds. Its reply, appended to out, is a stranger's.
 */
enum opener_ending opener_run(struct opener *o, const void *data, size_t len,
                              struct buf *out, unsigned ms, struct err *e);

#endif
