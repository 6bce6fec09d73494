/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_REMOTE_TOOL_H
#define CHECKS_PROBE_WINDOWS_REMOTE_TOOL_H

#include "checks/baseline.h"
#include "checks/facts.h"
#include "core/arena.h"

/*
 * The remote-help products of the baseline that are here: as a service, in
 * the lists of programs, by a key of theirs, or at work.
 */
void remote_tool_list(const struct baseline *b, struct fact_remote_tools *out,
                      struct arena *a);

#endif
