/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_WORDING_H
#define COORDINATOR_WORDING_H

#include "core/buf.h"
#include "core/lang.h"

#include <stdarg.h>
#include <stddef.h>

/*
 * Every word of the screens and of the commands, in every language. They stand
 * in words/AREA.def, one a line: WORDS("today-title", "Aujourd’hui", "Today").
 */

/* The words of an id; the id itself when there are none. */
const char *wording(const char *id, enum lang lang);

/*
 * Append them, escaped for HTML, with {names} filled in with escaped values:
 * "name", value, ..., NULL.
 */
void wording_html(struct buf *out, const char *id, enum lang lang, ...);

/* The same as plain text. */
void wording_text(struct buf *out, const char *id, enum lang lang, ...);
void wording_list(struct buf *out, const char *id, enum lang lang,
                  va_list values);

/* All of them, for tests: the index-th, NULL past the end. */
const char *wording_id(size_t index);
const struct words *wording_words(size_t index);

#endif
