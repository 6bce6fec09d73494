/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_LISTING_FORM_H
#define COORDINATOR_LISTING_FORM_H

#include "coordinator/listing.h"

/*
 * The start of a form that goes to path: a box to search in, départements and
 * EPCI. What else it has follows; listing_form_end() closes it.
 */
bool listing_form_begin(struct request *r, struct buf *out, const char *path,
                        const struct listing *l, struct err *e);
void listing_form_end(struct request *r, struct buf *out, const char *path);

/*
 * The form that chooses what a list of communes shows: départements and EPCI
 * of who asks. Where a country has too many EPCI, those of the département
 * that is chosen.
 */
bool listing_form_write(struct request *r, struct buf *out,
                        const struct listing *l, struct err *e);

#endif
