/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_DMARC_H
#define CHECKS_PROBE_NET_OUTSIDE_DMARC_H

#include <stdbool.h>

/* What one DMARC record asks for, RFC 7489 section 6.3. */
enum dmarc_policy {
	DMARC_NONE, /* also when it is not said, or wrong */
	DMARC_QUARANTINE,
	DMARC_REJECT
};

struct dmarc {
	enum dmarc_policy own; /* p= */
	enum dmarc_policy sub; /* sp=, else p= */
	int percent;           /* pct=, 100 unless said */
};

/* Whether a text is a DMARC record at all: its first tag is v=DMARC1. */
bool dmarc_is(const char *text);

/* Read one, by whole tags: "sp=none" says nothing of p. */
void dmarc_parse(struct dmarc *out, const char *text);

/* "none", "quarantine", "reject"; static. */
const char *dmarc_name(enum dmarc_policy p);

#endif
