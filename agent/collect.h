/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_COLLECT_H
#define AGENT_COLLECT_H

#include "agent/ending.h"
#include "agent/session.h"
#include "checks/facts.h"

#include <stdint.h>

/* "garde collect": read the machine and write the facts. */
enum ending collect_run(struct session *s);

/* Write a facts file to --output, else to standard output. */
enum ending collect_keep(const struct session *s, const struct facts *f,
                         int64_t made_at);

#endif
