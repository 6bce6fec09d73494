/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_WORKER_H
#define CORE_WORKER_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>

/*
 * A piece of work apart from the program: if it crashes, hangs on a dead
 * network drive or eats memory, the program goes on without its result.
 */
struct worker;

/*
 * Start job(ctx, out); what it appends to out is its result, at most limit
 * bytes. It is given up after deadline milliseconds, counted from now. The
 * worker is NULL on failure. ctx must stay as it is until worker_finish().
 */
struct worker *worker_start(bool (*job)(void *ctx, struct buf *out), void *ctx,
                            unsigned deadline, size_t limit, struct err *e);

/* Whether worker_finish() would return at once. */
bool worker_done(struct worker *w);

/*
 * Wait for the end, append the result to out and free the worker. False when
 * the job failed, crashed or was given up; e says which.
 */
bool worker_finish(struct worker *w, struct buf *out, struct err *e);

/* Ask the job to end soon: interrupt_seen() becomes true there. */
void worker_interrupt(struct worker *w);

/* Give the worker up, whatever it is at, and free it. */
void worker_stop(struct worker *w);

/*
 * Whether a job that was given up may still be at work, on its ctx and what
 * that leads to: then nothing of it may be freed. Where workers are processes
 * it never is.
 */
bool worker_left_behind(void);

#endif
