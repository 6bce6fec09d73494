/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_ASKING_H
#define REPORT_ASKING_H

#include "report/picking.h"

/*
 * What is not known, as questions. Those that are unknown for the same reason
 * stand together under it, once; the others have a card each.
 */
void asking_write(struct buf *out, const struct view *v,
                  const struct picking *p);

#endif
