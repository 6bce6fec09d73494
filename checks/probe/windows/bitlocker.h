/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_BITLOCKER_H
#define CHECKS_PROBE_WINDOWS_BITLOCKER_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stddef.h>

#define BITLOCKER_DRIVES 26

/* What the shell says of one drive's BitLocker. */
struct bitlocker_drive {
	char letter;        /* 'C' */
	int64_t protection; /* see bitlocker_means(), CELL_UNKNOWN: nothing */
};

/*
 * Ask the shell for the drives whose letters are given ("CD"), in a worker of
 * 3 s: the property System.Volume.BitLockerProtection needs no administrator.
 * KNOWN; UNSUPPORTED: this Windows has no such property; or FAILED and why.
 */
enum fact_state bitlocker_read(const char *letters, struct arena *a,
                               struct bitlocker_drive out[BITLOCKER_DRIVES],
                               size_t *count, const char **why);

#endif
