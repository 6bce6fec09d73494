/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_INVENTORY_H
#define REPORT_INVENTORY_H

#include "report/renderer.h"

/*
 * Every device of the network for a technician, as a section of a page: its
 * address, what it is and how sure that is, its names, open ports, and the
 * codes of what it showed. Nothing when nobody looked.
 */
void inventory_write(struct buf *out, const struct view *v);

#endif
