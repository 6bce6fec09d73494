/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_OUTSIDE_MTA_STS_H
#define CHECKS_PROBE_NET_OUTSIDE_MTA_STS_H

#include "checks/probe/net/outside/look.h"

/*
 * The mode of a policy file (RFC 8461 section 3.2), len bytes from anybody:
 * "enforce", "testing", "none", or NULL when it is no policy; static.
 */
const char *mta_sts_parse(const char *text, size_t len);

/* Add the criterion "mta-sts" of the mail domain. */
void mta_sts_judge(struct look *l);

#endif
