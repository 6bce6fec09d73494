/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_NUMBER_H
#define COORDINATOR_NUMBER_H

#include "core/buf.h"
#include "core/lang.h"

#include <stdint.h>

#define NUMBER_TEXT 40 /* bytes that any number fits in */

/* "1 234" as readers of that language write it. */
void number_format(char out[NUMBER_TEXT], int64_t n, enum lang lang);

/*
 * The words for n of something, escaped: STEM-none, STEM-one or STEM-many,
 * with {n} filled in.
 */
void number_html(struct buf *out, const char *stem, int64_t n, enum lang lang);

#endif
