/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_VOLUME_H
#define CHECKS_PROBE_WINDOWS_VOLUME_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VOLUME_DISKS 8 /* that one volume may lie on */

enum volume_kind {
	VOLUME_FIXED,
	VOLUME_REMOVABLE, /* a stick, a card, or a disk behind USB */
	VOLUME_NETWORK,
	VOLUME_ALIAS, /* another name of a folder (subst) */
	VOLUME_OTHER  /* a disc of plastic, a disk in memory */
};

/* A drive letter of this machine. */
struct volume_drive {
	char root[4]; /* "C:\" */
	enum volume_kind kind;
	bool ready;         /* a medium is in; of a network: not asked */
	bool system;        /* Windows itself is there */
	const char *name;   /* "\\?\Volume{...}\", or NULL */
	const char *target; /* of a network drive "\\nas\share", of an alias
	                       its folder, or NULL when not known */
	int64_t size;       /* bytes, CELL_UNKNOWN when not ready */
	int64_t free;       /* bytes that a plain user may still write */
	unsigned disk[VOLUME_DISKS]; /* numbers of the disks below */
	size_t disks;                /* 0: not known */
};

struct volumes {
	const struct volume_drive *row;
	size_t count;
};

/*
 * The drives, in a. No administrator is needed, no network is touched, and
 * nobody is asked to put a disc in.
 */
void volume_list(struct volumes *out, struct arena *a);

/*
 * The drive that a path is on: "E:\copies", "\\?\Volume{...}\". An alias is
 * followed. NULL when that drive is not there, and for a path on a network.
 */
const struct volume_drive *volume_find(const struct volumes *v,
                                       const char *path);

/* Whether the path begins with the letter of a drive. */
bool volume_local(const char *path);

/* Whether the path names another machine: "\\nas\share". */
bool volume_remote(const char *path);

/* Whether two volumes share a disk. */
enum tri volume_together(const struct volume_drive *a,
                         const struct volume_drive *b);

/*
 * Whether a letter that is not there now belongs to a network drive of this
 * user, and to where; else NULL.
 */
const char *volume_mapping(char letter, struct arena *a);

#endif
