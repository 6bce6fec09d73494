/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PARTITION_H
#define COORDINATOR_PARTITION_H

#include "coordinator/db.h"

#include <stdint.h>

/* Months as the store counts them: year * 12 + month - 1, UTC. */
int64_t partition_month(int64_t time);

/*
 * Whether a store that is new can divide tables by month: PostgreSQL, and the
 * engines that are made of it. Not SQLite, nor CockroachDB, which says so in
 * version() and is given plain tables: there, what follows does nothing, and
 * retention.c deletes row by row.
 */
bool partition_possible(struct db *db, bool *out, struct err *e);

/*
 * Make the partitions of the months that may be written, on PostgreSQL: those
 * of the 36 months that ratings are kept, and the next three. SQLite has none.
 */
bool partition_prepare(struct db *db, int64_t now, struct err *e);

/* Make those of the months first to last that are missing. */
bool partition_cover(struct db *db, int64_t first, int64_t last, struct err *e);

/* Drop the partitions of a table that hold the months before this one. */
bool partition_drop(struct db *db, const char *table, int64_t before,
                    struct err *e);

#endif
