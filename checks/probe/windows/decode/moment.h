/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_MOMENT_H
#define CHECKS_PROBE_WINDOWS_DECODE_MOMENT_H

#include <stddef.h>
#include <stdint.h>

/*
 * The ways in which Windows writes a time, as Unix seconds. CELL_UNKNOWN for
 * what is no time from 1970 to 9999: an empty one is often written as 0.
 */

/* FILETIME: 100 nanoseconds since 1601 (MS-DTYP 2.3.3). */
int64_t moment_filetime(uint64_t ticks);

/* The same in 8 bytes, little end first, as the registry keeps it. */
int64_t moment_bytes(const uint8_t *data, size_t len);

/* DATE of OLE: days since 1899-12-30, taken as UTC (MS-OAUT 2.2.25). */
int64_t moment_date(double days);

/* "2026-11-20 08:30:00" or "2026-11-20T08:30:00Z" or the day alone, UTC. */
int64_t moment_text(const char *text);

#endif
