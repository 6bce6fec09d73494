/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_LABEL_H
#define REPORT_LABEL_H

#include "core/lang.h"

#include <stddef.h>

/*
 * Every word that renderers add to a document's own, in every language, so
 * that one test can measure how plain they are. label.c holds the table; a
 * label may have {names} for the renderer to fill in.
 */
const char *label(const char *id, enum lang lang);

/* All of them, for tests: the index-th id and words; NULL past the end. */
const char *label_id(size_t index);
const struct words *label_words(size_t index);

#endif
