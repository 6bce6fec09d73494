/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_MAIL_H
#define CHECKS_PROBE_NET_OUTSIDE_MAIL_H

#include "checks/probe/net/outside/look.h"

/*
 * The commune's mail domain: outside.mail, outside.spf, outside.dmarc, its
 * criteria (RPNT 2.1 to 2.8, "spf-one", "spf-all", "spf-lookups", "dkim",
 * "mta-sts", "mail-tls") and its server's certificate.
 */
void mail_read(struct look *l);

#endif
