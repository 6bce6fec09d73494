/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_KIT_RULES_H
#define AGENT_KIT_RULES_H

#include "agent/session.h"
#include "checks/baseline.h"

#include <stdint.h>

/*
 * The baseline to judge by: that of the session's kits when it is newer than
 * builtin and still holds at time now, else builtin. The one not taken is
 * freed. What speaks against the kit's is told.
 */
struct baseline *kit_rules_choose(const struct session *s,
                                  struct baseline *builtin, int64_t now);

#endif
