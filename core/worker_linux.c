/* SPDX-License-Identifier: Apache-2.0 */
/* memfd_create() is Linux's own. */
#define _GNU_SOURCE
#include "core/worker.h"

#include "core/clock.h"
#include "core/orphan.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A child process whose result goes to a file in memory: unlike a pipe it
 * never makes the child wait for a parent that is busy asking questions, and
 * unlike a temporary file it works on a full or read-only disk.
 */
struct worker {
	FILE *result;
	pid_t pid;
	int64_t until; /* clock_ticks() */
	size_t limit;  /* bytes of result */
	int status;    /* of waitpid(), once ended */
	bool ended;
	bool late;
};

static void child(bool (*job)(void *ctx, struct buf *out), void *ctx,
                  unsigned deadline, const struct worker *w, pid_t parent)
{
	struct buf out;
	bool ok;

	orphan_end((long)parent);
	/* Ends even if the parent waits for its user. */
	signal(SIGALRM, SIG_DFL);
	alarm((deadline + 999) / 1000);
	buf_init(&out, w->limit);
	ok = job(ctx, &out) && buf_ok(&out) &&
	     fwrite(buf_text(&out), 1, out.len, w->result) == out.len &&
	     fflush(w->result) == 0;
	_exit(ok ? 0 : 1);
}

static FILE *open_result(void)
{
	int fd = memfd_create("result", MFD_CLOEXEC);
	FILE *f = fd >= 0 ? fdopen(fd, "w+b") : NULL;

	if (!f && fd >= 0)
		close(fd);
	return f;
}

struct worker *worker_start(bool (*job)(void *ctx, struct buf *out), void *ctx,
                            unsigned deadline, size_t limit, struct err *e)
{
	struct worker *w = calloc(1, sizeof(*w));
	pid_t self = getpid();

	if (!w) {
		err_set(e, "out of memory");
		return NULL;
	}
	w->limit = limit;
	w->until = clock_ticks() + deadline;
	w->result = open_result();
	if (!w->result) {
		err_sys(e, errno, "no room for a result");
		free(w);
		return NULL;
	}
	fflush(NULL);
	w->pid = fork();
	if (w->pid == 0)
		child(job, ctx, deadline, w, self);
	if (w->pid < 0) {
		err_sys(e, errno, "cannot start a process");
		fclose(w->result);
		free(w);
		return NULL;
	}
	return w;
}

bool worker_done(struct worker *w)
{
	pid_t got;

	if (w->ended)
		return true;
	got = waitpid(w->pid, &w->status, WNOHANG);
	if (got == w->pid || (got < 0 && errno != EINTR))
		w->ended = true;
	else if (clock_ticks() >= w->until) {
		/* Not waited for: it may be stuck in the kernel for ever. */
		kill(w->pid, SIGKILL);
		w->late = true;
		w->ended = true;
	}
	return w->ended;
}

static bool collect(struct worker *w, struct buf *out, struct err *e)
{
	char chunk[16384];
	size_t n;

	if (w->late ||
	    (WIFSIGNALED(w->status) && WTERMSIG(w->status) == SIGALRM))
		return err_set(e, "it took too long");
	if (WIFSIGNALED(w->status))
		return err_set(e, "it stopped by accident (signal %d)",
		               WTERMSIG(w->status));
	if (!WIFEXITED(w->status) || WEXITSTATUS(w->status) != 0)
		return err_set(e, "it could not finish");
	rewind(w->result);
	while ((n = fread(chunk, 1, sizeof(chunk), w->result)) > 0)
		if (!buf_add(out, chunk, n))
			return err_set(e, "its result is too large");
	return true;
}

bool worker_finish(struct worker *w, struct buf *out, struct err *e)
{
	bool ok;

	while (!worker_done(w))
		poll(NULL, 0, 2);
	ok = collect(w, out, e);
	fclose(w->result);
	free(w);
	return ok;
}

void worker_interrupt(struct worker *w)
{
	if (!worker_done(w))
		kill(w->pid, SIGTERM);
}

void worker_stop(struct worker *w)
{
	/* Not waited for: it may be stuck in the kernel for ever. */
	if (!worker_done(w))
		kill(w->pid, SIGKILL);
	fclose(w->result);
	free(w);
}

/* What it works on is its own copy. */
bool worker_left_behind(void)
{
	return false;
}
