/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_RDAP_H
#define CHECKS_PROBE_NET_OUTSIDE_RDAP_H

#include "checks/probe/net/outside/look.h"

/*
 * The time that a domain's registration ends, from len bytes of a registry's
 * answer (RFC 9083); false and e when it does not say.
 */
bool rdap_parse(const char *text, size_t len, struct arena *a, int64_t *ends,
                struct err *e);

/*
 * The registry's address for names that end in ending ("fr"), from len bytes
 * of IANA's list (RFC 9224), "https://.../"; NULL and e when it has none.
 */
const char *rdap_registry(const char *text, size_t len, const char *ending,
                          struct arena *a, struct err *e);

/* The registration of the commune's domain: outside.domain-expires. */
void rdap_read(struct look *l);

#endif
