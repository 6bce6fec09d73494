/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_OPTION_H
#define AGENT_OPTION_H

#include "core/arena.h"
#include "core/flag.h"
#include "core/lang.h"

#include <stdbool.h>
#include <stddef.h>

enum option_id {
	OPTION_OUT,
	OPTION_ANSWERS,
	OPTION_NO_QUESTIONS,
	OPTION_LANG,
	OPTION_BASELINE,
	OPTION_NO_OPEN,
	OPTION_ONLY,
	OPTION_SKIP,
	OPTION_FAIL_ON,
	OPTION_JSON,
	OPTION_QUIET,
	OPTION_OUTPUT,
	OPTION_AS,
	OPTION_PREVIOUS,
	OPTION_NOW,
	OPTION_ROOT,
	OPTION_USER,
	OPTION_LAN,
	OPTION_LAN_THOROUGH,
	OPTION_LAN_PORTS,
	OPTION_KIT,
	OPTION_ROOTS,
	OPTION_SITE,
	OPTION_MAIL,
	OPTION_SECONDS,
	OPTION_INTERFACE,
	OPTION_READ,
	OPTION_SHOW,
	OPTION_YES,
	OPTION_WAIT,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_COUNT
};

/* One line of the only table of options. */
struct option_row {
	const char *name;   /* without "--" */
	char letter;        /* short form, or 0 */
	struct words value; /* what stands behind it in help, NULL: a flag */
	struct words help;
};

/* The row of an option; static. */
const struct option_row *option_row(enum option_id id);

/* A command line, cut up. Texts point into argv. */
struct options {
	const char *value[OPTION_COUNT]; /* NULL: not given; "" for a flag */
	const char *const *operand;      /* in the arena */
	size_t operands;
};

/* Cut up a command line; false and *p when that is not possible. */
bool option_parse(struct options *out, int argc, char **argv, struct arena *a,
                  struct flag_problem *p);

#endif
