/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_REMOTE_MANNER_H
#define CHECKS_PROBE_LINUX_REMOTE_MANNER_H

#include "checks/probe/linux/user.h"

/*
 * Whether a remote help product lets its owner in without anyone here saying
 * yes, from its own settings where we know them. ready: it runs, or starts
 * with the machine; enabled: a unit of the system starts it. u is the daily
 * account or NULL. No password or hash is ever kept.
 */
enum tri remote_manner(const struct probe_context *c, const struct user *u,
                       const struct product *p, bool ready, bool enabled);

#endif
