/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_PACKAGE_H
#define CHECKS_PROBE_LINUX_PACKAGE_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/*
 * Whether dpkg has a package of that name (a shell pattern is allowed) with
 * more than its old configuration. UNKNOWN where there is no dpkg.
 */
enum tri package_installed(const struct probe_context *c, const char *name);

#endif
