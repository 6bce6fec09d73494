/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_LISTEN_H
#define AGENT_LISTEN_H

#include "agent/ending.h"
#include "agent/session.h"

/*
 * "garde listen": count what passes on the network, or in a capture that
 * somebody kept, tell it, and write the facts with --output. Who runs it has
 * agreed to it. An interrupt ends it early, with what was heard until then.
 */
enum ending listen_run(struct session *s);

#endif
