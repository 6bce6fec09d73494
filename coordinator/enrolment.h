/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ENROLMENT_H
#define COORDINATOR_ENROLMENT_H

#include "coordinator/db.h"
#include "coordinator/roster.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Put communes into the store that are not there; what a table told of them,
 * and what the official list has new, takes the place of what was there. One
 * that left comes back without its old kits. When it fails, some may be there.
 */
bool enrolment_write(struct db *db, const struct roster_commune *c,
                     size_t count, int64_t now, struct err *e);

/* What the store knows of it takes the place of what c does not, in a. */
bool enrolment_read(struct db *db, struct roster_commune *c, struct arena *a,
                    struct err *e);

#endif
