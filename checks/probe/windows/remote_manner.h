/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_REMOTE_MANNER_H
#define CHECKS_PROBE_WINDOWS_REMOTE_MANNER_H

#include "checks/baseline.h"
#include "checks/facts.h"

#include <stdbool.h>

/*
 * Whether a remote-help product lets somebody in without anyone saying yes.
 * ready: its service runs, or starts with the machine. A standing password
 * is looked for, never read.
 */
enum tri remote_manner(const struct product *p, bool ready);

#endif
