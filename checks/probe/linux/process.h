/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_PROCESS_H
#define CHECKS_PROBE_LINUX_PROCESS_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/* A program that runs: a folder of /proc. */
struct process {
	int64_t pid;
	const char *name; /* /proc/PID/comm: at most 15 bytes */
};

struct processes {
	const struct process *row; /* in no order */
	size_t count;
	bool all; /* other accounts' are seen too */
};

/*
 * The programs that run, 10,000 at most. Rows and texts live in a. DENIED
 * when only one's own can be seen (/proc mounted with hidepid).
 */
enum tree_result process_list(const struct probe_context *c, struct arena *a,
                              struct processes *out);

/*
 * Whether one of that name runs; a shell pattern is allowed, and a name of
 * more than 15 bytes is compared by those. UNKNOWN when none was seen but
 * not all could be.
 */
enum tri process_running(const struct processes *p, const char *name);

#endif
