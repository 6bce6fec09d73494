/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_SHELL_H
#define CHECKS_PROBE_LINUX_SHELL_H

#include "core/rows.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What a shell script would run, guessed without running it: quotes,
 * variables, arrays and "for" lists are followed, conditions are not. What
 * only running could tell (a command's output, an argument) becomes "*".
 */
struct shell {
	struct arena *arena;
	struct rows variables;
	unsigned commands; /* seen so far; SHELL_COMMANDS at most */
};

#define SHELL_COMMANDS 5000 /* of one shell, over all its scripts */
#define SHELL_WORDS    256  /* of one command */
#define SHELL_WORD     4096 /* bytes of one word */

/* One simple command. */
struct shell_command {
	char *const *word; /* words of them, in the arena; at least one */
	size_t words;
	const char *output; /* the file its output goes to, or NULL */
};

/* An empty shell whose texts live in a. */
void shell_init(struct shell *s, struct arena *a);

/* Give a variable its value; both are copied. */
void shell_set(struct shell *s, const char *name, const char *value);

/* A variable's value, or NULL. */
const char *shell_get(const struct shell *s, const char *name);

/*
 * Call each() for every simple command of text, in order. Assignments change
 * the variables. Stops when each() returns false.
 */
void shell_read(struct shell *s, const char *text,
                bool (*each)(void *ctx, const struct shell_command *cmd),
                void *ctx);

#endif
