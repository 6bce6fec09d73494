/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_TASK_DATA_H
#define CHECKS_PROBE_WINDOWS_DECODE_TASK_DATA_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TASK_DATA_ACTIONS 16 /* of one task that are read */

/* A program that a task runs. Texts are never NULL. */
struct task_action {
	const char *command;
	const char *arguments;
	const char *folder; /* that it runs in, or "" */
};

struct task_data {
	struct task_action action[TASK_DATA_ACTIONS];
	size_t actions;
	enum tri enabled; /* UNKNOWN when not told */
	size_t triggers;  /* that start it */
	int64_t started;  /* last time, 0: never, or CELL_UNKNOWN */
	int64_t result;   /* what its last run returned, or CELL_UNKNOWN */
};

/* Nothing is known. */
void task_data_init(struct task_data *t);

/*
 * Read the value "Actions" of a task in the registry's TaskCache: a version,
 * a context, then actions, of which those that run programs (0x6666) are
 * kept. False when it is cut short; what came before it is kept. Layout:
 * blog of Cyber.wtf, "Windows Registry Analysis: Tasks".
 */
bool task_data_actions(const uint8_t *data, size_t len, struct arena *a,
                       struct task_data *out);

/* Read the value "DynamicInfo" beside it: when it ran and what came of it. */
bool task_data_runs(const uint8_t *data, size_t len, struct task_data *out);

/*
 * Read a task as XML (MS-TSCH 2.5), UTF-8 of len bytes: actions, triggers and
 * whether it is enabled. False when it is no task.
 */
bool task_data_xml(const char *text, size_t len, struct arena *a,
                   struct task_data *out);

#endif
