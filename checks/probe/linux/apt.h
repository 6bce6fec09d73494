/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_APT_H
#define CHECKS_PROBE_LINUX_APT_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/*
 * Fill update.refreshed, update.installed and update.automatic from what apt
 * leaves behind: times of files, its log and its settings.
 */
void apt_read(const struct probe_context *c, struct facts *f, struct arena *a);

#endif
