/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/ntlm.h"

#include "checks/probe/net/listen/bytes.h"

#include <string.h>

#define MOST 384 /* bytes of a message in base64 that are looked at */

bool ntlm_is_old(const uint8_t *d, size_t n)
{
	static const uint8_t head[12] = "NTLMSSP\0\3\0\0";
	const uint8_t *end = d + n;

	while ((size_t)(end - d) >= 22 &&
	       (d = memchr(d, head[0], (size_t)(end - d) - 21))) {
		if (memcmp(d, head, sizeof(head)) == 0) {
			unsigned lm = bytes_le16(d + 12);
			unsigned nt = bytes_le16(d + 20);

			return nt == 24 || (nt == 0 && lm == 24);
		}
		d++;
	}
	return false;
}

bool ntlm_is_old_base64(const char *text)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t out[MOST];
	uint32_t bits = 0;
	size_t n = 0;

	for (size_t i = 0; text[i] && n < sizeof(out); i++) {
		const char *digit = strchr(digits, text[i]);

		if (!digit)
			break;
		bits = bits << 6 | (uint32_t)(digit - digits);
		if (i % 4 != 0)
			out[n++] = (uint8_t)(bits >> (6 - i % 4 * 2));
	}
	return ntlm_is_old(out, n);
}
