/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_REPLY_H
#define CHECKS_PROBE_NET_REPLY_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An answer of HTTP/1.0 or 1.1 (RFC 9112), read whole. */
struct reply {
	unsigned status;
	struct buf body;
	size_t total; /* bytes of the data that it took */
	bool keeps;   /* the connection may be asked again */
	bool broken;  /* it is none, and will not become one */
};

/*
 * Read one from len bytes; closed: nothing more will come. False when it is
 * not all there yet, or broken; else reply_clear() it.
 */
bool reply_read(struct reply *r, const uint8_t *data, size_t len, bool closed);

void reply_clear(struct reply *r);

#endif
