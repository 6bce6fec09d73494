/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_PLACE_H
#define CHECKS_PROBE_LINUX_BACKUP_PLACE_H

#include "checks/probe/linux/backup_scan.h"

/* How a folder can be reached now. */
enum backup_reach {
	BACKUP_HERE,    /* on a disk that is plugged in */
	BACKUP_REMOTE,  /* on another machine's disk, mounted */
	BACKUP_AWAY,    /* its disk is not mounted or not plugged in */
	BACKUP_MISSING, /* its disk is here, the folder is not */
};

/* Whether and how the folder at path can be reached. */
enum backup_reach backup_place_reach(struct backup_scan *s, const char *path);

/*
 * Fill the row's place and plugged from its target; "what" it copies, one
 * path a line or separated by ", ", decides what the same disk is.
 */
void backup_place_fill(struct backup_scan *s, struct backup_copy *copy);

#endif
