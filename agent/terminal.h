/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_TERMINAL_H
#define AGENT_TERMINAL_H

#include "agent/frontend.h"
#include "agent/session.h"

#include <stdbool.h>

/* Whether a person sits at a terminal, to read and to type. */
bool terminal_there(void);

/* The terminal; s must last as long as it is used. */
struct frontend terminal_frontend(const struct session *s);

#endif
