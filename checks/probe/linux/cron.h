/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_CRON_H
#define CHECKS_PROBE_LINUX_CRON_H

#include <stdbool.h>

/* A line of a crontab that runs something. */
struct cron_line {
	const char *user;    /* NULL in a crontab without that field */
	const char *command; /* to give to a shell */
};

/*
 * Read a line of a crontab, cut in place; system crontabs name a user. False
 * for comments, settings ("MAILTO=...") and what is malformed.
 */
bool cron_parse(char *line, bool system, struct cron_line *out);

/* Whether run-parts of Debian would run a file of that name. */
bool cron_part(const char *name);

#endif
