/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/datagram.h"

#include "checks/probe/net/ber.h"
#include "checks/probe/net/listen/bytes.h"

#include <string.h>

#define HEAD     8  /* of UDP */
#define DNS_HEAD 12 /* RFC 1035, 4.1.1; LLMNR and NetBIOS have it too */

/* A question: not an answer, of kind 0, and there is one. */
static bool is_question(const uint8_t *d, size_t n)
{
	return n > DNS_HEAD && (d[2] & 0xF8) == 0 && bytes_be16(d + 4) > 0;
}

/* RFC 4795. */
static void take_llmnr(struct hearing *h, const struct packet *p,
                       const uint8_t *d, size_t n)
{
	(void)p;
	if (is_question(d, n))
		h->event[HEARD_LLMNR]++;
}

/*
 * RFC 1002, 4.2.12: only who asks which machine has a name, not who asks a
 * machine for its names.
 */
static void take_netbios(struct hearing *h, const struct packet *p,
                         const uint8_t *d, size_t n)
{
	size_t at = DNS_HEAD;

	(void)p;
	if (!is_question(d, n))
		return;
	while (at < n && d[at] != 0 && d[at] < 64)
		at += d[at] + 1u;
	/* 0x0020: NB, a name. */
	if (at + 3 <= n && d[at] == 0 && bytes_be16(d + at + 1) == 0x20)
		h->event[HEARD_NETBIOS_NAME]++;
}

/* RFC 2131 and 2132. */
#define DHCP_OPTIONS 240
#define DHCP_OFFER   2
#define DHCP_ACK     5

/*
 * Only who hands out an address counts: a server that starts machines by the
 * network (PXE) answers too, without one.
 */
static void take_dhcp(struct hearing *h, const struct packet *p,
                      const uint8_t *d, size_t n)
{
	static const uint8_t cookie[4] = { 99, 130, 83, 99 };
	uint32_t server = bytes_be32(p->source + 12);
	uint8_t kind = 0;

	if (n < DHCP_OPTIONS || d[0] != 2 || bytes_be32(d + 16) == 0 ||
	    memcmp(d + 236, cookie, sizeof(cookie)) != 0)
		return;
	for (size_t at = DHCP_OPTIONS; at < n && d[at] != 255;) {
		size_t size;

		if (d[at] == 0) {
			at++;
			continue;
		}
		if (at + 2 > n)
			break;
		size = d[at + 1];
		if (at + 2 + size > n)
			break;
		if (d[at] == 53 && size == 1)
			kind = d[at + 2];
		else if (d[at] == 54 && size == 4)
			server = bytes_be32(d + at + 2);
		at += 2 + size;
	}
	if (kind == DHCP_OFFER || kind == DHCP_ACK)
		hearing_server(h, server);
}

/* PDUs of RFC 3416 and 1157. */
#define SNMP_FIRST    0xA0
#define SNMP_RESPONSE 0xA2
#define SNMP_LAST     0xA8

static uint64_t hash_pair(const uint8_t *client, const uint8_t *server)
{
	uint64_t word[4];

	memcpy(word, client, 16);
	memcpy(word + 2, server, 16);
	return hearing_mix(hearing_mix(hearing_mix(word[0], word[1]), word[2]),
	                   word[3]);
}

/*
 * Every packet of version 1 (0) and 2c (1) says the password, "community":
 * who asks and who answers count once.
 */
static void take_snmp(struct hearing *h, const struct packet *p,
                      const uint8_t *d, size_t n)
{
	struct ber all = { d, n, n, 0 };
	struct ber message, part;
	bool answer;

	if (!ber_next(&all, &message) || message.tag != BER_SEQUENCE ||
	    !ber_next(&message, &part) || part.tag != BER_INTEGER ||
	    part.len != 1 || part.data[0] > 1)
		return;
	if (!ber_next(&message, &part) || part.tag != BER_OCTETS ||
	    part.size == 0 || !ber_next(&message, &part) ||
	    part.tag < SNMP_FIRST || part.tag > SNMP_LAST)
		return;
	answer = part.tag == SNMP_RESPONSE;
	if (hearing_once(h,
	                 hearing_mix(hash_pair(answer ? p->target : p->source,
	                                       answer ? p->source : p->target),
	                             HEARD_SNMP)))
		h->login[HEARD_SNMP]++;
}

static const struct {
	uint16_t port;
	void (*take)(struct hearing *h, const struct packet *p,
	             const uint8_t *d, size_t n);
	bool from; /* also what comes from the port */
} services[] = {
	{ 137, take_netbios, false }, { 5355, take_llmnr, false },
	{ 67, take_dhcp, true },      { 161, take_snmp, true },
	{ 162, take_snmp, false },
};

void datagram_take(struct hearing *h, const struct packet *p)
{
	unsigned from, to;

	if (p->len < HEAD)
		return;
	from = bytes_be16(p->data);
	to = bytes_be16(p->data + 2);
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (services[i].port == to ||
		    (services[i].from && services[i].port == from)) {
			services[i].take(h, p, p->data + HEAD, p->len - HEAD);
			return;
		}
}
