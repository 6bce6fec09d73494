/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_LOOK_H
#define CHECKS_PROBE_NET_OUTSIDE_LOOK_H

#include "checks/domain.h"
#include "checks/facts.h"
#include "checks/probe/probe.h"
#include "core/arena.h"
#include "core/dns.h"
#include "core/rows.h"

/* One part of the look at the commune from outside, and its findings. */
struct look {
	const struct probe_context *context;
	struct facts *facts;
	struct arena *arena;
	struct dns *dns;
	int64_t until;           /* clock_ticks() */
	int64_t now;             /* time, mended when the clock is wrong */
	char site[DOMAIN_BYTES]; /* ASCII, or "" */
	char mail[DOMAIN_BYTES];
	struct rows criteria;
	struct rows tls;
	const char *why; /* why a list is not whole, or NULL */
};

/* Begin; false and e when even that fails. Texts live in a. */
bool look_open(struct look *l, const struct probe_context *c, struct facts *f,
               struct arena *a, struct err *e);

/* Write the lists into the facts, and free. */
void look_close(struct look *l);

/* Note what is said of a criterion. */
void look_criterion(struct look *l, const char *item, enum tri good,
                    const char *fmt, ...) ERR_PRINTF(4, 5);

/* Milliseconds that are left, most at most; 0: none. */
unsigned look_left(const struct look *l, unsigned most);

/* Put a question to DNS and wait for this answer and all others. */
const struct dns_answer *look_dns(struct look *l, const char *name,
                                  enum dns_kind kind);

/* What DNS says of where a host is. */
enum look_way {
	LOOK_FOUND,
	LOOK_NOWHERE, /* no such name, or it has no address */
	LOOK_PRIVATE, /* an address that is not on the Internet */
	LOOK_UNREAD   /* DNS did not say */
};

#define LOOK_ADDRESSES 6   /* of one host that are tried */
#define LOOK_BYTES     300 /* of them with commas between */

/* Where a host is. */
struct look_place {
	enum look_way way;
	const char *why;      /* unless FOUND */
	char all[LOOK_BYTES]; /* numeric, with commas between */
	const char *one[LOOK_ADDRESSES];
	size_t count;
};

/*
 * Find the addresses of a host. A host one of whose addresses is not on the
 * Internet is PRIVATE as a whole: nothing is asked of a private network
 * because a public name says so.
 */
void look_find(struct look *l, const char *host, struct look_place *out);

/* Put the questions of look_find() ahead of time. */
void look_ahead(struct look *l, const char *host);

#endif
