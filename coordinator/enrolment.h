/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ENROLMENT_H
#define COORDINATOR_ENROLMENT_H

#include "coordinator/db.h"
#include "coordinator/roster.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Put a commune into the store when it is not there; what a table told of it,
 * and what the official list has new, takes the place of what was there. One
 * that left comes back without its old kits.
 */
bool enrolment_write(struct db *db, const struct roster_commune *c, int64_t now,
                     struct err *e);

/* What the store knows of it takes the place of what c does not, in a. */
bool enrolment_read(struct db *db, struct roster_commune *c, struct arena *a,
                    struct err *e);

#endif
