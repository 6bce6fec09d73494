/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_LOCK_DELAY_H
#define CHECKS_PROBE_WINDOWS_DECODE_LOCK_DELAY_H

#include "checks/facts.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The ways in which Windows locks a screen that nobody uses. Delays are
 * seconds on the mains: 0 is never, CELL_UNKNOWN is not known.
 */
struct lock_delay {
	enum tri saver;      /* a screen saver is set, and asks who comes */
	int64_t saver_delay; /* before it starts */
	int64_t inactivity;  /* the policy "Interactive logon: Machine
	                         inactivity limit" */
	enum tri wake;       /* waking up asks who comes */
	int64_t sleep;       /* before the machine sleeps */
	bool modern;         /* it sleeps as soon as the screen is off */
	int64_t off;         /* before the screen goes off */
	int64_t grace;       /* a modern one asks so long after that;
	                         LOCK_DELAY_NEVER */
};

#define LOCK_DELAY_NEVER UINT32_MAX /* DelayLockInterval, of the registry */

/*
 * The shortest of them: 0 when it never locks. False when one that could be
 * shorter is not known.
 */
bool lock_delay_find(const struct lock_delay *d, int64_t *out);

#endif
