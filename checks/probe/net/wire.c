/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/wire.h"

#include "core/text.h"

#include <string.h>

bool wire_has(struct wire w, size_t at, size_t n)
{
	return at <= w.len && n <= w.len - at;
}

static uint64_t read_bytes(struct wire w, size_t at, size_t n)
{
	uint64_t v = 0;

	if (!wire_has(w, at, n))
		return 0;
	for (size_t i = n; i-- > 0;)
		v = v << 8 | w.data[at + i];
	return v;
}

uint8_t wire_8(struct wire w, size_t at)
{
	return (uint8_t)read_bytes(w, at, 1);
}

uint16_t wire_16(struct wire w, size_t at)
{
	return (uint16_t)read_bytes(w, at, 2);
}

uint32_t wire_32(struct wire w, size_t at)
{
	return (uint32_t)read_bytes(w, at, 4);
}

uint64_t wire_64(struct wire w, size_t at)
{
	return read_bytes(w, at, 8);
}

struct wire wire_part(struct wire w, size_t at, size_t n)
{
	struct wire none = { NULL, 0 };

	return n > 0 && wire_has(w, at, n) ? (struct wire){ w.data + at, n }
	                                   : none;
}

/* The code point at *at, which moves behind it. */
static uint32_t next_point(struct wire w, size_t *at)
{
	uint32_t c = wire_16(w, *at), low;

	*at += 2;
	if (c < 0xd800 || c > 0xdfff)
		return c;
	low = wire_16(w, *at);
	if (c > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	*at += 2;
	return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
}

void wire_text(struct wire w, char *out, size_t size)
{
	size_t at = 0, len = 0;

	while (wire_has(w, at, 2)) {
		uint32_t c = next_point(w, &at);
		char bytes[4];
		size_t n = text_encode(bytes, c);

		if (c == 0 || len + n >= size)
			break;
		memcpy(out + len, bytes, n);
		len += n;
	}
	out[len] = '\0';
}

static void put(struct buf *b, uint64_t v, size_t n)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(v >> 8 * i);
	buf_add(b, bytes, n);
}

void wire_put_8(struct buf *b, uint8_t v)
{
	put(b, v, 1);
}

void wire_put_16(struct buf *b, uint16_t v)
{
	put(b, v, 2);
}

void wire_put_32(struct buf *b, uint32_t v)
{
	put(b, v, 4);
}

void wire_put_64(struct buf *b, uint64_t v)
{
	put(b, v, 8);
}

void wire_put_zeros(struct buf *b, size_t n)
{
	while (n-- > 0)
		put(b, 0, 1);
}

void wire_put_text(struct buf *b, const char *text)
{
	uint32_t c;

	while ((c = text_next(&text)) != 0) {
		if (c >= 0x10000) {
			c -= 0x10000;
			wire_put_16(b, (uint16_t)(0xd800 | c >> 10));
			c = 0xdc00 | (c & 0x3ff);
		}
		wire_put_16(b, (uint16_t)c);
	}
}

static void set(struct buf *b, size_t at, uint64_t v, size_t n)
{
	if (!b->data || at > b->len || n > b->len - at)
		return;
	for (size_t i = 0; i < n; i++)
		b->data[at + i] = (char)(uint8_t)(v >> 8 * i);
}

void wire_set_16(struct buf *b, size_t at, uint16_t v)
{
	set(b, at, v, 2);
}

void wire_set_32(struct buf *b, size_t at, uint32_t v)
{
	set(b, at, v, 4);
}
