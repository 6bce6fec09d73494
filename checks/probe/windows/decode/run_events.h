/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_RUN_EVENTS_H
#define CHECKS_PROBE_WINDOWS_DECODE_RUN_EVENTS_H

#include "checks/facts.h"

#include <stddef.h>

/* Levels of an event: winmeta.xml of the Windows SDK. */
enum run_level {
	RUN_ALWAYS = 0,
	RUN_CRITICAL = 1,
	RUN_ERROR = 2,
	RUN_WARNING = 3,
	RUN_INFORMATION = 4
};

/* An event of the log. */
struct run_event {
	int64_t id;
	int64_t level;
	int64_t time;
};

/*
 * The time of the newest of events that each tell the end of a run whose
 * level is no error: a warning is a copy that left a file out. 0 when all
 * runs failed, CELL_UNKNOWN without any.
 */
int64_t run_events_success(const struct run_event *e, size_t count);

/* Whether runs come by themselves: three or more of them. Never NO. */
enum tri run_events_regular(size_t count);

#endif
