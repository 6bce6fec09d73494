/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_TOOLS_H
#define CHECKS_PROBE_LINUX_BACKUP_TOOLS_H

#include "checks/probe/linux/backup_scan.h"

/* Every tool we know, one file each; backup.c walks them in this order. */
#define BACKUP_TOOLS(X) \
	X(borg)         \
	X(restic)       \
	X(rsnapshot)    \
	X(duplicity)    \
	X(dejadup)      \
	X(copier)       \
	X(backintime)   \
	X(snapshot)     \
	X(agent)        \
	X(sync)

#define BACKUP_DECLARE(name) extern const struct backup_tool backup_tool_##name;
BACKUP_TOOLS(BACKUP_DECLARE)

#endif
