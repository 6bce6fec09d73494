/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_POST_H
#define CHECKS_PROBE_NET_LISTEN_POST_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

#define POST_SECONDS      60  /* that are listened to, unless told */
#define POST_SECONDS_MOST 600 /* more would be spying on people at work */

/* What to listen to. */
struct post_order {
	const char *file;      /* a capture to read, or NULL */
	const char *interface; /* NULL: the usual one */
	unsigned seconds;      /* of an interface */
};

/* What came of it, besides the facts. */
struct post_outcome {
	bool opened; /* false: nothing was listened to, see why */
	struct err why;
	const char *interface; /* that was listened to; in the arena */
	const char *broken;    /* why it ended too early, or NULL; arena */
	const char *unwalled;  /* why it had rights while it did, or NULL */
};

/* A worker that listens, and keeps no right but that. */
struct post;

/*
 * Start to listen; NULL and e on failure. order must stay as it is until
 * post_finish().
 */
struct post *post_start(const struct post_order *order, struct err *e);

/* Whether post_finish() would return at once. */
bool post_done(struct post *p);

/* Have it end now, with what was heard. */
void post_hurry(struct post *p);

/*
 * Wait, read the facts "listen.*" into f (texts in a), and free p. False when
 * nothing came back; outcome tells the rest.
 */
bool post_finish(struct post *p, struct facts *f, struct arena *a,
                 struct post_outcome *outcome, struct err *e);

#endif
