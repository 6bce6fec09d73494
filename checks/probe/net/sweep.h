/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SWEEP_H
#define CHECKS_PROBE_NET_SWEEP_H

#include "checks/baseline.h"
#include "checks/probe/net/discover.h"
#include "checks/probe/net/sight.h"
#include "checks/probe/net/talk.h"

/* What is to be looked at, and how far. */
struct sweep_setup {
	const struct lan_network *range;
	size_t ranges;
	const struct baseline *baseline; /* its ports are asked */
	enum talk_level level;
	int64_t now;       /* time */
	void *roots;       /* SSL_CTX, or NULL: TLS is not spoken */
	unsigned deadline; /* milliseconds for all of it */
};

/*
 * Look: one loop, everything at once, within the manners of host.h. What is
 * found goes into sight. False when the deadline came first, or memory ran
 * out: what is there is true, but there may be more.
 */
bool sweep_run(const struct sweep_setup *setup, struct sight *sight);

#endif
