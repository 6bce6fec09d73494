/* SPDX-License-Identifier: Apache-2.0 */
#include "core/interrupt.h"

#include "core/interrupt_thread.h"

#include <windows.h>

/*
 * A window that is closed, a session that ends: Windows kills the process
 * once its handler returns, or 5 seconds later.
 * learn.microsoft.com, "HandlerRoutine callback function".
 */
#define LAST_MS 4500

static volatile LONG seen;
static volatile LONG pressed;
static volatile LONG slot; /* of TlsAlloc(), plus 1; 0: none yet */

/* In a thread of its own. */
static BOOL WINAPI note(DWORD type)
{
	InterlockedExchange(&seen, 1);
	if (type == CTRL_C_EVENT || type == CTRL_BREAK_EVENT)
		return InterlockedIncrement(&pressed) == 1;
	Sleep(LAST_MS);
	return TRUE;
}

void interrupt_catch(void)
{
	SetConsoleCtrlHandler(note, TRUE);
}

/* A worker is a thread: what ends the program is not its to change. */
void interrupt_hold(void)
{
}

void interrupt_raise(void)
{
	InterlockedExchange(&seen, 1);
}

void interrupt_watch(const volatile long *flag)
{
	if (!slot) {
		DWORD made = TlsAlloc();

		if (made == TLS_OUT_OF_INDEXES)
			return;
		if (InterlockedCompareExchange(&slot, (LONG)made + 1, 0) != 0)
			TlsFree(made);
	}
	TlsSetValue((DWORD)slot - 1, (void *)(uintptr_t)flag);
}

bool interrupt_seen(void)
{
	const volatile long *flag = NULL;

	if (seen)
		return true;
	if (slot) {
		DWORD error = GetLastError();

		/* It would make GetLastError() say that all is well. */
		flag = TlsGetValue((DWORD)slot - 1);
		SetLastError(error);
	}
	return flag && *flag;
}
