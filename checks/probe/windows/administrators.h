/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_ADMINISTRATORS_H
#define CHECKS_PROBE_WINDOWS_ADMINISTRATORS_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/rows.h"

#include <stdbool.h>

/* Who is of the group S-1-5-32-544, however Windows calls it here. */
struct administrators {
	struct rows rows; /* const char *: SIDs as text */
	bool known;       /* they are all there */
};

/* List them, in a. */
void administrators_read(struct administrators *out, struct arena *a);

/* Whether a local account, by its SID as text, is one of them. */
enum tri administrators_has(const struct administrators *in, const char *sid);

/*
 * Whether the account that this runs under is, even where User Account
 * Control has taken its rights away until it is asked.
 */
enum tri administrators_current(void);

/* The SID of the account that this runs under, in a; NULL on failure. */
const char *administrators_own_sid(struct arena *a);

#endif
