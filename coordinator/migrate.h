/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_MIGRATE_H
#define COORDINATOR_MIGRATE_H

#include "coordinator/db.h"

#include <stdint.h>

/*
 * Bring the store to the shape that this program knows: the numbered texts of
 * migration/, each in a transaction of its own. Several services may do so at
 * once. False and e when the store is newer than the program, when a text was
 * changed after it ran, or when it fails: then it is as it was.
 */
bool migrate_run(struct db *db, int64_t now, struct err *e);

/* The version that the store has, 0 for an empty one. */
bool migrate_version(struct db *db, int64_t *out, struct err *e);

/* The version that the program knows. */
int64_t migrate_newest(void);

#endif
