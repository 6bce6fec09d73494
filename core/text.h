/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text is UTF-8 and NUL-terminated unless a length is given. */

/* Whether len bytes are valid UTF-8 (no surrogate, no overlong, no NUL). */
bool text_valid(const char *s, size_t len);

/*
 * Decode one code point and move *s behind it. 0 at the end; U+FFFD and one
 * byte forward for a malformed sequence.
 */
uint32_t text_next(const char **s);

/*
 * Write a code point, no surrogate and at most U+10FFFF, as UTF-8 without a
 * NUL; how many bytes that is.
 */
size_t text_encode(char out[4], uint32_t point);

/* Columns that s takes on a terminal (0, 1 or 2 a code point). */
size_t text_width(const char *s);

/*
 * Copy src to dst of size bytes, cut at a code point, with every control
 * character, bidirectional mark and U+2028/2029 replaced by a space: what
 * comes from a machine may be shown. Always terminated.
 */
void text_clean(char *dst, size_t size, const char *src);

/* Whether both are there and equal; NULL is no text, and equals nothing. */
bool text_is(const char *a, const char *b);

/* Equal but for ASCII case. */
bool text_same(const char *a, const char *b);

/* Whether s begins or ends with part. */
bool text_begins(const char *s, const char *part);
bool text_ends(const char *s, const char *part);

/* Whether s contains part, but for ASCII case. */
bool text_has(const char *s, const char *part);

/* Whether all of s is as pattern says, but for ASCII case; a * is any text. */
bool text_like(const char *pattern, const char *s);

/* The value of a hexadecimal digit, or -1. */
int text_hex(char c);

/* Cut white space off both ends, in place; returns the new start. */
char *text_trim(char *s);

/* The next line of *cursor, ended in place, without CR LF; NULL at the end. */
char *text_line(char **cursor);

/* The next word of *cursor, ended in place; NULL when none is left. */
char *text_word(char **cursor);

/* The whole of s as a decimal integer within low..high; false otherwise. */
bool text_int(const char *s, int64_t low, int64_t high, int64_t *out);

/*
 * The entry of list nearest to word by edit distance, or NULL if none is
 * near enough to be what was meant (a third of the letters at most).
 */
const char *text_nearest(const char *word, const char *const *list,
                         size_t count);

#endif
