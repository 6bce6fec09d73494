/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_AGENT_PROGRAM_POSIX_H
#define TESTS_AGENT_PROGRAM_POSIX_H

/* Part of program.h. */

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of so many cuts of a file one is tried. */
#define PROGRAM_CUTS 1

extern char **environ;

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

static inline void program_child(struct program *p, char **argv, FILE *out,
                                 FILE *err)
{
	char home[256];
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

/* Start it with the words of line, as program_words() cuts it. */
static inline pid_t program_start(struct program *p, const char *line,
                                  FILE *out, FILE *err)
{
	char **argv = program_words(p, line);
	pid_t pid;

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

#endif
