/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_BACKUP_TOOLS_H
#define CHECKS_PROBE_WINDOWS_BACKUP_TOOLS_H

#include "checks/probe/windows/backup_scan.h"

/* A family of tools that copy files: one file, one of these. */
struct backup_tool {
	void (*look)(struct backup_scan *s);
};

/*
 * Every family, in the order that they look. Those that only show that a
 * product is installed come last: they add nothing where a row is there.
 */
#define BACKUP_TOOLS(X) \
	X(file_history) \
	X(windows)      \
	X(image)        \
	X(veeam)        \
	X(job)          \
	X(sync)         \
	X(hand)         \
	X(product)

#define BACKUP_DECLARE(name) extern const struct backup_tool backup_tool_##name;
BACKUP_TOOLS(BACKUP_DECLARE)

#endif
