/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/lock_delay.h"

/* A way that is on, off or unknown, and how long it takes. */
static void take(enum tri on, int64_t delay, int64_t *best, bool *unknown)
{
	if (on == TRI_NO || delay == 0)
		return;
	if (on == TRI_UNKNOWN || delay == CELL_UNKNOWN)
		*unknown = true;
	else if (*best == 0 || delay < *best)
		*best = delay;
}

/* How long until waking up would ask. */
static int64_t until_sleep(const struct lock_delay *d)
{
	if (!d->modern)
		return d->sleep;
	if (d->grace == LOCK_DELAY_NEVER || d->off == 0)
		return 0;
	return d->off == CELL_UNKNOWN || d->grace == CELL_UNKNOWN
	           ? CELL_UNKNOWN
	           : d->off + d->grace;
}

bool lock_delay_find(const struct lock_delay *d, int64_t *out)
{
	bool unknown = false;

	*out = 0;
	take(d->saver, d->saver_delay, out, &unknown);
	take(TRI_YES, d->inactivity, out, &unknown);
	take(d->wake, until_sleep(d), out, &unknown);
	/* What is known to lock does so whatever the others do. */
	return *out > 0 || !unknown;
}
