/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include "core/arena.h"
#include "core/buf.h"

/*
 * Append text in lines of at most width columns, the first behind first and
 * the others behind as many spaces, and end the last. The text is cleaned, so
 * that nothing a machine said steers the terminal; a word that is too long
 * for a line is cut. Scratch comes from a.
 */
void wrap_text(struct buf *out, const char *text, const char *first,
               size_t width, struct arena *a);

/*
 * A cleaned copy of text (NULL is "") in a. NULL if memory ran out, which out
 * remembers.
 */
char *wrap_clean(struct buf *out, const char *text, struct arena *a);

#endif
