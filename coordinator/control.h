/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_CONTROL_H
#define COORDINATOR_CONTROL_H

#include "coordinator/census.h"
#include "coordinator/db.h"
#include "core/err.h"
#include "report/document.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Within a transaction: bring a commune's findings up to date, touching those
 * alone that changed, and put into census what counts change by. at is when a
 * change is dated; fresh tells that it has none yet.
 */
bool control_update(struct db *db, const char *insee,
                    const struct census_place *place, bool fresh,
                    const struct document *d, int64_t at, struct census *census,
                    struct err *e);

#define CONTROL_NAMES 1024 /* controls whose names are remembered */
#define CONTROL_ROWS  2000 /* most in the store: a baseline has under 100 */

/*
 * What controls are called, so that a report costs no look at them. All zero
 * when nothing is known, and again after a transaction that was given up.
 */
struct control_names {
	int64_t day; /* that it was learnt on, it is forgotten after it */
	struct {
		uint64_t id; /* all four are hashes, 0: none */
		uint64_t title;
		uint64_t other;   /* another title that somebody said */
		uint64_t commune; /* who said it */
	} line[CONTROL_NAMES];
};

/*
 * Within a transaction: learn what the controls that fail in d are called.
 * The name that a control has is replaced only once two communes say the same
 * other one in French: nobody's own words become everybody's. No more than
 * CONTROL_ROWS are kept; the rest have no name. retention.c deletes those
 * that no commune has had for a month.
 */
bool control_learn(struct control_names *names, struct db *db,
                   const char *insee, const struct document *d, int64_t at,
                   struct err *e);

#endif
