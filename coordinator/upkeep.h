/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_UPKEEP_H
#define COORDINATOR_UPKEEP_H

#include "coordinator/pool.h"

#include <stdbool.h>
#include <stdint.h>

#define UPKEEP_SECONDS 86400 /* between two of upkeep_daily() */

/*
 * See that the store at where has the shape that this program knows, before
 * anything else uses it.
 */
bool upkeep_begin(const char *where, int64_t now, struct err *e);

/*
 * What is done once a day: room for the months to come, and what is kept no
 * longer is deleted. What fails is told in the log, and tried the next day.
 */
void upkeep_daily(struct pool *pool, int64_t now);

#endif
