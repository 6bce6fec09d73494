/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_JOURNAL_H
#define COORDINATOR_JOURNAL_H

#include "core/err.h"

/* How much it matters: the numbers of syslog. */
enum journal_level {
	JOURNAL_ERROR = 3,
	JOURNAL_WARNING = 4,
	JOURNAL_NOTICE = 5,
	JOURNAL_INFO = 6
};

/*
 * The running service's log: one line an event, to standard error, in one
 * piece from any thread. What others sent is cleaned and cut. No secret, no
 * result and no password is ever given to it.
 */
void journal_write(enum journal_level level, const char *fmt, ...)
    ERR_PRINTF(2, 3);

#endif
