/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_TASK_H
#define CHECKS_PROBE_WINDOWS_TASK_H

#include "checks/facts.h"
#include "checks/probe/windows/decode/task_data.h"
#include "core/arena.h"

#include <stddef.h>

#define TASK_MAX 400 /* tasks that run programs, Windows' own left out */

/* A scheduled task that is not one of Windows itself. */
struct task {
	const char *path; /* "\Sauvegarde du soir" */
	struct task_data data;
};

struct tasks {
	const struct task *row;
	size_t count;
	enum fact_state state; /* KNOWN when the list could be read whole */
};

/*
 * The tasks of this machine that a plain user may see, in a: from the
 * registry's TaskCache, and from the files below System32\Tasks for what it
 * does not tell; from the Task Scheduler where the registry is closed. Those
 * below \Microsoft\ are Windows' own and left out.
 */
void task_list(struct tasks *out, struct arena *a);

#endif
