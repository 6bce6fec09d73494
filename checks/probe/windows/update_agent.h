/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_UPDATE_AGENT_H
#define CHECKS_PROBE_WINDOWS_UPDATE_AGENT_H

#include <stdint.h>

/* What the Windows Update Agent tells; times, or CELL_UNKNOWN. */
struct update_agent {
	int64_t searched;  /* the last look that worked */
	int64_t installed; /* of Windows itself, no signatures and no drivers */
	int64_t anything;  /* whatever was installed last, signatures too */
	int64_t level;     /* AutomaticUpdatesNotificationLevel, 0: not said */
};

/*
 * Ask it, in a worker of its own with that deadline in milliseconds, since it
 * waits for a service that may never answer. Unknown where it does not.
 */
void update_agent_ask(struct update_agent *out, unsigned deadline);

#endif
