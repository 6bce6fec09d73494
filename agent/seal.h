/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SEAL_H
#define AGENT_SEAL_H

#include "agent/ending.h"
#include "agent/session.h"

/*
 * "garde seal": a document to one sealed file that can be mailed or carried;
 * with --show to exactly the bytes that would be sealed.
 */
enum ending seal_run(struct session *s);

#endif
