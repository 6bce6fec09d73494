/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/packet.h"

#include "checks/probe/net/listen/bytes.h"

#include <string.h>

#define HEADERS 8 /* most extension headers of a packet */

/* RFC 8200 and IANA's protocol numbers. */
#define EXT_HOP         0
#define EXT_ROUTING     43
#define EXT_FRAGMENT    44
#define EXT_AUTH        51
#define EXT_DESTINATION 60
#define EXT_MOBILITY    135

static void map_address(uint8_t *out, const uint8_t *ipv4)
{
	memset(out, 0, 10);
	out[10] = 0xFF;
	out[11] = 0xFF;
	memcpy(out + 12, ipv4, 4);
}

/* What is behind the headers: what the packet says, as far as it is there. */
static void set_data(struct packet *p, const uint8_t *data, size_t len,
                     size_t size)
{
	p->data = data;
	/* A card that cuts large packets itself is handed a length of 0. */
	p->size = size ? size : len;
	p->len = len < p->size ? len : p->size;
}

static bool parse_ipv4(struct packet *p, const uint8_t *d, size_t len)
{
	size_t head = len ? (size_t)(d[0] & 0xF) * 4 : 0;
	size_t total;
	unsigned flags;

	if (len < 20 || head < 20 || head > len)
		return false;
	total = bytes_be16(d + 2);
	if (total && total < head)
		return false;
	map_address(p->source, d + 12);
	map_address(p->target, d + 16);
	p->protocol = d[9];
	p->ipv6 = false;
	set_data(p, d + head, len - head, total ? total - head : 0);
	flags = bytes_be16(d + 6);
	p->offset = (size_t)(flags & 0x1FFF) * 8;
	p->more = flags & 0x2000;
	p->fragment = p->offset || p->more;
	p->number = bytes_be16(d + 4);
	return true;
}

static void take(struct packet *p, size_t n)
{
	p->data += n;
	p->len -= n;
	p->size -= n < p->size ? n : p->size;
}

static bool take_fragment(struct packet *p)
{
	unsigned at = bytes_be16(p->data + 2);

	p->offset = at & 0xFFF8;
	p->more = at & 1;
	p->fragment = p->offset || p->more;
	p->number = bytes_be32(p->data + 4);
	p->protocol = p->data[0];
	take(p, 8);
	return true;
}

bool packet_extend(struct packet *p)
{
	for (int i = 0; i < HEADERS; i++) {
		size_t size;

		if (p->protocol != EXT_HOP && p->protocol != EXT_ROUTING &&
		    p->protocol != EXT_FRAGMENT && p->protocol != EXT_AUTH &&
		    p->protocol != EXT_DESTINATION &&
		    p->protocol != EXT_MOBILITY)
			return true;
		if (p->len < 8)
			return false;
		if (p->protocol == EXT_FRAGMENT) {
			take_fragment(p);
			/* The rest of the chain is in the whole datagram. */
			if (p->fragment)
				return true;
			continue;
		}
		size = p->protocol == EXT_AUTH ? (p->data[1] + 2u) * 4
		                               : (p->data[1] + 1u) * 8;
		if (size > p->len)
			return false;
		p->protocol = p->data[0];
		take(p, size);
	}
	return false;
}

static bool parse_ipv6(struct packet *p, const uint8_t *d, size_t len)
{
	if (len < 40)
		return false;
	memcpy(p->source, d + 8, 16);
	memcpy(p->target, d + 24, 16);
	p->protocol = d[6];
	p->ipv6 = true;
	p->fragment = false;
	p->more = false;
	p->offset = 0;
	p->number = 0;
	set_data(p, d + 40, len - 40, bytes_be16(d + 4));
	return packet_extend(p);
}

bool packet_parse(struct packet *p, const uint8_t *data, size_t len)
{
	switch (len ? data[0] >> 4 : 0) {
	case 4:
		return parse_ipv4(p, data, len);
	case 6:
		return parse_ipv6(p, data, len);
	default:
		return false;
	}
}
