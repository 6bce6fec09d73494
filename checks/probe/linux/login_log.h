/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_LOGIN_LOG_H
#define CHECKS_PROBE_LINUX_LOGIN_LOG_H

#include "checks/probe/linux/user.h"

/*
 * The time of an account's last session that the logs of the machine know:
 * lastlog, wtmp and its rotated copy, or the databases that replace them.
 * 0 when a log of every session knows of none, CELL_UNKNOWN when none was
 * found but none could say so.
 */
int64_t login_log_last(const struct probe_context *c, const struct user *u);

#endif
