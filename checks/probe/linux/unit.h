/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_UNIT_H
#define CHECKS_PROBE_LINUX_UNIT_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/* What systemd's files say of a unit. */
enum unit_state {
	UNIT_ABSENT,   /* no such unit */
	UNIT_MASKED,   /* it can never start */
	UNIT_DISABLED, /* it starts only when asked for */
	UNIT_ENABLED   /* something pulls it in by itself */
};

/*
 * The state of a unit by its full name ("ssh.service"), which may be a shell
 * pattern ("clamd@*.service"). Read from files: systemd is not asked.
 */
enum unit_state unit_state(const struct probe_context *c, const char *name);

/* Whether the unit has a file, or a link in its place: a quicker look. */
bool unit_exists(const struct probe_context *c, const char *name);

/*
 * Whether the unit has processes now, by its control group; a shell pattern
 * is allowed. UNKNOWN where systemd does not run.
 */
enum tri unit_running(const struct probe_context *c, const char *name);

#endif
