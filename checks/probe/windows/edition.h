/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_EDITION_H
#define CHECKS_PROBE_WINDOWS_EDITION_H

#include "core/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Which Windows it is, as far as what it does by itself depends on it. */
struct edition {
	int64_t build;  /* 26100; 0: not known */
	const char *id; /* EditionID: "Core", "Professional"; "": not known */
	bool server;
};

/* Read it; texts live in a. */
void edition_read(struct edition *out, struct arena *a);

/* Whether it is a Home edition, of any language ("Core", "CoreN"...). */
bool edition_home(const struct edition *e);

#endif
