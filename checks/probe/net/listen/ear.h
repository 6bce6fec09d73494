/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_EAR_H
#define CHECKS_PROBE_NET_LISTEN_EAR_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/capture.h"

#include <stdint.h>

/*
 * Hears packets and keeps counts of them, in memory that never grows. What
 * was said, by whom and to whom is forgotten as it goes by.
 */
struct ear;

/* A new one, or NULL. */
struct ear *ear_new(void);

void ear_free(struct ear *e);

/* Hear a packet of a capture of that link. */
void ear_hear(struct ear *e, enum capture_link link,
              const struct capture_packet *p);

/* How it was listened. */
struct ear_session {
	int64_t seconds;   /* -1: as long as the packets' own times tell */
	uint64_t lost;     /* packets that came too fast */
	const char *doubt; /* why it ended too early, or NULL */
};

/*
 * The end: fill the facts "listen.*". What was counted stays counted, but
 * that there was none is FAILED, with the reason, when it cannot be known.
 */
void ear_end(struct ear *e, const struct ear_session *s, struct facts *f,
             struct arena *a);

#endif
