/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_LISTING_FORM_H
#define COORDINATOR_LISTING_FORM_H

#include "coordinator/listing.h"

/*
 * The form that chooses what a list of communes shows: départements and EPCI
 * of who asks. Where a country has too many EPCI, those of the département
 * that is chosen.
 */
bool listing_form_write(struct request *r, struct buf *out,
                        const struct listing *l, struct err *e);

#endif
