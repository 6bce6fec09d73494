/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_NETWORK_H
#define AGENT_NETWORK_H

#include "agent/ending.h"
#include "agent/session.h"

/*
 * "garde network": look at the network alone and show its devices as a table,
 * or the facts with --json or --output. Who runs it has agreed to the look.
 */
enum ending network_run(struct session *s);

#endif
