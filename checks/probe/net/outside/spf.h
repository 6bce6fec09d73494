/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_SPF_H
#define CHECKS_PROBE_NET_OUTSIDE_SPF_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* One record of the Sender Policy Framework, RFC 7208. */

enum spf_kind {
	SPF_ALL,
	SPF_INCLUDE,
	SPF_A,
	SPF_MX,
	SPF_PTR,
	SPF_EXISTS,
	SPF_ADDRESS, /* ip4, ip6: asks nobody */
	SPF_REDIRECT
};

#define SPF_TERMS 100 /* of one record; 450 bytes hold fewer in practice */

struct spf_term {
	enum spf_kind kind;
	char qualifier;     /* '+', '-', '~', '?' */
	const char *domain; /* NULL: the one the record is of */
	bool macro;         /* domain depends on the message: cannot be asked */
};

struct spf {
	const struct spf_term *term;
	size_t terms;
	const char *wrong; /* the first word that breaks the rules, or NULL */
};

/* Whether a text is an SPF record at all: section 4.5. */
bool spf_is(const char *text);

/*
 * Read one; texts live in a. What is read before a wrong word is there too.
 * False when memory ran out.
 */
bool spf_parse(struct spf *out, const char *text, struct arena *a);

#endif
