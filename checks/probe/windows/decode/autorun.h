/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_AUTORUN_H
#define CHECKS_PROBE_WINDOWS_DECODE_AUTORUN_H

#include <stdbool.h>
#include <stdint.h>

/* What is set about media that come in; CELL_UNKNOWN where nothing is. */
struct autorun {
	int64_t build;
	int64_t commands;    /* NoAutorun: 1 nothing runs, 2 all does */
	int64_t drive_types; /* NoDriveTypeAutoRun: a bit a type */
	int64_t disabled;    /* DisableAutoplay of the account */
	bool chosen;         /* the account chose to run what media bring */
};

/*
 * Whether a stick may start a program. Since Windows 7 one that is a plain
 * disk starts nothing (KB971029), and one that plays a CD is asked about,
 * unless somebody set it otherwise.
 */
bool autorun_starts(const struct autorun *a);

#endif
