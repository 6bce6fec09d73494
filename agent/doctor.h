/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_DOCTOR_H
#define AGENT_DOCTOR_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde doctor": what can be read here, and what more rights would add. */
enum ending doctor_run(struct session *s);

#endif
