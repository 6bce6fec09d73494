/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_SITE_H
#define CHECKS_PROBE_NET_OUTSIDE_SITE_H

#include "checks/probe/net/outside/look.h"

/*
 * The commune's website: outside.site, outside.https, its criteria (RPNT 1.2
 * to 1.8, "hsts") and its certificate.
 */
void site_read(struct look *l);

#endif
