/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_PARAGRAPH_H
#define AGENT_PARAGRAPH_H

#include "core/buf.h"

#include <stddef.h>

/*
 * Append text in lines of at most width columns and a newline. Every line
 * starts at column indent; the first one is already at column at. Control
 * characters are left out; a newline in text starts a new line.
 */
void paragraph_add(struct buf *out, const char *text, size_t indent, size_t at,
                   size_t width);

#endif
