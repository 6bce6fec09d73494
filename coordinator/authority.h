/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_AUTHORITY_H
#define COORDINATOR_AUTHORITY_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The certificates of an authority of the coordinator's own: what agents are
 * to trust for its site, besides what their system does.
 */
#define AUTHORITY_MOST  8
#define AUTHORITY_BYTES (16u << 10) /* of the PEM text */

struct authority {
	const char *subject; /* "CN=Racine,O=Syndicat", in the arena */
	int64_t end;         /* last second that it holds */
};

enum authority_ending {
	AUTHORITY_GOOD,
	AUTHORITY_WRONG,  /* no certificates in PEM, or too many */
	AUTHORITY_ENDED,  /* one held until now - 1 or before */
	AUTHORITY_SECRET, /* there is a private key in it */
	AUTHORITY_LEAF    /* one may vouch for nobody */
};

/*
 * Read a PEM text, which anybody may have made. list, of AUTHORITY_MOST, and
 * *count are filled in when it is good or ended. clean, unless NULL, gets the
 * certificates alone, without what stood between them.
 */
enum authority_ending authority_read(struct authority *list, size_t *count,
                                     const char *pem, int64_t now,
                                     struct buf *clean, struct arena *a);

#endif
