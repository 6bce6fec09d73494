/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_POSTING_H
#define AGENT_POSTING_H

#include "agent/ending.h"
#include "agent/session.h"

/*
 * Hand over all that waits in an outbox, which this process has locked, and
 * tell of each what came of it; what fails for one is not tried for the others.
 * With --wait it stays until nothing waits any more. If later, only what is
 * due is tried, and nothing is told of the rest. *got tells whether
 * there is a new receipt. WAITING, REFUSED or DONE; BROKEN when the disk fails.
 */
enum ending posting_run(const struct session *s, const char *outbox, bool later,
                        bool *got);

#endif
