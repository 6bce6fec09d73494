/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_TRAIL_H
#define CHECKS_PROBE_NET_OUTSIDE_TRAIL_H

#include "checks/probe/net/outside/look.h"
#include "checks/probe/net/outside/url.h"
#include "core/http.h"

#define TRAIL_HOPS 5 /* RPNT 1.6 */

/* Where a page leads to, jump by jump. */
struct trail {
	enum http_fault fault; /* of the last request */
	bool fetched;          /* the first request had an answer */
	bool bad;              /* a certificate on the way is not right */
	bool barred;           /* a jump led where nothing is asked */
	bool proxied;          /* the first request went through a proxy */
	bool endless;          /* more than TRAIL_HOPS jumps */
	unsigned hops;
	int status;          /* of the last answer */
	const char *why;     /* unless the last is FINE */
	const char *foreign; /* first host that is not of the site, or NULL */
	const char *hsts;    /* of the site's own first secure answer, or "" */
	int64_t clock;       /* what time the server says it is, 0: nothing */
	struct url last;     /* the last that was asked */
};

/*
 * Follow an address of the commune's site to its end. A certificate that is
 * not right is noted, and what is behind it looked at all the same: nothing
 * is sent that is not public.
 */
void trail_follow(struct look *l, const char *scheme, const char *host,
                  struct trail *out);

/* Whether it ended at a page that a visitor would see. */
bool trail_good(const struct trail *t);

#endif
