/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_TLS_LOOK_H
#define CHECKS_PROBE_NET_OUTSIDE_TLS_LOOK_H

#include "checks/probe/net/outside/look.h"

/*
 * Look at the TLS of a host where place says it is. Adds a row to l->tls and
 * returns it (valid until the next), or NULL and e.
 */
const struct tls_service *tls_look_site(struct look *l, const char *host,
                                        const struct look_place *place,
                                        struct err *e);

/*
 * The same of a mail server, port 25 and STARTTLS. *refused: it answers and
 * offers no TLS.
 */
const struct tls_service *tls_look_mail(struct look *l, const char *host,
                                        const struct look_place *place,
                                        bool *refused, struct err *e);

#endif
