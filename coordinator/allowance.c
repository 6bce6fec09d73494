/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/allowance.h"

#include "core/text.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#define TEXT 64 /* bytes of one, at most */

/* An address of either kind as 16 bytes; its own bits, 0 when it is none. */
static unsigned read_address(unsigned char out[16], const char *text)
{
	static const unsigned char mapped[12] = { 0, 0, 0, 0, 0,    0,
		                                  0, 0, 0, 0, 0xff, 0xff };

	if (inet_pton(AF_INET6, text, out) == 1)
		return 128;
	memcpy(out, mapped, sizeof(mapped));
	return inet_pton(AF_INET, text, out + sizeof(mapped)) == 1 ? 32 : 0;
}

static bool read_one(struct allowance *out, char *text)
{
	char *slash = strchr(text, '/');
	unsigned own;
	int64_t bits;

	if (out->nets == ALLOWANCE_MOST)
		return false;
	if (slash)
		*slash++ = '\0';
	own = read_address(out->net[out->nets].bytes, text);
	bits = own;
	if (own == 0 || (slash && !text_int(slash, 0, own, &bits)))
		return false;
	out->net[out->nets++].bits = 128 - own + (unsigned)bits;
	return true;
}

bool allowance_parse(struct allowance *out, const char *text,
                     const char **wrong)
{
	out->nets = 0;
	while (*(text += strspn(text, ", "))) {
		size_t len = strcspn(text, ", ");
		char one[TEXT];

		*wrong = text;
		if (len >= sizeof(one))
			return false;
		memcpy(one, text, len);
		one[len] = '\0';
		if (!read_one(out, one))
			return false;
		text += len;
	}
	return true;
}

static bool same(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned rest = bits % 8;

	if (memcmp(a, b, bits / 8) != 0)
		return false;
	return rest == 0 || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0;
}

bool allowance_has(const struct allowance *list, const char *address)
{
	unsigned char bytes[16];

	if (read_address(bytes, address) == 0)
		return false;
	for (size_t i = 0; i < list->nets; i++)
		if (same(bytes, list->net[i].bytes, list->net[i].bits))
			return true;
	return false;
}
