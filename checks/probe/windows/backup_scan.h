/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_BACKUP_SCAN_H
#define CHECKS_PROBE_WINDOWS_BACKUP_SCAN_H

#include "checks/probe/probe.h"
#include "checks/probe/windows/folder.h"
#include "checks/probe/windows/installed.h"
#include "checks/probe/windows/task.h"
#include "checks/probe/windows/tree.h"
#include "checks/probe/windows/volume.h"
#include "core/rows.h"

#define BACKUP_SCAN_MAX 60 /* rows: more would help nobody */

/* A row on its way; place and plugged are filled at the end. */
struct backup_copy {
	struct backup row;
	const char *path;   /* that copies go to, or NULL */
	const char *volume; /* "\\?\Volume{...}\" of it, or NULL */
	const char *source; /* one path that is copied, or NULL */
};

/*
 * A look at the whole machine for what copies its files: each tool looks at
 * its own traces and adds or completes rows.
 */
struct backup_scan {
	const struct probe_context *c;
	struct arena *a; /* everything below; not the facts' arena */
	struct volumes volumes;
	struct installed installed;
	struct tasks tasks;
	const char *folder[FOLDER_COUNT]; /* by folder_id, NULL: not told */
	struct rows copies;               /* struct backup_copy * */
	const char *closed;    /* what could not be read and may hide one */
	unsigned remote_looks; /* at folders of other machines */
};

/*
 * The row of a tool and target, made if need be; NULL when there are too
 * many. target may be NULL: then the row is the tool's only one without.
 */
struct backup_copy *backup_scan_copy(struct backup_scan *s, const char *tool,
                                     const char *target, const char *where);

/* Take note of a success at that time; CELL_UNKNOWN and the future are none. */
void backup_scan_success(struct backup_scan *s, struct backup_copy *copy,
                         int64_t time);

/*
 * The newest success is no newer than that time. Only when that is too old
 * already does it say something.
 */
void backup_scan_bound(struct backup_scan *s, struct backup_copy *copy,
                       int64_t time);

/* The copy runs by itself, or is known not to. */
void backup_scan_schedule(struct backup_copy *copy, enum tri scheduled);

/* Remember what was closed to us and may hide a backup. */
void backup_scan_closed(struct backup_scan *s, const char *what);

/* How a place can be reached now. */
enum backup_reach {
	BACKUP_HERE,    /* on a disk that is plugged in */
	BACKUP_REMOTE,  /* on another machine */
	BACKUP_AWAY,    /* its disk is not plugged in */
	BACKUP_NOWHERE, /* no path of this machine */
};
enum backup_reach backup_scan_reach(const struct backup_scan *s,
                                    const struct backup_copy *copy);

/*
 * Look for the newest file of a name in a folder of the copy's target (see
 * tree_newest()). KNOWN is that the folder is there: *time is 0 when it has
 * no such file. A remote folder that does not answer makes the copy
 * unplugged.
 */
enum tree_result backup_scan_newest(struct backup_scan *s,
                                    struct backup_copy *copy,
                                    const char *folder, const char *pattern,
                                    unsigned depth, int64_t *time);

/* Fill the row's place and plugged from its target and what it copies. */
void backup_scan_place(struct backup_scan *s, struct backup_copy *copy);

#endif
