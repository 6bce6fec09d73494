/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_HELP_H
#define AGENT_HELP_H

#include "agent/command.h"
#include "core/buf.h"

/* Append the help of one command, or of the program when it is NULL. */
void help_write(struct buf *out, const struct command *c, enum lang lang);

#endif
