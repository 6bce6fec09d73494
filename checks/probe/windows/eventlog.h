/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_EVENTLOG_H
#define CHECKS_PROBE_WINDOWS_EVENTLOG_H

#include "checks/facts.h"
#include "checks/probe/windows/decode/run_events.h"
#include "core/arena.h"

#include <stddef.h>
#include <stdint.h>

#define EVENTLOG_EVENTS 32 /* newest ones that are read at most */

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

struct eventlog_events {
	struct run_event row[EVENTLOG_EVENTS]; /* newest first */
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
