/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/frame.h"

#include "checks/probe/net/listen/bytes.h"

#include <string.h>

/* EtherTypes (IEEE 802 numbers of IANA). */
#define TYPE_IPV4  0x0800
#define TYPE_ARP   0x0806
#define TYPE_VLAN  0x8100
#define TYPE_QINQ  0x88A8
#define TYPE_QINQ1 0x9100 /* before the standard */
#define TYPE_QINQ2 0x9200
#define TYPE_IPV6  0x86DD
#define TYPE_PPPOE 0x8864
#define TYPE_LEAST 0x0600 /* below it is a length */

#define PPP_IPV4 0x0021
#define PPP_IPV6 0x0057

#define TAGS 8 /* most headers between the link and what it carries */

/* The header behind a type: the next type, and bytes that it takes. */
static unsigned next_type(unsigned type, const uint8_t *p, size_t len,
                          size_t *taken)
{
	static const uint8_t snap[6] = { 0xAA, 0xAA, 3, 0, 0, 0 };

	*taken = 0;
	if (type == TYPE_VLAN || type == TYPE_QINQ || type == TYPE_QINQ1 ||
	    type == TYPE_QINQ2) {
		*taken = 4;
		return len >= 4 ? bytes_be16(p + 2) : 0;
	}
	if (type == TYPE_PPPOE && len >= 8) {
		unsigned ppp = bytes_be16(p + 6);

		*taken = 8;
		return ppp == PPP_IPV4   ? TYPE_IPV4
		       : ppp == PPP_IPV6 ? TYPE_IPV6
		                         : 0;
	}
	if (type < TYPE_LEAST && len >= 8 &&
	    memcmp(p, snap, sizeof(snap)) == 0) {
		*taken = 8;
		return bytes_be16(p + 6);
	}
	return 0;
}

static void parse_type(struct frame *f, unsigned type, const uint8_t *p,
                       size_t len)
{
	for (int i = 0; i < TAGS; i++) {
		size_t taken;

		if (type == TYPE_IPV4 || type == TYPE_IPV6 ||
		    type == TYPE_ARP) {
			f->kind = type == TYPE_ARP ? FRAME_ARP : FRAME_IP;
			f->data = p;
			f->len = len;
			return;
		}
		type = next_type(type, p, len, &taken);
		if (type == 0 || taken == 0 || taken > len)
			return;
		p += taken;
		len -= taken;
	}
}

static void parse_loopback(struct frame *f, const uint8_t *p, size_t len)
{
	/* The family has another number on every system; the version tells. */
	if (len > 4)
		parse_type(f, p[4] >> 4 == 4 ? TYPE_IPV4 : TYPE_IPV6, p + 4,
		           len - 4);
}

void frame_parse(struct frame *f, enum capture_link link, const uint8_t *data,
                 size_t len)
{
	f->kind = FRAME_OTHER;
	f->data = data;
	f->len = 0;
	switch (link) {
	case CAPTURE_ETHERNET:
		if (len >= 14)
			parse_type(f, bytes_be16(data + 12), data + 14,
			           len - 14);
		break;
	case CAPTURE_COOKED:
		if (len >= 16)
			parse_type(f, bytes_be16(data + 14), data + 16,
			           len - 16);
		break;
	case CAPTURE_COOKED2:
		if (len >= 20)
			parse_type(f, bytes_be16(data), data + 20, len - 20);
		break;
	case CAPTURE_RAW:
		parse_type(f, TYPE_IPV4, data, len);
		break;
	case CAPTURE_LOOPBACK:
		parse_loopback(f, data, len);
		break;
	case CAPTURE_OTHER:
		break;
	}
}
