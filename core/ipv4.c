/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ipv4.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One number of at most three digits, without a needless zero in front. */
static bool parse_byte(const char **s, uint32_t *out)
{
	const char *start = *s;

	*out = 0;
	while (**s >= '0' && **s <= '9' && *s - start < 3)
		*out = *out * 10 + (uint32_t)(*(*s)++ - '0');
	return *s > start && *out <= 255 && (*start != '0' || *s - start == 1);
}

bool ipv4_parse(const char *text, uint32_t *out)
{
	uint32_t address = 0;

	for (int i = 0; i < 4; i++) {
		uint32_t byte;

		if ((i > 0 && *text++ != '.') || !parse_byte(&text, &byte))
			return false;
		address = address << 8 | byte;
	}
	*out = address;
	return *text == '\0';
}

bool ipv4_parse_range(const char *text, uint32_t *address, unsigned *bits)
{
	size_t n = strcspn(text, "/");
	char start[IPV4_TEXT];
	uint32_t length;

	if (n >= sizeof(start) || text[n] != '/')
		return false;
	memcpy(start, text, n);
	start[n] = '\0';
	text += n + 1;
	if (!ipv4_parse(start, address) || !parse_byte(&text, &length) ||
	    *text || length > 32)
		return false;
	*bits = length;
	return true;
}

void ipv4_format(char out[IPV4_TEXT], uint32_t address)
{
	snprintf(out, IPV4_TEXT, "%" PRIu32 ".%" PRIu32 ".%" PRIu32 ".%" PRIu32,
	         address >> 24, address >> 16 & 255, address >> 8 & 255,
	         address & 255);
}

uint32_t ipv4_mask(unsigned bits)
{
	return bits == 0 ? 0 : UINT32_MAX << (32 - bits);
}

bool ipv4_private(uint32_t address)
{
	return address >> 24 == 10 || address >> 20 == 0xac1 ||
	       address >> 16 == 0xc0a8;
}
