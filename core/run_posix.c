/* SPDX-License-Identifier: Apache-2.0 */
#include "core/run.h"

#include "core/clock.h"
#include "core/orphan.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const folders[] = { "/usr/bin", "/usr/sbin", "/bin",
	                               "/sbin" };

static char path_variable[] = "PATH=/usr/bin:/usr/sbin:/bin:/sbin";
static char locale_variable[] = "LC_ALL=C";
static char *const environment[] = { path_variable, locale_variable, NULL };

/* The absolute path of a program, or false. */
static bool locate(const char *name, char *path, size_t size)
{
	if (name[0] == '/') {
		snprintf(path, size, "%s", name);
		return access(path, X_OK) == 0;
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, size, "%s/%s", folders[i], name);
		if (access(path, X_OK) == 0)
			return true;
	}
	return false;
}

static void become(const char *path, const char *const *argv, int out,
                   pid_t parent)
{
	int null = open("/dev/null", O_RDWR);

	orphan_end((long)parent);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
		_exit(127);
	/* A group of its own, so that its children die with it. */
	(void)setpgid(0, 0);
	execve(path, (char *const *)argv, environment);
	_exit(127);
}

/* Read until end of file, the ceiling or the deadline. */
static bool drain(int fd, const char *name, int64_t until, struct buf *out,
                  struct err *e)
{
	char chunk[4096];

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = until - clock_ticks();
		ssize_t n;

		if (left <= 0)
			return err_set(e, "%s took too long", name);
		if (poll(&p, 1, (int)left) < 0 && errno != EINTR)
			return err_sys(e, errno, "cannot wait for %s", name);
		if (!p.revents)
			continue;
		n = read(fd, chunk, sizeof(chunk));
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return err_sys(e, errno, "cannot read from %s", name);
		if (n == 0)
			return true;
		if (!buf_add(out, chunk, (size_t)n))
			return err_set(e, "%s printed more than %zu bytes",
			               name, out->limit);
	}
}

/* Wait for the end of pid until the deadline, then kill it. */
static bool reap(pid_t pid, const char *name, int64_t until, int *status,
                 struct err *e)
{
	int code = 0;

	for (;;) {
		pid_t got = waitpid(pid, &code, WNOHANG);

		if (got == pid)
			break;
		if (got < 0 && errno != EINTR)
			return err_sys(e, errno, "cannot wait for %s", name);
		if (clock_ticks() >= until) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
			while (waitpid(pid, &code, 0) < 0 && errno == EINTR)
				;
			return err_set(e, "%s took too long", name);
		}
		poll(NULL, 0, 2);
	}
	if (!WIFEXITED(code))
		return err_set(e, "%s was stopped by a signal", name);
	*status = WEXITSTATUS(code);
	return true;
}

bool run_command(const char *const *argv, unsigned deadline, struct buf *out,
                 int *status, struct err *e)
{
	int64_t until = clock_ticks() + deadline;
	char path[512];
	int ends[2];
	pid_t self = getpid();
	pid_t pid;
	bool ok;

	if (!locate(argv[0], path, sizeof(path)))
		return err_sys(e, ENOENT, "there is no program %s", argv[0]);
	if (pipe(ends) != 0)
		return err_sys(e, errno, "cannot start %s", argv[0]);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		become(path, argv, ends[1], self);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return err_sys(e, errno, "cannot start %s", argv[0]);
	}
	ok = drain(ends[0], argv[0], until, out, e);
	close(ends[0]);
	if (!ok) {
		struct err ignored;

		reap(pid, argv[0], 0, status, &ignored);
		return false;
	}
	return reap(pid, argv[0], until, status, e);
}
