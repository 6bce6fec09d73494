/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tty.h"

#include "core/interrupt.h"
#include "core/text.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define GLANCE     50   /* milliseconds between two looks for Ctrl+C */
#define LINE_UNITS 1024 /* of UTF-16 read or written at once */

static HANDLE handle_of(enum tty_stream s)
{
	static const DWORD names[] = {
		[TTY_INPUT] = STD_INPUT_HANDLE,
		[TTY_OUTPUT] = STD_OUTPUT_HANDLE,
		[TTY_ERRORS] = STD_ERROR_HANDLE,
	};

	return GetStdHandle(names[s]);
}

/* A console alone has modes: not a file, not a pipe, not NUL. */
bool tty_is(enum tty_stream s)
{
	DWORD mode;

	return GetConsoleMode(handle_of(s), &mode);
}

unsigned tty_columns(enum tty_stream s)
{
	CONSOLE_SCREEN_BUFFER_INFO info;

	if (!tty_is(s))
		return 0;
	if (!GetConsoleScreenBufferInfo(handle_of(s), &info) ||
	    info.srWindow.Right < info.srWindow.Left)
		return 80;
	return (unsigned)(info.srWindow.Right - info.srWindow.Left) + 1;
}

static DWORD mode_before[TTY_ERRORS + 1];
static bool understands[TTY_ERRORS + 1]; /* escape sequences */

static void restore(void)
{
	for (int s = TTY_OUTPUT; s <= TTY_ERRORS; s++)
		if (understands[s])
			SetConsoleMode(handle_of((enum tty_stream)s),
			               mode_before[s]);
}

void tty_prepare(void)
{
	/* A line ends as it was written, and Ctrl+Z is a byte. */
	_setmode(_fileno(stdin), _O_BINARY);
	_setmode(_fileno(stdout), _O_BINARY);
	_setmode(_fileno(stderr), _O_BINARY);
	for (int s = TTY_ERRORS; s >= TTY_OUTPUT; s--) {
		HANDLE h = handle_of((enum tty_stream)s);

		understands[s] =
		    GetConsoleMode(h, &mode_before[s]) &&
		    SetConsoleMode(h, mode_before[s] |
		                          ENABLE_VIRTUAL_TERMINAL_PROCESSING);
	}
	atexit(restore);
}

/* Whether *s is at an escape sequence; moves behind it. */
static bool skip_escape(const char **s)
{
	if ((*s)[0] != '\033' || (*s)[1] != '[')
		return false;
	*s += 2;
	while (**s && (**s < '@' || **s > '~'))
		(*s)++;
	*s += **s != '\0';
	return true;
}

static size_t put_unit(wchar_t *out, uint32_t point)
{
	if (point < 0x10000) {
		out[0] = (wchar_t)point;
		return 1;
	}
	point -= 0x10000;
	out[0] = (wchar_t)(0xd800 + (point >> 10));
	out[1] = (wchar_t)(0xdc00 + (point & 0x3ff));
	return 2;
}

/* UTF-16, so that no code page of the console matters. */
static bool write_console(HANDLE h, const char *text, bool escapes)
{
	wchar_t part[LINE_UNITS];
	size_t n = 0;
	bool more = true;

	while (more) {
		uint32_t point;
		DWORD done;

		if (!escapes && skip_escape(&text))
			continue;
		point = text_next(&text);
		more = point != 0;
		if (more)
			n += put_unit(part + n, point);
		if (n == 0 || (more && n + 2 <= LINE_UNITS))
			continue;
		if (!WriteConsoleW(h, part, (DWORD)n, &done, NULL))
			return false;
		n = 0;
	}
	return true;
}

bool tty_write(enum tty_stream s, const char *text, size_t len)
{
	FILE *f = s == TTY_ERRORS ? stderr : stdout;

	if (tty_is(s) && !memchr(text, '\0', len)) {
		fflush(f);
		errno = EIO;
		return write_console(handle_of(s), text, understands[s]);
	}
	errno = 0;
	return fwrite(text, 1, len, f) == len && fflush(f) == 0;
}

/* A line of UTF-16 as UTF-8, cut at a code point. */
static void take(char *out, size_t size, const wchar_t *line, int units)
{
	int n = 0;

	/* The text that does not fit is dropped by its end. */
	while (units > 0) {
		n = WideCharToMultiByte(CP_UTF8, 0, line, units, out,
		                        (int)size - 1, NULL, NULL);
		if (n > 0)
			break;
		units--;
	}
	out[n] = '\0';
	for (int i = 0; i < n; i++)
		if (!out[i])
			out[i] = ' ';
}

/*
 * Wait for a key. Windows ends a read when Ctrl+C comes, Wine does not: so no
 * read begins before there is something.
 */
static bool wait_for_key(HANDLE h)
{
	while (!interrupt_seen())
		if (WaitForSingleObject(h, GLANCE) != WAIT_TIMEOUT)
			return true;
	return false;
}

static enum tty_line read_console(HANDLE h, char *out, size_t size)
{
	wchar_t line[LINE_UNITS];
	DWORD units = 0;
	bool whole = false;

	if (!wait_for_key(h))
		return TTY_INTERRUPTED;
	while (!whole) {
		wchar_t rest[64];
		DWORD got = 0;
		bool room = units < LINE_UNITS;
		wchar_t *to = room ? line + units : rest;

		SetLastError(0);
		if (!ReadConsoleW(h, to, room ? LINE_UNITS - units : 64, &got,
		                  NULL))
			return TTY_END;
		/* Ctrl+C; the thread that notes it may come a little later. */
		if (interrupt_seen() ||
		    (got == 0 && GetLastError() == ERROR_OPERATION_ABORTED)) {
			interrupt_raise();
			return TTY_INTERRUPTED;
		}
		if (got == 0)
			return TTY_END;
		whole = to[got - 1] == L'\n';
		units += room ? got : 0;
	}
	/* Ctrl+Z at the beginning is how an end is typed here. */
	if (line[0] == 26)
		return TTY_END;
	while (units > 0 &&
	       (line[units - 1] == L'\n' || line[units - 1] == L'\r'))
		units--;
	take(out, size, line, (int)units);
	return TTY_LINE;
}

/* Wait until a pipe has something; false when somebody asked to stop. */
static bool wait_for_pipe(HANDLE h)
{
	DWORD there = 0;

	while (!interrupt_seen()) {
		if (!PeekNamedPipe(h, NULL, 0, NULL, &there, NULL) || there > 0)
			return true;
		Sleep(GLANCE);
	}
	return false;
}

static enum tty_line read_bytes(HANDLE h, char *out, size_t size)
{
	bool pipe = GetFileType(h) == FILE_TYPE_PIPE;
	size_t len = 0;

	for (;;) {
		DWORD n = 0;
		char c;

		if (interrupt_seen() || (pipe && !wait_for_pipe(h)))
			return TTY_INTERRUPTED;
		if (!ReadFile(h, &c, 1, &n, NULL) || n == 0)
			return len > 0 ? TTY_LINE : TTY_END;
		if (c == '\n') {
			if (len > 0 && out[len - 1] == '\r')
				out[len - 1] = '\0';
			return TTY_LINE;
		}
		if (len + 1 < size) {
			out[len++] = c ? c : ' ';
			out[len] = '\0';
		}
	}
}

enum tty_line tty_read(char *out, size_t size)
{
	HANDLE h = handle_of(TTY_INPUT);

	out[0] = '\0';
	if (!h || h == INVALID_HANDLE_VALUE)
		return TTY_END;
	return tty_is(TTY_INPUT) ? read_console(h, out, size)
	                         : read_bytes(h, out, size);
}
