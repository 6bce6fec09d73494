/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_SMARTD_H
#define CHECKS_PROBE_LINUX_SMARTD_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/*
 * Whether smartd, which watches disks for this machine, has warned of one of
 * that model: from the files it keeps. UNKNOWN when it keeps none of that
 * model, or none of the last week.
 */
enum tri smartd_failing(const struct probe_context *c, const char *model);

#endif
