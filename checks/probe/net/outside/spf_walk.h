/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_SPF_WALK_H
#define CHECKS_PROBE_NET_OUTSIDE_SPF_WALK_H

#include "core/dns.h"

/* What a domain's SPF record comes to, with all that it refers to. */

#define SPF_LOOKUPS 10 /* RFC 7208, section 4.6.4 */
#define SPF_VOIDS   2  /* the same: questions that find nothing */

/* Who answers: ask() as dns_ask(), wait() as dns_wait(). */
struct spf_source {
	const struct dns_answer *(*ask)(void *ctx, const char *name,
	                                enum dns_kind kind);
	void (*wait)(void *ctx);
	void *ctx;
};

struct spf_walk {
	unsigned records;   /* of the domain itself; one is right */
	const char *record; /* the first, or NULL */
	char all;           /* '-', '~', '?', '+', or 0: says nothing */
	unsigned lookups;   /* counted up to one above SPF_LOOKUPS */
	unsigned voids;
	const char *broken; /* why receivers give up (permerror), or NULL */
	const char *unread; /* what could not be asked, or NULL */
};

/*
 * Read the record of domain and walk through include and redirect. Texts
 * live in a. Ends whatever the records say: after SPF_LOOKUPS + 1 questions.
 */
void spf_walk_read(struct spf_walk *out, const char *domain,
                   const struct spf_source *source, struct arena *a);

#endif
