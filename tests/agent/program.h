/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_AGENT_PROGRAM_H
#define TESTS_AGENT_PROGRAM_H

/* nftw(), clearenv() and unshare(); this header comes first. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "core/buf.h"
#include "core/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Runs the built program as a user would and looks at what came out.
 * Everything happens in a folder that is made for the test and removed.
 */

#define PROGRAM_ARGS 32

struct program {
	char folder[90];          /* of the test */
	const char *input;        /* file for standard input, NULL: none */
	const char *cwd;          /* NULL: the folder of the test */
	const char *env[8];       /* "NAME=value", besides the usual */
	const char *output;       /* file for standard output, NULL: out */
	unsigned uid;             /* 0: as we are; only where there are such */
	void (*setup)(void *ctx); /* in the child, where there is fork() */
	void *ctx;
	int status; /* exit status, or -signal */
	char out[1 << 20];
	char err[64 << 10];
};

/* The path of a file of the test; static, four at a time. */
static inline const char *program_path(const struct program *p,
                                       const char *name)
{
	static char paths[4][8192];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", p->folder, name);
	return path;
}

static inline void program_write(const struct program *p, const char *name,
                                 const void *data, size_t len)
{
	struct err e;

	if (!file_write(program_path(p, name), data, len, &e))
		fail_msg("%s", e.text);
}

/* The content of a file of the test, to be freed; NULL if there is none. */
static inline char *program_read(const struct program *p, const char *name)
{
	struct buf b;
	struct err e;
	char *copy = NULL;

	buf_init(&b, 64u << 20);
	if (file_read(program_path(p, name), &b, &e))
		copy = strdup(buf_text(&b));
	buf_clear(&b);
	return copy;
}

/*
 * Cut a line at spaces, behind the program's own name; "%" is the folder, "~"
 * a space. Static, ended by NULL.
 */
static inline char **program_words(const struct program *p, const char *line)
{
	static char words[16384];
	static char *argv[PROGRAM_ARGS + 1];
	size_t used = 0;
	size_t n = 0;

	argv[n++] = (char *)(uintptr_t)GARDE_PROGRAM;
	while (*line) {
		assert_true(n < PROGRAM_ARGS);
		argv[n++] = words + used;
		for (; *line && *line != ' '; line++) {
			const char *add = (char[2]){ *line, '\0' };

			if (*line == '%')
				add = p->folder;
			/* A path with a space in it is written with "~". */
			if (*line == '~')
				add = " ";
			assert_true(used + strlen(add) + 1 < sizeof(words));
			strcpy(words + used, add);
			used += strlen(add);
		}
		words[used++] = '\0';
		while (*line == ' ')
			line++;
	}
	argv[n] = NULL;
	return argv;
}

static inline void program_slurp(FILE *f, char *text, size_t size)
{
	size_t n;

	rewind(f);
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	fclose(f);
}

/*
 * Below, for each system: program_new(), program_free(), and program_run(),
 * which runs it to its end and returns the exit status too.
 */
#ifdef _WIN32
#include "tests/agent/program_windows.h"
#else
#include "tests/agent/program_posix.h"
#endif

/* Run it and expect an exit status; what it said is shown otherwise. */
static inline void program_expect(struct program *p, const char *line,
                                  int status)
{
	program_run(p, line);
	if (p->status != status)
		fail_msg("garde %s: status %d, not %d\n%s%s", line, p->status,
		         status, p->out, p->err);
}

/* Whether text is in what it said to stderr (or stdout). */
static inline void program_said(const struct program *p, const char *text)
{
	if (!strstr(p->err, text))
		fail_msg("no \"%s\" in:\n%s", text, p->err);
}
static inline void program_printed(const struct program *p, const char *text)
{
	if (!strstr(p->out, text))
		fail_msg("no \"%s\" in:\n%s", text, p->out);
}

#endif
