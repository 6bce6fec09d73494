/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SECURE_H
#define CHECKS_PROBE_NET_SECURE_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* TLS between two byte streams: no socket, nothing that waits. */
struct secure;

/*
 * A client's side, with the SSL_CTX that roots is; name is sent as SNI unless
 * it is NULL. NULL if memory ran out.
 */
struct secure *secure_new(void *roots, const char *name);
void secure_free(struct secure *s);

enum secure_state {
	SECURE_SHAKING, /* the handshake goes on */
	SECURE_READY,
	SECURE_BROKEN
};

/*
 * Take len raw bytes that came, go on with the handshake, and append what is
 * to be sent to raw. What was said in the tunnel is appended to plain.
 */
enum secure_state secure_take(struct secure *s, const void *data, size_t len,
                              struct buf *raw, struct buf *plain);

/* Whether the handshake has ended well, whatever came after it. */
bool secure_done(const struct secure *s);

/* Say something in the tunnel; the raw bytes are appended to raw. */
bool secure_say(struct secure *s, const void *data, size_t len,
                struct buf *raw);

/* The session (an SSL *), for what it tells. */
void *secure_session(struct secure *s);

#endif
