/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_MERGING_H
#define AGENT_MERGING_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde merge": documents of machines to one of the commune. */
enum ending merging_run(struct session *s);

#endif
