/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PACKED_H
#define COORDINATOR_PACKED_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "report/document.h"

#include <stdbool.h>
#include <stddef.h>

/* Documents as the store keeps them: JSON on one line, compressed by zlib. */

/* Append d; false and e when out is full or memory ran out. */
bool packed_write(struct buf *out, const struct document *d, struct err *e);

/*
 * Read what packed_write() wrote, from a store that somebody may have
 * altered: never more than DOCUMENT_BYTES unpacked. Everything is copied
 * into a.
 */
bool packed_read(struct document *d, const void *data, size_t len,
                 struct arena *a, struct err *e);

/* The same without compression, for what is not kept. */
bool packed_write_plain(struct buf *out, const struct document *d,
                        struct err *e);
bool packed_read_plain(struct document *d, const char *text, size_t len,
                       struct arena *a, struct err *e);

#endif
