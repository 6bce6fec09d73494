/* SPDX-License-Identifier: Apache-2.0 */
/* struct winsize is not POSIX 2008. */
#define _DEFAULT_SOURCE
#include "core/tty.h"

#include "core/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define GLANCE 200 /* milliseconds between two looks for a signal */

static const int streams[] = {
	[TTY_INPUT] = STDIN_FILENO,
	[TTY_OUTPUT] = STDOUT_FILENO,
	[TTY_ERRORS] = STDERR_FILENO,
};

void tty_prepare(void)
{
}

bool tty_write(enum tty_stream s, const char *text, size_t len)
{
	FILE *f = s == TTY_ERRORS ? stderr : stdout;

	errno = 0;
	return fwrite(text, 1, len, f) == len && fflush(f) == 0;
}

bool tty_is(enum tty_stream s)
{
	return isatty(streams[s]) == 1;
}

unsigned tty_columns(enum tty_stream s)
{
	struct winsize size = { 0 };

	if (!tty_is(s))
		return 0;
	if (ioctl(streams[s], TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

/*
 * Wait for input. A signal may come just before a wait begins: so no wait is
 * longer than a person would notice.
 */
static bool wait_for_input(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	while (!interrupt_seen())
		if (poll(&input, 1, GLANCE) > 0)
			return true;
	return false;
}

enum tty_line tty_read(char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (;;) {
		char c;
		ssize_t n;

		if (!wait_for_input())
			return TTY_INTERRUPTED;
		n = read(STDIN_FILENO, &c, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return len > 0 ? TTY_LINE : TTY_END;
		if (c == '\n')
			return TTY_LINE;
		if (len + 1 < size) {
			out[len++] = c ? c : ' ';
			out[len] = '\0';
		}
	}
}
