/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_SANDBOX_H
#define CORE_SANDBOX_H

#include "core/err.h"

#include <stdbool.h>

/* What keeps a process in. */
enum sandbox_wall {
	SANDBOX_FILES = 1, /* no file, no new connection */
	SANDBOX_CALLS = 2, /* of the system only what the rest needs */
	SANDBOX_ALL = 3
};

/*
 * Give up, for good, every right of this process (a worker): from now on it
 * can read and write what is open already, have memory and time, wait, and
 * end; all else is refused with an error and never ends the process. Its
 * administrator's rights go too. False when a wall of those asked for (enum
 * sandbox_wall) cannot be built here; e says which, the others stand.
 */
bool sandbox_enter(unsigned walls, struct err *e);

#endif
