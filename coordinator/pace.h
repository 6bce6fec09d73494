/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PACE_H
#define COORDINATOR_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How often each commune sends. Thread-safe; of this service alone: where
 * there are several, each lets as much through.
 */
struct pace;

/* At most that many an hour, all at once if need be; NULL without memory. */
struct pace *pace_new(unsigned an_hour);
void pace_free(struct pace *p);

/*
 * Whether a commune may send one more now; if not, *wait is after how many
 * seconds it may.
 */
bool pace_allows(struct pace *p, const char *insee, int64_t now,
                 unsigned *wait);

#endif
