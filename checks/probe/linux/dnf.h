/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_DNF_H
#define CHECKS_PROBE_LINUX_DNF_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/*
 * Fill update.refreshed, update.installed and update.automatic from what dnf
 * (4 or 5) leaves behind. Which updates wait is FAILED: its lists are packed
 * in ways that only dnf unpacks, and dnf takes 100 MB to say it.
 */
void dnf_read(const struct probe_context *c, struct facts *f, struct arena *a);

#endif
