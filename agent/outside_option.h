/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_OUTSIDE_OPTION_H
#define AGENT_OUTSIDE_OPTION_H

#include "agent/session.h"
#include "checks/answers.h"
#include "checks/probe/probe.h"

#include <stdbool.h>

/*
 * Read --site, --mail and --roots into the context; texts live in s->arena.
 * False, and told, when one is no address.
 */
bool outside_option_read(struct probe_context *c, const struct session *s);

/*
 * What the command line does not say, the answers may: somebody declared the
 * site and the mail of the commune. A copied machine declares nothing.
 */
void outside_option_declare(struct probe_context *c, const struct session *s,
                            const struct answers *answers);

#endif
