/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DEMO_RULES_H
#define COORDINATOR_DEMO_RULES_H

#include "core/arena.h"
#include "core/err.h"
#include "core/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the demonstration says of a control, in the baseline's French. */
struct demo_rule {
	const char *id;
	enum severity severity;
	enum scope scope;
	const char *good;
	const char *bad;
	const char *ask;
	const char *why;
	const char *remedy;
	const char *fix;
	const char *verify;
	const char *cost;
	const char *every;
	const char **who;
	size_t whos;
	int64_t minutes;
	int64_t euros_from;
	int64_t euros_to;
};

struct demo_rules {
	const char *version;
	struct demo_rule *rule;
	size_t rules;
};

/* Read the controls of a baseline; all in a. False and e when it is none. */
bool demo_rules_read(struct demo_rules *out, const char *json, size_t len,
                     struct arena *a, struct err *e);

#endif
