/* SPDX-License-Identifier: Apache-2.0 */
#include "core/worker.h"

#include "core/clock.h"
#include "core/interrupt_thread.h"

#include <errno.h>
#include <process.h>
#include <stdint.h>
#include <stdlib.h>
#include <windows.h>

#define GLANCE      5 /* milliseconds between two looks */
#define STACK_BYTES (1u << 20)
/* What is left of a stack that overflowed, for the end of its thread. */
#define SPARE_BYTES (64u << 10)

enum state {
	AT_WORK,
	ENDED,
	CRASHED,
	LEFT /* given up: the thread frees the worker when it ends */
};

/*
 * A thread: Windows has no fork(), and a second process would be watched by
 * an antivirus. It is never ended from outside, since the locks that it holds
 * would stay locked for everybody: a late one is left behind.
 */
struct worker {
	HANDLE thread;
	bool (*job)(void *ctx, struct buf *out);
	void *ctx;
	struct buf out; /* the thread's until it ended */
	bool ok;
	bool late;
	int64_t until;       /* clock_ticks() */
	volatile LONG state; /* enum state */
	volatile LONG asked; /* to end soon */
	volatile LONG code;  /* of the exception that ended it */
};

static volatile LONG left;
static volatile LONG slot; /* of TlsAlloc(), plus 1: the thread's worker */
static LPTOP_LEVEL_EXCEPTION_FILTER before;

bool worker_left_behind(void)
{
	return left > 0;
}

static void forget(struct worker *w)
{
	buf_clear(&w->out);
	if (w->thread)
		CloseHandle(w->thread);
	free(w);
}

static unsigned __stdcall work(void *ctx)
{
	struct worker *w = ctx;
	ULONG spare = SPARE_BYTES;

	TlsSetValue((DWORD)slot - 1, w);
	interrupt_watch(&w->asked);
	SetThreadStackGuarantee(&spare);
	w->ok = w->job(w->ctx, &w->out) && buf_ok(&w->out);
	/* From here on it may be freed by who started it. */
	TlsSetValue((DWORD)slot - 1, NULL);
	interrupt_watch(NULL);
	if (InterlockedCompareExchange(&w->state, ENDED, AT_WORK) == LEFT) {
		forget(w);
		InterlockedDecrement(&left);
	}
	return 0;
}

/*
 * What nobody else took care of. In a worker it ends that thread; its memory
 * stays, nobody knows what it was at.
 */
static LONG WINAPI last_resort(EXCEPTION_POINTERS *what)
{
	struct worker *w = slot ? TlsGetValue((DWORD)slot - 1) : NULL;

	if (!w)
		return before ? before(what) : EXCEPTION_CONTINUE_SEARCH;
	InterlockedExchange(&w->code,
	                    (LONG)what->ExceptionRecord->ExceptionCode);
	if (InterlockedCompareExchange(&w->state, CRASHED, AT_WORK) == LEFT)
		InterlockedDecrement(&left);
	ExitThread(1);
}

/*
 * What draws on the screen is loaded by the first who asks for it. Some
 * libraries of COM do so while they are loaded themselves, when no other may
 * be: in Wine two threads would wait for each other for ever. Now nobody
 * waits yet.
 */
static void load_screen(void)
{
	HDC screen = GetDC(NULL);

	if (screen)
		ReleaseDC(NULL, screen);
}

static bool prepare(void)
{
	LPTOP_LEVEL_EXCEPTION_FILTER found;

	if (!slot) {
		DWORD made = TlsAlloc();

		load_screen();
		if (made == TLS_OUT_OF_INDEXES)
			return false;
		if (InterlockedCompareExchange(&slot, (LONG)made + 1, 0) != 0)
			TlsFree(made);
	}
	/* Each time: a library may have put its own there since. */
	found = SetUnhandledExceptionFilter(last_resort);
	if (found != last_resort)
		before = found;
	return true;
}

struct worker *worker_start(bool (*job)(void *ctx, struct buf *out), void *ctx,
                            unsigned deadline, size_t limit, struct err *e)
{
	struct worker *w = calloc(1, sizeof(*w));

	if (!w || !prepare()) {
		free(w);
		err_set(e, "out of memory");
		return NULL;
	}
	w->job = job;
	w->ctx = ctx;
	w->until = clock_ticks() + deadline;
	buf_init(&w->out, limit);
	w->thread =
	    (HANDLE)_beginthreadex(NULL, STACK_BYTES, work, w,
	                           STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
	if (!w->thread) {
		err_sys(e, errno, "cannot start a thread");
		free(w);
		return NULL;
	}
	return w;
}

bool worker_done(struct worker *w)
{
	if (w->state == AT_WORK && clock_ticks() >= w->until)
		w->late = true;
	return w->late || w->state != AT_WORK;
}

/* Free a worker, or leave that to its thread if it is still at work. */
static void part(struct worker *w)
{
	InterlockedExchange(&w->asked, 1);
	/* Counted first: the thread may end at once. */
	InterlockedIncrement(&left);
	if (InterlockedCompareExchange(&w->state, LEFT, AT_WORK) == AT_WORK)
		return;
	InterlockedDecrement(&left);
	forget(w);
}

static bool collect(struct worker *w, struct buf *out, struct err *e)
{
	if (w->state == CRASHED)
		return err_set(e, "it stopped by accident (exception %08lx)",
		               (unsigned long)w->code);
	if (w->state != ENDED)
		return err_set(e, "it took too long");
	if (!w->ok)
		return err_set(e, "it could not finish");
	if (!buf_add(out, buf_text(&w->out), w->out.len))
		return err_set(e, "its result is too large");
	return true;
}

bool worker_finish(struct worker *w, struct buf *out, struct err *e)
{
	bool ok;

	/* Its last step waits for the loader, which a late one may hold. */
	while (!worker_done(w))
		WaitForSingleObject(w->thread, GLANCE);
	ok = collect(w, out, e);
	part(w);
	return ok;
}

void worker_interrupt(struct worker *w)
{
	InterlockedExchange(&w->asked, 1);
}

void worker_stop(struct worker *w)
{
	part(w);
}
