/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DEMO_H
#define COORDINATOR_DEMO_H

#include "coordinator/db.h"
#include "core/err.h"

#include <stddef.h>
#include <stdint.h>

#define DEMO_ACCOUNT  "visite" /* who looks at a demonstration */
#define DEMO_COMMUNES 92       /* as many as a small département has */
#define DEMO_MONTHS   13       /* to compare with a year ago */

/*
 * Fill an empty, migrated store with an invented region and a year of its
 * results, told as if the year ended now. The same seed gives the same region.
 */
bool demo_fill(struct db *db, uint64_t seed, size_t communes, int64_t now,
               struct err *e);

#endif
