/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PEER_H
#define COORDINATOR_PEER_H

#include "coordinator/allowance.h"

#include <stdbool.h>
#include <sys/socket.h>

/*
 * Who asks. What X-Forwarded-For and X-Forwarded-Proto say is believed of a
 * proxy alone: whoever comes by the Unix socket or from this machine, or from
 * an address that was configured. All others say what they like.
 */
#define PEER_TEXT 46 /* bytes of an address */

struct peer {
	char address[PEER_TEXT]; /* "local": by the Unix socket, of itself */
	bool near;               /* of this machine, and no proxy's visitor */
	bool secure;             /* came by HTTPS, says a proxy */
};

/* from may be NULL, and both headers. */
void peer_read(struct peer *out, const struct sockaddr *from,
               const char *forwarded_for, const char *forwarded_proto,
               const struct allowance *proxies);

#endif
