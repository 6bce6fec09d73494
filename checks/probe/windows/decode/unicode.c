/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/unicode.h"

#include "core/text.h"

#include <string.h>

#define REPLACEMENT 0xfffd

static uint32_t unit_at(const uint8_t *data, size_t at, bool high_first)
{
	return high_first ? (uint32_t)data[at] << 8 | data[at + 1]
	                  : (uint32_t)data[at + 1] << 8 | data[at];
}

/* The character at *at, which moves behind it. */
static uint32_t next(const uint8_t *data, size_t len, size_t *at,
                     bool high_first)
{
	uint32_t first = unit_at(data, *at, high_first), second;

	*at += 2;
	if (first < 0xd800 || first > 0xdfff)
		return first;
	if (first > 0xdbff || len - *at < 2)
		return REPLACEMENT;
	second = unit_at(data, *at, high_first);
	if (second < 0xdc00 || second > 0xdfff)
		return REPLACEMENT;
	*at += 2;
	return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

static bool add(struct buf *out, uint32_t point)
{
	char bytes[4];

	return buf_add(out, bytes, text_encode(bytes, point));
}

static bool add_utf16(const uint8_t *data, size_t len, bool high_first,
                      bool whole, struct buf *out)
{
	for (size_t at = 0; len - at >= 2;) {
		uint32_t point = next(data, len, &at, high_first);

		if (point == 0 && !whole)
			return true;
		if (!add(out, point ? point : ' '))
			return false;
	}
	return true;
}

bool unicode_utf16(const void *data, size_t len, struct buf *out)
{
	return add_utf16(data, len, false, false, out);
}

/* Bytes of the UTF-8 character that data begins with, 0 when it is none. */
static size_t utf8_length(const uint8_t *data, size_t len)
{
	for (size_t n = 1; n <= 4 && n <= len; n++)
		if (text_valid((const char *)data, n))
			return n;
	return 0;
}

static bool add_bytes(const uint8_t *data, size_t len, struct buf *out)
{
	for (size_t at = 0; at < len;) {
		size_t n = utf8_length(data + at, len - at);

		if (n == 0 && !add(out, data[at] ? data[at] : ' '))
			return false;
		if (n > 0 && !buf_add(out, data + at, n))
			return false;
		at += n > 0 ? n : 1;
	}
	return true;
}

bool unicode_text(const void *data, size_t len, struct buf *out)
{
	const uint8_t *b = data;

	if (len >= 2 && b[0] == 0xff && b[1] == 0xfe)
		return add_utf16(b + 2, len - 2, false, true, out);
	if (len >= 2 && b[0] == 0xfe && b[1] == 0xff)
		return add_utf16(b + 2, len - 2, true, true, out);
	if (len >= 4 && b[0] && !b[1] && b[2] && !b[3])
		return add_utf16(b, len, false, true, out);
	if (len >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf)
		return add_bytes(b + 3, len - 3, out);
	return add_bytes(b, len, out);
}
