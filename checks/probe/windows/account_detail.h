/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_ACCOUNT_DETAIL_H
#define CHECKS_PROBE_WINDOWS_ACCOUNT_DETAIL_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stdint.h>

/* What Windows keeps of one account of this machine. */
struct account_detail {
	const char *sid;    /* as text, or NULL */
	int64_t last_logon; /* 0: never; CELL_UNKNOWN */
	int64_t expires;    /* CELL_UNKNOWN: never */
	enum tri online;    /* it is one of Microsoft's */
	enum tri code;      /* a PIN, a face or a finger opens it */
};

/* Read it, by name; texts live in a. What cannot be read is unknown. */
void account_detail_read(const char *name, struct account_detail *out,
                         struct arena *a);

/* When somebody last opened a session under a SID; 0: never. */
int64_t account_detail_profile(const char *sid);

/* How long passwords have to be here; CELL_UNKNOWN. */
int64_t account_detail_min_length(void);

#endif
