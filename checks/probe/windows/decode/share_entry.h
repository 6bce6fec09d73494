/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_SHARE_ENTRY_H
#define CHECKS_PROBE_WINDOWS_DECODE_SHARE_ENTRY_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A share as the registry keeps it, under LanmanServer\Shares. */
struct share_entry {
	const char *path; /* NULL when not given */
	int64_t type;     /* MS-SRVS 2.2.2.4; CELL_UNKNOWN when not given */
};

/*
 * Read a value: texts in UTF-16, each ended by zero, such as "Path=C:\Data"
 * and "Type=0". path lives in a. False when it holds neither, or for damage.
 */
bool share_entry_parse(const uint8_t *data, size_t len, struct arena *a,
                       struct share_entry *out);

/*
 * Whether a list of texts in UTF-16, as above, has that name; capitals do not
 * count.
 */
bool share_entry_listed(const uint8_t *data, size_t len, const char *name);

#endif
