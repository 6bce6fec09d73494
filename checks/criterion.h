/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_CRITERION_H
#define CHECKS_CRITERION_H

#include "checks/ruling.h"

/* What was seen of the commune from outside, criterion by criterion. */

/* What is known of one: TRI_UNKNOWN too when nobody looked. */
enum tri criterion_find(const struct facts *f, const char *item);

/*
 * Add a technical line for each of the items (NULL-ended) that was looked at:
 * code "rpnt", "RPNT 2.7 : non (v=DMARC1; p=none)"; host and port (0: none)
 * are what it is about.
 */
void criterion_tell(const struct inputs *in, struct ruling *r,
                    const char *const *items, const char *host, int64_t port);

/* ruling_unseen() for a fact that only a look from outside can tell. */
void criterion_unseen(struct ruling *r, const char *fact_name,
                      const struct fact *fact);

#endif
