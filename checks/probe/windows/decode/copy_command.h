/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_COPY_COMMAND_H
#define CHECKS_PROBE_WINDOWS_DECODE_COPY_COMMAND_H

#include "checks/probe/windows/decode/command_line.h"

#include <stdint.h>

/* A command that copies files to another place. */
struct copy_command {
	const char *tool;   /* "robocopy" */
	const char *source; /* what it copies, or NULL */
	const char *target; /* where to, never with a password; or NULL */
	const char *place;  /* "network", "cloud"; NULL: the target tells */
	int64_t worst;      /* the largest result that is a success */
};

/*
 * Whether the command copies: robocopy, xcopy, restic, borg, rclone, 7-Zip,
 * FreeFileSync, SyncBack and their like, Macrium, Duplicati, wbadmin. What stands
 * before the program ("if exist E:\") is passed over. repository: what a
 * variable of the script tells restic and borg, or NULL. Texts live in a.
 */
bool copy_command_read(const struct command_line *line, const char *repository,
                       struct arena *a, struct copy_command *out);

/* A target as it may be shown: "sftp:user:secret@nas:/x" is "sftp:nas:/x". */
const char *copy_command_shown(const char *target, struct arena *a);

#endif
