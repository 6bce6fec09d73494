/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/run_events.h"

#define REGULAR 3 /* runs: fewer may be somebody's tries */

int64_t run_events_success(const struct run_event *e, size_t count)
{
	int64_t newest = count > 0 ? 0 : CELL_UNKNOWN;

	for (size_t i = 0; i < count; i++)
		if (e[i].level != RUN_CRITICAL && e[i].level != RUN_ERROR &&
		    e[i].time > newest)
			newest = e[i].time;
	return newest;
}

enum tri run_events_regular(size_t count)
{
	return count >= REGULAR ? TRI_YES : TRI_UNKNOWN;
}
