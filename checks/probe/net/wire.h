/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_WIRE_H
#define CHECKS_PROBE_NET_WIRE_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of a message, as protocols from Intel's world lay them out: lowest
 * byte first, texts in UTF-16. Offsets and lengths that a message names are
 * hostile: what lies outside reads as zero, a part outside is empty.
 */
struct wire {
	const uint8_t *data;
	size_t len;
};

/* Whether n bytes stand at that offset. */
bool wire_has(struct wire w, size_t at, size_t n);

/* The integer at that offset, 0 where the bytes end. */
uint8_t wire_8(struct wire w, size_t at);
uint16_t wire_16(struct wire w, size_t at);
uint32_t wire_32(struct wire w, size_t at);
uint64_t wire_64(struct wire w, size_t at);

/* The n bytes at that offset; none if they are not all there. */
struct wire wire_part(struct wire w, size_t at, size_t n);

/*
 * The UTF-16 text that w is, up to its end or its first NUL, as UTF-8 in out,
 * cut to size; what is no text becomes U+FFFD.
 */
void wire_text(struct wire w, char *out, size_t size);

/* Append an integer; n zeros; a UTF-8 text as UTF-16 without a NUL. */
void wire_put_8(struct buf *b, uint8_t v);
void wire_put_16(struct buf *b, uint16_t v);
void wire_put_32(struct buf *b, uint32_t v);
void wire_put_64(struct buf *b, uint64_t v);
void wire_put_zeros(struct buf *b, size_t n);
void wire_put_text(struct buf *b, const char *text);

/* Overwrite what was appended at that offset. */
void wire_set_16(struct buf *b, size_t at, uint16_t v);
void wire_set_32(struct buf *b, size_t at, uint32_t v);

#endif
