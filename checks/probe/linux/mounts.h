/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_MOUNTS_H
#define CHECKS_PROBE_LINUX_MOUNTS_H

#include "checks/probe/linux/tree.h"

/* A file system that is mounted, or that the configuration mounts. */
struct mount {
	const char *device; /* "8:1", NULL when only configured */
	const char *point;  /* "/mnt/nas" */
	const char *type;   /* "ext4", "cifs", "fuse.sshfs" */
	const char *source; /* "/dev/sda1", "UUID=...", "nas:/share" */
	const char *options;
};

struct mounts {
	const struct mount *row;
	size_t count;
};

/* What is mounted now, later over earlier; rows and texts live in a. */
enum tree_result mounts_list(const struct probe_context *c, struct arena *a,
                             struct mounts *out);

/* What /etc/fstab and systemd's .mount units of /etc would mount. */
enum tree_result mounts_configured(const struct probe_context *c,
                                   struct arena *a, struct mounts *out);

/*
 * The one that holds path, by its text: the longest point, the last of
 * equals. NULL when none does.
 */
const struct mount *mounts_find(const struct mounts *m, const char *path);

/* Another machine's disk: looking into it may hang. */
bool mounts_remote(const struct mount *m);

/* Whether path is folder or below it. */
bool mounts_below(const char *path, const char *folder);

#endif
