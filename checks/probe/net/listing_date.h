/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTING_DATE_H
#define CHECKS_PROBE_NET_LISTING_DATE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Dates as lists of files write them. The clock and the time zone are those
 * of the device: good to a day. On success *s stands behind the date; on
 * failure nothing has moved.
 */

/* "20251122031000" (RFC 3659), to its end or a dot. */
bool listing_date_digits(const char *s, int64_t *time);

/*
 * "Nov 22 03:10" (of the last twelve months), "Nov 22 2025",
 * "2025-11-22 03:10".
 */
bool listing_date_unix(const char **s, int64_t now, int64_t *time);

/* "11-22-25 03:10PM", "22/11/2025 03:10", "2025-11-22 03:10" */
bool listing_date_dos(const char **s, int64_t *time);

/* The first one in a text: also "22-Nov-2025 03:10", "2025-Nov-22 03:10". */
bool listing_date_anywhere(const char *s, int64_t *time);

#endif
