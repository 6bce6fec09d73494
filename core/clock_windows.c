/* SPDX-License-Identifier: Apache-2.0 */
#include "core/clock.h"

#include <windows.h>

/* Between 1601, where Windows counts from, and 1970. */
#define EPOCH_SECONDS 11644473600

int64_t clock_now(void)
{
	FILETIME t;
	ULARGE_INTEGER ticks; /* of 100 nanoseconds */

	GetSystemTimeAsFileTime(&t);
	ticks.LowPart = t.dwLowDateTime;
	ticks.HighPart = t.dwHighDateTime;
	return (int64_t)(ticks.QuadPart / 10000000) - EPOCH_SECONDS;
}

int64_t clock_ticks(void)
{
	return (int64_t)GetTickCount64();
}

void clock_wait(unsigned ms)
{
	Sleep(ms);
}
