/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/arp.h"

#include "checks/probe/net/listen/bytes.h"

#include <string.h>

/* Our own, between "at once" and a change of hands. */
#define AT_ONCE  (INT64_C(10) * 1000000) /* microseconds */
#define BY_TURNS (INT64_C(60) * 1000000)

/* Cards that stand for a group of machines by design. */
static bool is_shared(const uint8_t *card)
{
	static const uint8_t groups[][5] = {
		{ 0x00, 0x00, 0x5E, 0x00, 0x01 }, /* VRRP (RFC 9568) */
		{ 0x00, 0x00, 0x5E, 0x00, 0x02 },
		{ 0x00, 0x00, 0x0C, 0x07, 0xAC }, /* HSRP */
		{ 0x00, 0x00, 0x0C, 0x9F, 0xF0 },
		{ 0x00, 0x07, 0xB4, 0x00, 0x01 }, /* GLBP */
	};

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (memcmp(card, groups[i], sizeof(groups[i])) == 0)
			return true;
	return card[0] & 1;
}

static struct arp_claim *find(struct arp *t, uint32_t address)
{
	struct arp_claim *set =
	    t->claim[hearing_mix(0, address) >> 32 & (ARP_SETS - 1)];
	struct arp_claim *oldest = set;

	for (int i = 0; i < ARP_WAYS; i++) {
		if (set[i].address == address)
			return &set[i];
		if (set[i].address == 0 ||
		    (oldest->address && set[i].time[0] < oldest->time[0]))
			oldest = &set[i];
	}
	memset(oldest, 0, sizeof(*oldest));
	return oldest;
}

static bool within(int64_t from, int64_t to, int64_t span)
{
	return to - from <= span && from - to <= span;
}

/* Another card than the last one claims: whether both are there now. */
static bool disputes(const struct arp_claim *c, const uint8_t *card,
                     int64_t time)
{
	static const uint8_t none[6];

	if (within(c->time[0], time, AT_ONCE))
		return true;
	return memcmp(c->card[1], none, 6) != 0 &&
	       memcmp(c->card[1], card, 6) == 0 &&
	       within(c->time[1], time, BY_TURNS);
}

static void claim(struct arp_claim *c, struct hearing *h, uint32_t address,
                  const uint8_t *card, int64_t time)
{
	if (c->address == address && memcmp(c->card[0], card, 6) != 0) {
		if (!c->disputed && disputes(c, card, time)) {
			c->disputed = true;
			h->event[HEARD_ARP_CONFLICT]++;
		}
		memcpy(c->card[1], c->card[0], 6);
		c->time[1] = c->time[0];
	}
	c->address = address;
	memcpy(c->card[0], card, 6);
	c->time[0] = time;
}

void arp_take(struct arp *t, struct hearing *h, const uint8_t *d, size_t n,
              int64_t time)
{
	/* Ethernet and IPv4 (RFC 826). */
	static const uint8_t kind[6] = { 0, 1, 8, 0, 6, 4 };
	uint32_t address;

	if (n < 28 || memcmp(d, kind, sizeof(kind)) != 0)
		return;
	address = bytes_be32(d + 14);
	/* 0: who asks whether an address is free claims none (RFC 5227). */
	if (address != 0 && !is_shared(d + 8))
		claim(find(t, address), h, address, d + 8, time);
}
