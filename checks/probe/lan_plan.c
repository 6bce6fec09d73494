/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/lan_plan.h"

#include "core/ipv4.h"

#include <stdint.h>
#include <stdio.h>

#define LONGEST_MASK 24          /* of a range: 256 addresses */
#define LINK_LOCAL   0xA9FE0000u /* 169.254.0.0, RFC 3927 */

enum lan_fault lan_plan_range(char out[LAN_RANGE_TEXT], const char *text)
{
	uint32_t address;
	unsigned bits;
	char start[IPV4_TEXT];

	if (!ipv4_parse_range(text, &address, &bits))
		return LAN_NOT_A_RANGE;
	if ((address & ipv4_mask(16)) == LINK_LOCAL)
		return LAN_LINK_LOCAL;
	if (!ipv4_private(address))
		return LAN_NOT_PRIVATE;
	if (bits < LONGEST_MASK)
		return LAN_TOO_LARGE;
	ipv4_format(start, address & ipv4_mask(bits));
	snprintf(out, LAN_RANGE_TEXT, "%s/%u", start, bits);
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
