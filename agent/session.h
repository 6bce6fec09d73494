/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SESSION_H
#define AGENT_SESSION_H

#include "agent/option.h"
#include "checks/baseline.h"
#include "core/arena.h"
#include "core/lang.h"

#include <stdbool.h>

struct frontend;
struct kit;
struct kit_file;

/* What every command is given. */
struct session {
	enum lang lang; /* of messages and results */
	bool quiet;     /* nothing but errors */
	struct options options;
	struct arena *arena;       /* for as long as the program runs */
	struct baseline *baseline; /* see input_baseline(); as long */

	/*
	 * What the coordinator gave, once kit_choice_make() has looked; NULL:
	 * there is none. One that is out of date still says who to call, but
	 * nothing may be sent with it.
	 */
	const struct kit *kit;
	bool kit_expired;
	const struct kit_file *kit_file; /* where kit is from */
	const struct kit_file
	    *kit_before; /* another one of the same; or NULL */
	bool kit_new;    /* kit_choice_keep() keeps it */

	/*
	 * Who to talk with (agent/frontend.h). NULL: the console, and a person
	 * only where a terminal is there.
	 */
	const struct frontend *frontend;
};

#endif
