/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_EVENTLOG_H
#define CHECKS_PROBE_WINDOWS_EVENTLOG_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stddef.h>
#include <stdint.h>

#define EVENTLOG_EVENTS 32 /* newest ones that are read at most */

/* Levels of an event: winmeta.xml of the Windows SDK. */
enum eventlog_level {
	EVENTLOG_ALWAYS = 0,
	EVENTLOG_CRITICAL = 1,
	EVENTLOG_ERROR = 2,
	EVENTLOG_WARNING = 3,
	EVENTLOG_INFORMATION = 4
};

/*
 * What to look for: events of a channel that an XPath selects, which looks at
 * numbers alone, never at words: "*[System[(EventID=4)]]". Must be static, as
 * a thread that is left behind may still read it.
 */
struct eventlog_query {
	const char *channel;
	const char *xpath;
	unsigned deadline; /* milliseconds */
};

struct eventlog_event {
	int64_t id;
	int64_t level;
	int64_t time;
};

struct eventlog_events {
	struct eventlog_event row[EVENTLOG_EVENTS]; /* newest first */
	size_t count;
	const char *why; /* when the state is not KNOWN */
};

/*
 * Ask, in a worker with the query's deadline. KNOWN, with no events too;
 * ABSENT: no such channel; DENIED; UNSUPPORTED: this Windows cannot be asked;
 * else FAILED.
 */
enum fact_state eventlog_read(const struct eventlog_query *q, struct arena *a,
                              struct eventlog_events *out);

#endif
