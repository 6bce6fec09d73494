/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_POWER_H
#define CHECKS_PROBE_WINDOWS_POWER_H

#include "core/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Settings of the power plan in use, on the mains. */
enum power_setting {
	POWER_ASK,    /* 1: waking up asks who comes */
	POWER_SLEEP,  /* seconds before the machine sleeps; 0: never */
	POWER_SCREEN, /* seconds before the screen goes off; 0: never */
};

/*
 * One of them: as a policy has it, as the plan in use has it, or as that
 * plan came. CELL_UNKNOWN when none of these tells.
 */
int64_t power_read(enum power_setting setting, struct arena *a);

/* Whether it sleeps in the way of a telephone, as soon as its screen is off. */
bool power_modern(void);

#endif
