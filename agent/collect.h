/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_COLLECT_H
#define AGENT_COLLECT_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde collect": read the machine and write the facts. */
enum ending collect_run(struct session *s);

#endif
