/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_PACKET_H
#define CHECKS_PROBE_NET_LISTEN_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACKET_TCP 6
#define PACKET_UDP 17

/* An IP packet; checksums are not looked at, a machine's own are not filled. */
struct packet {
	uint8_t source[16]; /* IPv4 as ::ffff:a.b.c.d */
	uint8_t target[16];
	const uint8_t *data; /* behind the headers of IP */
	size_t len;          /* bytes of it that were kept */
	size_t size;         /* bytes that it had */
	uint8_t protocol;
	bool ipv6;
	bool fragment;
	bool more;       /* it is not the last fragment */
	size_t offset;   /* of the fragment, in bytes */
	uint32_t number; /* of the datagram that it is of */
};

/*
 * Parse IPv4, or IPv6 with its extension headers. False when it is cut
 * within them, or is no such packet.
 */
bool packet_parse(struct packet *p, const uint8_t *data, size_t len);

/* As packet_parse() does, the IPv6 extension headers that data begins with. */
bool packet_extend(struct packet *p);

#endif
