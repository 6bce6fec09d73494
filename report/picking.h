/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_PICKING_H
#define REPORT_PICKING_H

#include "report/renderer.h"

/* Findings chosen for a part of a page, most serious first. */
struct picking {
	const struct document_finding **finding; /* in the view's arena */
	size_t count;
};

#define PICKING(verdict) (1u << (verdict))

/*
 * The findings of v's document whose verdict is in the set (PICKING(...) |
 * ...): by severity, then failed before partial before the rest, then as in
 * the document. False if memory ran out: the page must then fail whole.
 */
bool picking_make(struct picking *p, const struct view *v, unsigned verdicts);

#endif
