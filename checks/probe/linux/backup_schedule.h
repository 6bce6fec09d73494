/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_SCHEDULE_H
#define CHECKS_PROBE_LINUX_BACKUP_SCHEDULE_H

#include "checks/probe/linux/backup_job.h"

/* Read every job of cron and anacron; closed places are noted. */
void backup_schedule_cron(struct backup_scan *s);

/* Read every timer of systemd, the system's and the users'. */
void backup_schedule_timers(struct backup_scan *s);

/*
 * What "systemctl show" said of a service's last run since the machine was
 * started: YES it ended well, NO it failed, UNKNOWN there was none or it runs.
 */
enum tri backup_timer_ended(const char *shown);

/* Note a closed place that may hold schedules; returns r. */
enum tree_result backup_schedule_note(struct backup_scan *s, enum tree_result r,
                                      const char *what);

#endif
