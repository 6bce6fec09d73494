/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_CARRY_H
#define CHECKS_PROBE_NET_CARRY_H

#include "checks/probe/net/talk.h"

/*
 * A talk on one connection: plain bytes for its dialect, raw ones for the
 * network, TLS between them once it is asked for.
 */
struct carry;

/* A talk that begins: the connection is open. NULL if memory ran out. */
struct carry *carry_new(const struct talk_plan *plan, const struct dialect *d,
                        uint32_t address, uint16_t port, const char *service,
                        const char *note);
void carry_free(struct carry *c);

/* What the sweep is to do. */
enum carry_next {
	CARRY_ON,    /* send carry_out(), wait for more */
	CARRY_CLOSE, /* send carry_out() as far as it goes at once, close */
	CARRY_AGAIN  /* close, connect again, carry_open() */
};

/* The connection is open, for the first time or again. */
enum carry_next carry_open(struct carry *c);

/* Raw bytes came. */
enum carry_next carry_take(struct carry *c, const void *data, size_t len);

/* The connection is over, or silent for too long. */
enum carry_next carry_over(struct carry *c, enum talk_over why);

/* Raw bytes to send; carry_sent() takes n off. */
const struct buf *carry_out(const struct carry *c);
void carry_sent(struct carry *c, size_t n);

/*
 * Milliseconds that the talk may be silent, and last, beyond what others may.
 * c may be NULL.
 */
unsigned carry_patience(const struct carry *c);

/* Whether it is the other side's turn, with the very first word. */
bool carry_awaits_greeting(const struct carry *c);

/* Whether the other side has said anything, on any connection. */
bool carry_heard(const struct carry *c);

#endif
