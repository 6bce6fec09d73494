/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SESSION_H
#define AGENT_SESSION_H

#include "agent/option.h"
#include "checks/baseline.h"
#include "core/arena.h"
#include "core/lang.h"

#include <stdbool.h>

struct frontend;

/* What every command is given. */
struct session {
	enum lang lang; /* of messages and results */
	bool quiet;     /* nothing but errors */
	struct options options;
	struct arena *arena;       /* for as long as the program runs */
	struct baseline *baseline; /* see input_baseline(); as long */

	/*
	 * Who to talk with (agent/frontend.h). NULL: the console, and a person
	 * only where a terminal is there.
	 */
	const struct frontend *frontend;
};

#endif
