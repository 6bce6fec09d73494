/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_BANNER_H
#define REPORT_BANNER_H

#include "report/renderer.h"

/* The <header> of a page: what it is, of which commune, made when. */
void banner_head(struct buf *out, const struct view *v, const char *title);

/*
 * A paragraph that says why the letter cannot be better, with at most so many
 * reasons, the strictest first; none if it can.
 */
void banner_caps(struct buf *out, const struct view *v, size_t most);

/* The <footer>: what it is not, that it is private, by which rules. */
void banner_foot(struct buf *out, const struct view *v);

#endif
