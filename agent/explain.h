/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_EXPLAIN_H
#define AGENT_EXPLAIN_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde explain": tell one check in words. */
enum ending explain_run(struct session *s);

#endif
