/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_POSTING_H
#define AGENT_POSTING_H

#include "agent/ending.h"
#include "agent/session.h"

/*
 * Hand over all that waits in an outbox, which this process has locked, and
 * tell of each what came of it. With --wait it stays until nothing waits any
 * more. WAITING, REFUSED or DONE; BROKEN when the disk fails.
 */
enum ending posting_run(const struct session *s, const char *outbox);

#endif
