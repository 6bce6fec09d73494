/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_REASON_H
#define COORDINATOR_REASON_H

#include "coordinator/commune.h"
#include "core/buf.h"
#include "core/lang.h"

#include <stddef.h>

/*
 * Why somebody should call a commune, in a few words each, as an <ul>; a next
 * step that is due by now is told first. Nothing when there is no reason.
 */
void reason_write(struct buf *out, const struct commune *c, int64_t now,
                  enum lang lang);

/* How long nothing came in: "jamais", "depuis 7 mois", or the day; after
   threshold_of(). */
void reason_received(struct buf *out, const struct commune *c,
                     const struct request *r);

#endif
