/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/office_macros.h"

#include "checks/facts.h"

#define ASKS   1
#define SIGNED 2

int64_t office_macros_level(const struct office_macros *m)
{
	int64_t level = m->outlook ? SIGNED : ASKS;
	bool blocked =
	    m->internet == CELL_UNKNOWN ? m->blocks : m->internet == 1;

	/* A number that Office does not know changes nothing. */
	if (m->warnings >= 1 && m->warnings <= 4)
		level = m->warnings - 1;
	/* Who lets all of them run may have trusted folders and shares too. */
	return level == ASKS && blocked ? SIGNED : level;
}
