/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TTY_H
#define CORE_TTY_H

#include <stdbool.h>
#include <stddef.h>

/* What the program is connected to. */
enum tty_stream { TTY_INPUT, TTY_OUTPUT, TTY_ERRORS };

/*
 * Once, at the start: lines as they are written, escape sequences
 * understood where a console can. Undone when the program ends.
 */
void tty_prepare(void);

/* Whether a person is at the other end. */
bool tty_is(enum tty_stream s);

/* Columns of the terminal behind the stream, 0 if it is none. */
unsigned tty_columns(enum tty_stream s);

/*
 * Write len bytes of UTF-8, NUL-terminated, to TTY_OUTPUT or TTY_ERRORS at
 * once, whatever code page a console has. On failure errno says why.
 */
bool tty_write(enum tty_stream s, const char *text, size_t len);

/* How reading a line ended. */
enum tty_line {
	TTY_LINE,
	TTY_END, /* end of input, or nobody there any more */
	TTY_INTERRUPTED
};

/*
 * Read a line from standard input, without its end, cut to size; the rest of
 * a longer line is dropped. NULs become spaces. Always terminated.
 */
enum tty_line tty_read(char *out, size_t size);

#endif
