/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_CONSULT_H
#define AGENT_CONSULT_H

#include "agent/ending.h"
#include "agent/parcel.h"
#include "agent/session.h"

/*
 * Show what would leave, in plain words and with the files that hold exactly
 * that, and ask. --yes is a yes. DONE: send it; WAITING: not now; USAGE when
 * nobody is there to ask.
 */
enum ending consult_run(const struct session *s, const char *outbox,
                        const struct parcel *list, size_t count);

#endif
