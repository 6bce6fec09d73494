/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <stdint.h>

/*
 * The only clock of the program: time is an argument everywhere else.
 */

/* Now, in Unix seconds. */
int64_t clock_now(void);

/* Milliseconds of a clock that never goes back, for deadlines. */
int64_t clock_ticks(void);

/* Sleep that many milliseconds, less when a signal comes. */
void clock_wait(unsigned ms);

#endif
