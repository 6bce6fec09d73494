/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SHEET_H
#define COORDINATOR_SHEET_H

#include "core/buf.h"

/*
 * What the pages need besides themselves: their style sheet (style.css), at a
 * path with its hash in it, so that browsers keep it until it changes; the
 * icon; and what robots are told.
 */

/* Append the path of the style sheet. */
void sheet_path(struct buf *out);

#endif
