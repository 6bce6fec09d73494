/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_COMMAND_H
#define AGENT_COMMAND_H

#include "agent/ending.h"
#include "agent/session.h"

#include <stdint.h>

/* One thing that the program does: "garde scan". */
struct command {
	const char *name;
	struct words operands; /* "FAITS" in help, or NULL */
	struct words help;     /* one line */
	struct words more;     /* the rest of its help, or NULL */
	struct words examples; /* lines after "$ ", with what they do */
	uint32_t options;      /* bits 1 << enum option_id */
	size_t least;          /* operands */
	size_t most;
	enum ending (*run)(struct session *s);
};

/* The index-th command in help order, or NULL past the end; static. */
const struct command *command_list(size_t index);

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/*
 * The language to speak: that of --lang, else of the environment, else of the
 * desktop, else French.
 */
enum lang command_lang(int argc, char **argv);

/*
 * Run the program: argv as main() gets it. frontend is who to talk with
 * instead of the console, or NULL.
 */
enum ending command_main(int argc, char **argv,
                         const struct frontend *frontend);

#endif
