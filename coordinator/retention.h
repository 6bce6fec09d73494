/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_RETENTION_H
#define COORDINATOR_RETENTION_H

#include "coordinator/db.h"

#include <stdint.h>

/*
 * What is kept how long, as the coordinator tells communes: months.
 */
#define RETENTION_DETAIL 12 /* documents, findings */
#define RETENTION_RATING 36 /* letters; standing and receipts go with them */
#define RETENTION_AUDIT  12 /* who read what */

#define RETENTION_SETTLED 365 /* days that what was settled is told as such */

/*
 * Forget what is older, make the partitions of the coming months, drop those
 * past. Once a day; several services may do so at once. *rows is how many rows
 * went, those of dropped partitions not counted.
 */
bool retention_run(struct db *db, int64_t now, int64_t *rows, struct err *e);

/*
 * The same each day, unless the clock leapt by more than 40 days since the last
 * time, or back: then *held is true, and nothing is forgotten for three days.
 * A wrong clock must not take a region's history along.
 */
bool retention_daily(struct db *db, int64_t now, bool *held, struct err *e);

/*
 * A commune leaves: all rows of it go, in one transaction; what is left of it
 * is its public name, and when it left, so that its kits are refused. False
 * when it fails; *found, whether it was there.
 */
bool retention_leave(struct db *db, const char *insee, int64_t now, bool *found,
                     struct err *e);

#endif
