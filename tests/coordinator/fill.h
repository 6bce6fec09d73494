/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_FILL_H
#define TESTS_COORDINATOR_FILL_H

#include "coordinator/db.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Fills a store with a region, fast: plain SQL that makes its rows itself, the
 * same ones every time, on every kind of store.
 */
struct fill {
	int64_t communes; /* 1..36,000: 01001, 01002... 380 a département */
	int64_t controls; /* of each, 0..99 */
	int64_t machines; /* of each, 0..9 */
	int64_t months;   /* of ratings, the one of now included */
	int64_t weeks;    /* of reports, each of FILL_DOCUMENT bytes */
	int64_t now;
};

#define FILL_DOCUMENT 400 /* bytes of a report that nobody reads */
#define FILL_SILENT   8   /* of 100 communes have never sent anything */

/*
 * Fill an empty store, its shape there. Accounts: "chef" (administrator, all),
 * "ain" (adviser of département 01), "pays" (reader of EPCI 200000001).
 */
bool fill_store(struct db *db, const struct fill *fill, struct err *e);

#endif
