/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_FLAG_H
#define CORE_FLAG_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Cuts a command line up by a table, the same on every system: "--name",
 * "--name=value", "--name value", "-n", "-nvalue", several letters in one, and
 * words between them; after "--" all are words. A name is written out: one
 * that is cut short is none.
 */
struct flag {
	const char *name; /* without "--" */
	char letter;      /* short form, or 0 */
	bool takes;       /* a value */
};

enum flag_fault {
	FLAG_FINE,
	FLAG_UNKNOWN, /* word is no option */
	FLAG_NEEDS,   /* word needs a value */
	FLAG_REFUSES, /* word takes no value */
	FLAG_NO_MEMORY
};

/* What is wrong with a command line. */
struct flag_problem {
	enum flag_fault fault;
	const char *word;    /* as typed */
	const char *nearest; /* what was meant, "--..." or NULL; in the arena */
};

/* A command line, cut up. Texts point into argv. */
struct flag_line {
	const char **value;   /* by row of the table: NULL not given, "" given
	                         without one; the caller's, all NULL */
	const char **operand; /* words, in the arena */
	size_t operands;
};

/* Cut up argv behind the program's name; false and *p when it cannot be. */
bool flag_parse(struct flag_line *out, const struct flag *list, size_t count,
                int argc, char **argv, struct arena *a, struct flag_problem *p);

#endif
