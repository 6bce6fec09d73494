/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_TREND_H
#define REPORT_TREND_H

#include "report/renderer.h"

/*
 * What changed since the earlier document, and whether the machine or the
 * rules did, as a <section>; nothing without a comparison.
 */
void trend_write(struct buf *out, const struct view *v);

/* The changes of one kind. */
size_t trend_count(const struct comparison *c, enum change_kind kind);

#endif
