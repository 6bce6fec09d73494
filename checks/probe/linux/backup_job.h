/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_JOB_H
#define CHECKS_PROBE_LINUX_BACKUP_JOB_H

#include "checks/probe/linux/backup_scan.h"

/*
 * Something that runs by itself: scripts it calls are read as well, and every
 * command found is given to the tool whose program it names.
 */
struct backup_job {
	struct backup_scan *scan;
	struct backup_command command; /* what does not change between them */
	struct shell shell;            /* its variables */
	int depth;                     /* of scripts that call scripts */
};

/* Start a job; home may be NULL. Variables can then be set in its shell. */
void backup_job_init(struct backup_job *job, struct backup_scan *s,
                     const char *home, const char *where, enum tri enabled);

/* Read its command line, or a whole script. */
void backup_job_read(struct backup_job *job, const char *text);

/* Read the script at path, if it is one. */
void backup_job_script(struct backup_job *job, const char *path);

/* Give the command to its tool; defined beside the list of tools. */
void backup_dispatch(struct backup_scan *s, const struct backup_command *c);

/* Whether one of the tools has commands of that program. */
bool backup_knows(const char *program);

#endif
