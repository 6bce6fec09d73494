/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/address.h"

#include "core/ipv4.h"
#include "core/text.h"

#include <stddef.h>
#include <string.h>

#define V4 12 /* bytes before an IPv4 address in the wide form */

/* A block of special addresses: those that agree in the first bits. */
struct block {
	uint8_t byte[16];
	unsigned bits;
};

#define IPV4(a, b, length)                                            \
	{                                                             \
		{ [10] = 0xFF, [11] = 0xFF, [12] = (a), [13] = (b) }, \
		    96 + (length)                                     \
	}

static const struct block special[] = {
	IPV4(0, 0, 8),      /* this network */
	IPV4(10, 0, 8),     /* RFC 1918 */
	IPV4(100, 64, 10),  /* RFC 6598: between a provider and its box */
	IPV4(127, 0, 8),    /* loopback */
	IPV4(169, 254, 16), /* link-local */
	IPV4(172, 16, 12),  /* RFC 1918 */
	IPV4(192, 0, 24),   /* protocol assignments */
	IPV4(192, 168, 16), /* RFC 1918 */
	IPV4(198, 18, 15),  /* benchmarks */
	IPV4(224, 0, 4),    /* multicast */
	IPV4(240, 0, 4),    /* reserved, broadcast */
	{ { 0 }, 80 },      /* ::, ::1, IPv4-compatible; not the mapped */
	{ { 0x00, 0x64, 0xFF, 0x9B }, 96 }, /* 64:ff9b::/96, IPv4 inside */
	{ { 0x00, 0x64, 0xFF, 0x9B, 0, 1 }, 48 },
	{ { 0x01 }, 64 },                   /* discard */
	{ { 0x20, 0x01, 0x00, 0x00 }, 32 }, /* Teredo, IPv4 inside */
	{ { 0x20, 0x02 }, 16 },             /* 6to4, IPv4 inside */
	{ { 0xFC }, 7 },                    /* unique local */
	{ { 0xFE, 0x80 }, 10 },             /* link-local */
	{ { 0xFE, 0xC0 }, 10 },             /* site-local, of old */
	{ { 0xFF }, 8 },                    /* multicast */
};

/* Four numbers with dots between, the whole of s. */
static bool parse_v4(uint8_t out[4], const char *s)
{
	uint32_t value;

	if (!ipv4_parse(s, &value))
		return false;
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(value >> (24 - 8 * i));
	return true;
}

/* One group of an IPv6 address. */
static bool parse_group(uint8_t out[2], const char **s)
{
	unsigned value = 0;
	int digits = 0;

	while (text_hex(**s) >= 0 && digits++ < 4)
		value = value << 4 | (unsigned)text_hex(*(*s)++);
	out[0] = (uint8_t)(value >> 8);
	out[1] = (uint8_t)value;
	return digits > 0;
}

/* Groups up to the end or to "::"; their bytes, or SIZE_MAX. */
static size_t parse_groups(uint8_t out[16], const char **s)
{
	size_t used = 0;

	while (**s && **s != ':') {
		size_t digits = strspn(*s, "0123456789");

		if ((*s)[digits] == '.') {
			if (used > V4 || !parse_v4(out + used, *s))
				return SIZE_MAX;
			*s += strlen(*s);
			return used + 4;
		}
		if (used > 14 || !parse_group(out + used, s))
			return SIZE_MAX;
		used += 2;
		if (**s && **s != ':')
			return SIZE_MAX;
		if (**s == ':' && (*s)[1] != ':' && (*s)[1] != '\0')
			(*s)++;
	}
	return used;
}

static bool parse_v6(struct address *out, const char *s)
{
	uint8_t tail[16];
	size_t head, rest;

	head = parse_groups(out->byte, &s);
	if (head == SIZE_MAX)
		return false;
	if (*s == '\0')
		return head == 16;
	if (s[0] != ':' || s[1] != ':')
		return false;
	s += 2;
	rest = parse_groups(tail, &s);
	if (rest == SIZE_MAX || *s || head + rest > 14)
		return false;
	memset(out->byte + head, 0, 16 - head);
	memcpy(out->byte + 16 - rest, tail, rest);
	return true;
}

bool address_parse(struct address *out, const char *text)
{
	memset(out, 0, sizeof(*out));
	if (strchr(text, ':'))
		return parse_v6(out, text);
	out->byte[10] = out->byte[11] = 0xFF;
	return parse_v4(out->byte + V4, text);
}

static bool within(const struct address *a, const struct block *b)
{
	unsigned whole = b->bits / 8;
	unsigned rest = b->bits % 8;
	unsigned mask = 0xFFu << (8 - rest) & 0xFF;

	return memcmp(a->byte, b->byte, whole) == 0 &&
	       (rest == 0 || (a->byte[whole] & mask) == b->byte[whole]);
}

bool address_public(const char *text)
{
	struct address a;

	if (!address_parse(&a, text))
		return false;
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		bool mapped = a.byte[10] == 0xFF && a.byte[11] == 0xFF;

		/* The block of zeros holds the mapped ones too. */
		if (within(&a, &special[i]) &&
		    !(special[i].bits == 80 && mapped))
			return false;
	}
	return true;
}
