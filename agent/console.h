/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_CONSOLE_H
#define AGENT_CONSOLE_H

#include "agent/ending.h"
#include "agent/say.h"
#include "agent/session.h"
#include "core/err.h"

#include <stdbool.h>

/*
 * The only file that writes to standard output and standard error. Results
 * go to the first, all that is said about them to the second, or to the front
 * end of the session when it takes notes.
 */

/* A result. BROKEN, and told, when it could not be written. */
enum ending console_result(const struct session *s, const struct buf *b);

/* As console_result(), to a file unless path is NULL or "-". */
enum ending console_keep(const struct session *s, const char *path,
                         const struct buf *b);

/* Tell something, filled in as say_format() does; silent when quiet. */
#define console_note(s, ...) console_tell((s), false, __VA_ARGS__, (char *)NULL)

/*
 * Tell how to go on by the command line; silent where the session has a front
 * end of its own, which has none.
 */
#define console_hint(s, ...) \
	((s)->frontend ? (void)0 : console_note((s), __VA_ARGS__))

/* Tell an error, quiet or not. */
#define console_error(s, ...) console_tell((s), true, __VA_ARGS__, (char *)NULL)

/* What both macros call; the arguments end with NULL. */
void console_tell(const struct session *s, bool error, enum say_id id, ...);

/*
 * Tell what happened to a file, and why: in plain words when the system gave
 * a usual reason, with the technical text otherwise.
 */
void console_blame(const struct session *s, enum say_id id, const char *path,
                   const struct err *e);

/* An empty line between the dialogue and what follows. */
void console_space(const struct session *s);

/* Show that on the last line, in place of what was there; NULL wipes it. */
void console_progress(const struct session *s, const char *text);

#endif
