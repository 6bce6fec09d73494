/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_COMMAND_LINE_H
#define CHECKS_PROBE_WINDOWS_DECODE_COMMAND_LINE_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>

#define COMMAND_LINE_WORDS 64   /* of one command that are read */
#define COMMAND_LINE_LINES 1000 /* of one script that are read */

/* A command and its arguments, without their quotes. */
struct command_line {
	const char *word[COMMAND_LINE_WORDS];
	size_t words;
};

/* Split as Windows does: quotes keep blanks in; texts live in a. */
void command_line_split(const char *text, struct arena *a,
                        struct command_line *out);

/* The base name of a program, without ".exe" and the like, in a. */
const char *command_line_program(const char *word, struct arena *a);

/*
 * Call each() for every command of a batch file (.bat, .cmd), in order: "set"
 * gives variables, which are put in where %NAME% stands; nothing is decided
 * by "if" and "goto", and what only running could tell stays as it is. Stops
 * when each() returns false.
 */
void command_line_script(const char *text, struct arena *a,
                         bool (*each)(void *ctx,
                                      const struct command_line *line),
                         void *ctx);

#endif
