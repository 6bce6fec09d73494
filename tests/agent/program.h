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
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/*
 * Runs the built program as a user would and looks at what came out.
 * Everything happens in a folder that is made for the test and removed.
 */

#define PROGRAM_ARGS 32

struct program {
	char folder[64];          /* of the test */
	const char *input;        /* file for standard input, NULL: none */
	const char *cwd;          /* NULL: the folder of the test */
	const char *env[8];       /* "NAME=value", besides the usual */
	const char *output;       /* file for standard output, NULL: out */
	uid_t uid;                /* 0: as we are */
	void (*setup)(void *ctx); /* in the child, before it starts */
	void *ctx;
	int status; /* exit status, or -signal */
	char out[1 << 20];
	char err[64 << 10];
};

static int program_remove(const char *path, const struct stat *st, int kind,
                          struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static inline struct program *program_new(void)
{
	struct program *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	strcpy(p->folder, "/tmp/garde-test-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	return p;
}

static inline void program_free(struct program *p)
{
	nftw(p->folder, program_remove, 16, FTW_DEPTH | FTW_PHYS);
	free(p);
}

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

static inline void program_child(struct program *p, char **argv, FILE *out,
                                 FILE *err)
{
	char home[128];
	const char *input = p->input ? p->input : "/dev/null";
	/* Opened while we may: another user may not reach its folder. */
	int program = open(argv[0], O_RDONLY | O_CLOEXEC);

	snprintf(home, sizeof(home), "%s", p->folder);
	clearenv();
	setenv("PATH", "/usr/bin:/bin", 1);
	setenv("HOME", home, 1);
	setenv("TMPDIR", home, 1);
	setenv("ASAN_OPTIONS", "detect_leaks=1:exitcode=99", 1);
	for (size_t i = 0; i < 8 && p->env[i]; i++) {
		char *text = strdup(p->env[i]);
		char *equal = strchr(text, '=');

		*equal = '\0';
		if (equal[1])
			setenv(text, equal + 1, 1);
		else
			unsetenv(text);
	}
	if (!freopen(input, "r", stdin) ||
	    (p->output ? !freopen(p->output, "w", stdout)
	               : dup2(fileno(out), STDOUT_FILENO) < 0) ||
	    dup2(fileno(err), STDERR_FILENO) < 0 ||
	    chdir(p->cwd ? p->cwd : p->folder) != 0)
		_exit(126);
	if (p->setup)
		p->setup(p->ctx);
	if (p->uid && setuid(p->uid) != 0)
		_exit(126);
	alarm(60);
	fexecve(program, argv, environ);
	_exit(127);
}

static inline void program_slurp(FILE *f, char *text, size_t size)
{
	size_t n;

	rewind(f);
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	fclose(f);
}

/* Start it with the words of line, cut at spaces; "%" is the folder. */
static inline pid_t program_start(struct program *p, const char *line,
                                  FILE *out, FILE *err)
{
	static char words[16384];
	char *argv[PROGRAM_ARGS + 1];
	size_t used = 0;
	size_t n = 0;
	pid_t pid;

	argv[n++] = (char *)GARDE_PROGRAM;
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
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		program_child(p, argv, out, err);
	return pid;
}

static inline void program_wait(struct program *p, pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	p->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* Run it to its end; the exit status is returned too. */
static inline int program_run(struct program *p, const char *line)
{
	FILE *out = tmpfile();
	FILE *err = tmpfile();

	assert_non_null(out);
	assert_non_null(err);
	program_wait(p, program_start(p, line, out, err));
	program_slurp(out, p->out, sizeof(p->out));
	program_slurp(err, p->err, sizeof(p->err));
	return p->status;
}

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
