/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_JUDGE_H
#define AGENT_JUDGE_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde judge": facts to a document, without looking at the machine. */
enum ending judge_run(struct session *s);

#endif
