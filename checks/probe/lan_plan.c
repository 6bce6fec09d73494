/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/lan_plan.h"

#include "core/ipv4.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

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

/* Whether it is a network that neighbours share with this machine. */
static bool shared(const struct link_address *l)
{
	return !l->loopback && !l->point_to_point && l->bits < 31 &&
	       ipv4_private(l->address);
}

/* The whole of a network, as far as it may be looked at. */
static struct lan_network around(const struct link_address *l)
{
	unsigned bits = l->bits < LONGEST_MASK ? LONGEST_MASK : l->bits;

	return (struct lan_network){ .network = l->address & ipv4_mask(bits),
		                     .bits = bits,
		                     .own = l->address,
		                     .interface = l->interface };
}

static bool listed(const struct lan_network *list, size_t count,
                   uint32_t network)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].network == network)
			return true;
	return false;
}

/* The link that the system would reach an address by, or NULL. */
static const struct link_address *link_to(const struct link_address *link,
                                          size_t links, uint32_t address)
{
	const struct link_address *best = NULL;

	for (size_t i = 0; i < links; i++)
		if (((address ^ link[i].address) & ipv4_mask(link[i].bits)) ==
		        0 &&
		    (!best || link[i].bits > best->bits))
			best = &link[i];
	return best;
}

static size_t named(const char *range, const struct link_address *link,
                    size_t links, struct lan_network *out)
{
	const struct link_address *l;
	uint32_t address;
	unsigned bits;

	if (!ipv4_parse_range(range, &address, &bits) || bits < LONGEST_MASK)
		return 0;
	l = link_to(link, links, address);
	if (!l || !shared(l))
		return 0;
	/* Any /24 of a larger network that we are plugged into. */
	*out = around(l);
	out->bits = bits < l->bits ? l->bits : bits;
	out->network = address & ipv4_mask(out->bits);
	return 1;
}

size_t lan_plan_networks(const char *range, const struct link_address *link,
                         size_t links, struct lan_network out[LAN_NETWORKS])
{
	size_t count = 0;

	if (strcmp(range, "auto") != 0)
		return named(range, link, links, out);
	for (size_t i = 0; i < links && count < LAN_NETWORKS; i++) {
		/* What nobody named is the cable, not what runs in here. */
		if (!shared(&link[i]) || link[i].made_up)
			continue;
		out[count] = around(&link[i]);
		if (!listed(out, count, out[count].network))
			count++;
	}
	return count;
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
