/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base64.h"

#include <stdint.h>
#include <string.h>

static const char usual[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
			    "yz0123456789+/";
static const char address[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
    "yz0123456789-_";

/* Up to 3 bytes as 2 to 4 letters. */
static bool encode_group(struct buf *out, const uint8_t *data, size_t len,
                         const char *letters)
{
	uint32_t bits = (uint32_t)data[0] << 16;
	char text[4];

	if (len > 1)
		bits |= (uint32_t)data[1] << 8;
	if (len > 2)
		bits |= data[2];
	for (size_t i = 0; i < 4; i++)
		text[i] = letters[bits >> (18 - 6 * i) & 63];
	return buf_add(out, text, (len < 3 ? len : 3) + 1);
}

static bool encode(struct buf *out, const void *data, size_t len,
                   const char *letters)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i < len; i += 3)
		if (!encode_group(out, bytes + i, len - i, letters))
			return false;
	return true;
}

bool base64_encode(struct buf *out, const void *data, size_t len)
{
	static const char *const padding[] = { "", "==", "=" };

	return encode(out, data, len, usual) && buf_str(out, padding[len % 3]);
}

bool base64_encode_url(struct buf *out, const void *data, size_t len)
{
	return encode(out, data, len, address);
}

/* The value of a letter, or -1. */
static int value_of(char c, const char *letters)
{
	const char *at = c ? strchr(letters, c) : NULL;

	return at ? (int)(at - letters) : -1;
}

/* 2 to 4 letters as 1 to 3 bytes; 0: they are none. */
static size_t decode_group(uint8_t out[3], const char *text, size_t len,
                           const char *letters)
{
	uint32_t bits = 0;
	size_t count = len < 4 ? len : 4;

	if (count < 2)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		int value = i < count ? value_of(text[i], letters) : 0;

		if (value < 0)
			return 0;
		bits = bits << 6 | (uint32_t)value;
	}
	out[0] = (uint8_t)(bits >> 16);
	out[1] = (uint8_t)(bits >> 8);
	out[2] = (uint8_t)bits;
	/* Bits that no byte takes would be a second text of the same bytes. */
	if ((count == 2 && bits & 0xffff) || (count == 3 && bits & 0xff))
		return 0;
	return count - 1;
}

static bool decode(struct buf *out, const char *text, size_t len,
                   const char *letters, struct err *e)
{
	size_t before = out->len;

	for (size_t i = 0; i < len; i += 4) {
		uint8_t bytes[3];
		size_t got = decode_group(bytes, text + i, len - i, letters);

		if (got && buf_add(out, bytes, got))
			continue;
		out->len = before;
		if (out->data)
			out->data[before] = '\0';
		return got ? err_set(e, "the base64 text is too long")
		           : err_set(e, "no base64 text");
	}
	return true;
}

bool base64_decode(struct buf *out, const char *text, size_t len, struct err *e)
{
	size_t padding = 0;

	if (len % 4 != 0)
		return err_set(e, "no base64 text");
	while (padding < 2 && padding < len && text[len - 1 - padding] == '=')
		padding++;
	return decode(out, text, len - padding, usual, e);
}

bool base64_decode_url(struct buf *out, const char *text, size_t len,
                       struct err *e)
{
	return decode(out, text, len, address, e);
}
