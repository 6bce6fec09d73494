/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_UNIT_H
#define CHECKS_PROBE_LINUX_BACKUP_UNIT_H

#include "checks/probe/linux/tree.h"

/* A setting of a systemd unit, in place in its text. */
struct backup_unit_line {
	const char *section; /* "Service"; "" before the first */
	const char *key;
	char *value;
};

/* The next setting of *cursor, continued lines joined; false at the end.
   l keeps the section from call to call: start it empty. */
bool backup_unit_next(char **cursor, struct backup_unit_line *l);

/* Where units are looked for, best first; NULL-ended. */
extern const char *const backup_unit_folders[];

/* A unit and its drop-ins. */
struct backup_unit {
	const char *path; /* of the unit itself */
	char *text;       /* everything, in the order that systemd reads */
};

/*
 * Read the unit of that name from the first folder that has it, an instance
 * ("x@y.service") from its template too, and the drop-ins of every folder.
 * TREE_ABSENT when there is none or it is masked.
 */
enum tree_result backup_unit_read(const struct probe_context *c,
                                  struct arena *a, const char *const *folders,
                                  const char *name, struct backup_unit *out);

#endif
