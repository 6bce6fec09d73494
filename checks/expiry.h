/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_EXPIRY_H
#define CHECKS_EXPIRY_H

#include "checks/facts.h"
#include "core/verdict.h"

#include <stdbool.h>
#include <stdint.h>

/* What the end dates of several certificates say together. */
struct expiry {
	enum verdict verdict; /* the worst so far, NOT_APPLICABLE: none */
	int64_t first;        /* the earliest end, 0: none */
	bool unread;          /* an end could not be read */
};

/* Nothing counted yet. */
void expiry_init(struct expiry *x);

/*
 * Count an end (time, CELL_UNKNOWN: unread) and return what it says alone:
 * FAIL once past, PARTIAL within days of now, PASS, or UNKNOWN.
 */
enum verdict expiry_add(struct expiry *x, int64_t end, int64_t days,
                        int64_t now);

/*
 * The later of now and the time that the machine's clock must have passed:
 * a clock that lost its battery makes nothing valid again.
 */
int64_t expiry_now(const struct facts *facts, int64_t now);

/*
 * Whether another row of the list has the same name and use and ends later:
 * the old certificate that its successor left behind is no fault.
 */
bool expiry_replaced(const struct fact_certificates *list,
                     const struct certificate *row);

#endif
