/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_LAN_OPTION_H
#define AGENT_LAN_OPTION_H

#include "agent/ending.h"
#include "agent/session.h"
#include "checks/probe/lan_plan.h"

#include <stdbool.h>

/* What the command line says of the network. */
struct lan_option {
	bool given; /* --lan is there, and so nobody needs to be asked */
	bool look;  /* it is not "none": plan holds what was agreed to */
	struct lan_plan plan;
};

/*
 * Read --lan, --lan-thorough, --lan-ports and --roots; texts live in
 * s->arena. Not given: plan.roots and plan.level are filled all the same.
 * What is refused is told with the reason and what to do: USAGE.
 */
enum ending lan_option_read(struct lan_option *out, const struct session *s);

#endif
