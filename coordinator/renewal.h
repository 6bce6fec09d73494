/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_RENEWAL_H
#define COORDINATOR_RENEWAL_H

#include "coordinator/keyring.h"
#include "coordinator/service.h"

#include <stddef.h>
#include <stdint.h>

/*
 * A service that runs takes new keys without a restart: it looks at their
 * folder now and then, and at once when it is sent SIGHUP. By one thread.
 */
#define RENEWAL_SECONDS 2  /* between two looks */
#define RENEWAL_KEPT    16 /* keyrings that requests may still hold */

/* Zero is nothing yet. */
struct renewal {
	int64_t next;                       /* look, clock_now() */
	struct keyring *kept[RENEWAL_KEPT]; /* that were replaced */
	size_t replaced;                    /* how often */
	bool failed;                        /* and that was told */
};

/* From now on SIGHUP asks for a look, and ends nothing. */
void renewal_listen(void);

/*
 * Look when it is time, and take what is there. What opens envelopes knows
 * new keys before any kit carries them. A failure is logged once; the keys
 * that were known stay, and it is tried again.
 */
void renewal_look(struct renewal *r, struct service *s, int64_t now);

/* Close what was replaced, when nobody asks any more. */
void renewal_clear(struct renewal *r);

#endif
