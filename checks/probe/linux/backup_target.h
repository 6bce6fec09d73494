/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_TARGET_H
#define CHECKS_PROBE_LINUX_BACKUP_TARGET_H

#include "core/arena.h"

/* Where copies go, as a tool was told. */
struct backup_target {
	const char *shown;  /* as configured, without user or password of a URL;
	                      NULL when nothing is left to show */
	const char *path;   /* a folder of this machine, else NULL */
	const char *place;  /* "network" or "cloud"; NULL when it is a path or
	                      not known */
	const char *key;    /* the same for every way to write it */
	const char *remote; /* name of the rclone remote, else NULL */
};

/*
 * Read a target: a path, a URL of restic, borg, duplicity or rclone, or
 * rsync's "host:path". home stands for "~" and may be NULL. Texts live in a;
 * everything is NULL when it is full.
 */
void backup_target_parse(struct arena *a, const char *raw, const char *home,
                         struct backup_target *out);

#endif
