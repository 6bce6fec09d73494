/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_TASK_SCHEDULER_H
#define CHECKS_PROBE_WINDOWS_TASK_SCHEDULER_H

#include "checks/probe/windows/task.h"

/*
 * The tasks of this machine as its Task Scheduler tells them to this user, in
 * a: for when the registry is closed to him. Asked over COM, in a worker of
 * 4 s. Windows' own tasks are left out. KNOWN when it answered, UNSUPPORTED
 * when there is no Task Scheduler, else DENIED or FAILED.
 */
enum fact_state task_scheduler_list(struct tasks *out, struct arena *a);

#endif
