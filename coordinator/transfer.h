/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_TRANSFER_H
#define COORDINATOR_TRANSFER_H

#include "coordinator/db.h"

#include <stddef.h>
#include <stdint.h>

#define TRANSFER_DIGEST 65 /* bytes of a digest's text, with its NUL */

/* What a table held. */
struct transfer_sum {
	const char *table; /* static */
	int64_t rows;
	char digest[TRANSFER_DIGEST];
};

/* How many tables there are. */
size_t transfer_tables(void);

/*
 * Copy every table of a store to another, which has the shape and no row yet,
 * as of one moment and in one transaction: all of it or nothing. Then read the
 * copy, and prove that each table holds the same rows: sum is of transfer_tables()
 * entries. False and e when the target is not empty, when something fails, or
 * when the proof does.
 */
bool transfer_store(struct db *from, struct db *to, struct transfer_sum *sum,
                    struct err *e);

/*
 * Count and digest every table, as of one moment. A digest is the sum of the
 * SHA-256 of its rows, modulo 2^256: in whatever order a store gives them.
 */
bool transfer_prove(struct db *db, struct transfer_sum *sum, struct err *e);

#endif
