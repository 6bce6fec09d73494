/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/lan_plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define LONGEST_MASK 24 /* addresses of a range: 256 */

/* A block of addresses: those that agree with base in the first bits. */
struct block {
	uint32_t base;
	int bits;
};

/* RFC 1918, section 3. */
static const struct block private_blocks[] = {
	{ 0x0A000000u, 8 },  /* 10.0.0.0 */
	{ 0xAC100000u, 12 }, /* 172.16.0.0 */
	{ 0xC0A80000u, 16 }, /* 192.168.0.0 */
};

static const struct block link_local = { 0xA9FE0000u, 16 };

/* Ones in the first bits; bits is 0..32. */
static uint32_t mask(int bits)
{
	return bits == 0 ? 0 : UINT32_MAX << (32 - bits);
}

static bool within(uint32_t address, const struct block *b)
{
	return (address & mask(b->bits)) == b->base;
}

/*
 * A decimal number of at most three digits, up to most. A leading zero is
 * refused: some programs read 010 as eight.
 */
static bool number(const char **s, uint32_t most, uint32_t *out)
{
	const char *start = *s;

	*out = 0;
	while (**s >= '0' && **s <= '9' && *s - start < 3)
		*out = *out * 10 + (uint32_t)(*(*s)++ - '0');
	return *s > start && (*start != '0' || *s == start + 1) && *out <= most;
}

static bool parse(const char *s, uint32_t *address, uint32_t *bits)
{
	uint32_t byte;

	*address = 0;
	for (int i = 0; i < 4; i++) {
		if (!number(&s, 255, &byte) || *s++ != (i < 3 ? '.' : '/'))
			return false;
		*address = *address << 8 | byte;
	}
	return number(&s, 32, bits) && *s == '\0';
}

static bool is_private(uint32_t address)
{
	size_t count = sizeof(private_blocks) / sizeof(private_blocks[0]);

	for (size_t i = 0; i < count; i++)
		if (within(address, &private_blocks[i]))
			return true;
	return false;
}

enum lan_fault lan_plan_range(char out[LAN_RANGE_TEXT], const char *text)
{
	uint32_t address, bits;

	if (!parse(text, &address, &bits))
		return LAN_NOT_A_RANGE;
	if (within(address, &link_local))
		return LAN_LINK_LOCAL;
	if (!is_private(address))
		return LAN_NOT_PRIVATE;
	if (bits < LONGEST_MASK)
		return LAN_TOO_LARGE;
	address &= mask((int)bits);
	snprintf(out, LAN_RANGE_TEXT, "%u.%u.%u.%u/%u", address >> 24,
	         address >> 16 & 255, address >> 8 & 255, address & 255, bits);
	return LAN_FINE;
}

const char *lan_plan_level(enum lan_level level)
{
	static const char *const names[] = {
		[LAN_PORTS] = "ports",
		[LAN_NORMAL] = "normal",
		[LAN_THOROUGH] = "thorough",
	};

	return names[level];
}
