/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SCAN_H
#define AGENT_SCAN_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde scan": look, ask, judge, keep and show; what "garde" alone does. */
enum ending scan_run(struct session *s);

#endif
