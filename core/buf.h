/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Bytes that grow up to a ceiling given at birth. When memory or the ceiling
 * runs out the buffer stays as it was and remembers: a writer appends without
 * looking and asks buf_ok() once at the end.
 */
struct buf {
	char *data;   /* NUL after len bytes; NULL while empty */
	size_t len;   /* bytes, without the NUL */
	size_t size;  /* bytes allocated */
	size_t limit; /* most bytes it may hold */
	bool failed;
};

/* An empty buffer that refuses to hold more than limit bytes. */
void buf_init(struct buf *b, size_t limit);

/* Free the bytes; the buffer is empty and usable again. */
void buf_clear(struct buf *b);

/* Append; false, and buf_ok() is false from then on, if it did not fit. */
bool buf_add(struct buf *b, const void *data, size_t len);
bool buf_str(struct buf *b, const char *s);
bool buf_char(struct buf *b, char c);
bool buf_fmt(struct buf *b, const char *fmt, ...) ERR_PRINTF(2, 3);
bool buf_vfmt(struct buf *b, const char *fmt, va_list ap);

/* Whether everything appended so far is there. */
bool buf_ok(const struct buf *b);

/* The content as a string, "" while empty. Valid until the next append. */
const char *buf_text(const struct buf *b);

#endif
