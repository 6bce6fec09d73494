/* SPDX-License-Identifier: Apache-2.0 */
#include "report/style.h"

#include <stdint.h>

#define HASH_BYTES 32

/* Made from style.css by packaging/cmake/style.cmake. */
extern const unsigned char style_data[];
extern const size_t style_size;
extern const unsigned char style_sha256[HASH_BYTES];

void style_write(struct buf *out)
{
	buf_add(out, style_data, style_size);
}

void style_hash(struct buf *out)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				    "pqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < HASH_BYTES; i += 3) {
		uint32_t v = (uint32_t)style_sha256[i] << 16;

		v |= (uint32_t)style_sha256[i + 1] << 8;
		if (i + 2 < HASH_BYTES)
			v |= style_sha256[i + 2];
		buf_char(out, digit[v >> 18]);
		buf_char(out, digit[v >> 12 & 63]);
		buf_char(out, digit[v >> 6 & 63]);
		buf_char(out, i + 2 < HASH_BYTES ? digit[v & 63] : '=');
	}
}
