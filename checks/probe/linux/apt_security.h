/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_APT_SECURITY_H
#define CHECKS_PROBE_LINUX_APT_SECURITY_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/* Rows kept of the updates that wait; all are counted. */
#define APT_SECURITY_ROWS 50

/*
 * Fill update.security-pending and update.security without asking apt: what
 * dpkg has installed against the lists of the security archives that apt has
 * fetched. apt itself takes ten times the memory. Held packages count: their
 * update does wait.
 */
void apt_security_read(const struct probe_context *c, struct facts *f,
                       struct arena *a);

#endif
