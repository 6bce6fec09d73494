/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/arp.h"

#include "core/capture.h"
#include "core/clock.h"
#include "core/ipv4.h"
#include "core/link.h"
#include "core/socket.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESSES 256
#define BATCH     512         /* frames read at once */
#define SNAPLEN   64          /* bytes: all of a frame of ARP */
#define BUFFER    (128 << 10) /* bytes: a thousand of them */

/* Milliseconds after the first question when those silent are asked again. */
static const int64_t rounds[] = { 0, 200, 500, 900 };
#define ROUNDS (sizeof(rounds) / sizeof(rounds[0]))

struct arp {
	const struct lan_network *range;
	struct capture *capture;
	uint8_t mac[6];
	bool heard[ADDRESSES];
	int64_t begin, asked;
	size_t round;
};

static void put_address(uint8_t *out, uint32_t address)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(address >> (8 * (3 - i)));
}

void arp_ask(uint8_t out[ARP_FRAME], const uint8_t mac[6], uint32_t address,
             uint32_t target)
{
	/* Its type, then Ethernet, IPv4, their lengths, a question. */
	static const uint8_t head[] = { 8, 6, 0, 1, 8, 0, 6, 4, 0, 1 };

	memset(out, 0, ARP_FRAME);
	memset(out, 0xff, 6);
	memcpy(out + 6, mac, 6);
	memcpy(out + 12, head, sizeof(head));
	memcpy(out + 22, mac, 6);
	put_address(out + 28, address);
	put_address(out + 38, target);
}

bool arp_read(const uint8_t *frame, size_t len, uint32_t *address,
              uint8_t mac[6])
{
	static const uint8_t head[] = { 8, 6, 0, 1, 8, 0, 6, 4, 0 };
	static const uint8_t none[6] = { 0 };

	if (len < ARP_FRAME || memcmp(frame + 12, head, sizeof(head)) != 0 ||
	    (frame[21] != 1 && frame[21] != 2))
		return false;
	memcpy(mac, frame + 22, 6);
	*address = (uint32_t)frame[28] << 24 | (uint32_t)frame[29] << 16 |
	           (uint32_t)frame[30] << 8 | frame[31];
	/* No machine has a group's address, or none. */
	return (mac[0] & 1) == 0 && memcmp(mac, none, sizeof(none)) != 0;
}

/*
 * Ask all that were not heard; false when no frame could be sent. One that
 * finds no room on its way is lost like others: it is asked again.
 */
static bool ask_silent(struct arp *a)
{
	const struct lan_network *r = a->range;
	uint32_t first, last;
	uint8_t frame[ARP_FRAME];
	bool sent = false;
	struct err e;

	discover_bounds(r, &first, &last);
	for (uint32_t to = first; to <= last; to++) {
		if (to == r->own || a->heard[to - r->network])
			continue;
		arp_ask(frame, a->mac, r->own, to);
		if (capture_inject(a->capture, frame, sizeof(frame), &e))
			sent = true;
	}
	return sent;
}

struct arp *arp_new(const struct lan_network *range)
{
	const struct capture_options options = { .snaplen = SNAPLEN,
		                                 .buffer = BUFFER,
		                                 .immediate = true };
	struct arp *a;
	struct err e;

	/* Before a library is loaded for nothing. */
	if (range->bits < 24 || !link_frames())
		return NULL;
	a = calloc(1, sizeof(*a));
	if (!a || !link_hardware(range->interface, a->mac))
		goto failed;
	a->range = range;
	a->capture = capture_open_live(range->interface, &options, &e);
	if (a->capture && capture_link(a->capture) == CAPTURE_ETHERNET &&
	    capture_filter(a->capture, "arp", &e) && ask_silent(a)) {
		/* The library may have taken its time to load. */
		a->begin = a->asked = clock_ticks();
		a->round = 1;
		return a;
	}
failed:
	arp_free(a);
	return NULL;
}

void arp_free(struct arp *a)
{
	if (!a)
		return;
	capture_close(a->capture);
	free(a);
}

static void hear(struct arp *a,
                 void (*found)(void *ctx, uint32_t address, const uint8_t *mac),
                 void *ctx)
{
	struct capture_packet p;
	struct err e;

	for (int i = 0; i < BATCH; i++) {
		uint32_t address, at;
		uint8_t mac[6];

		if (capture_next(a->capture, 0, &p, &e) != CAPTURE_PACKET)
			return;
		if (!arp_read(p.data, p.len, &address, mac) ||
		    memcmp(mac, a->mac, sizeof(mac)) == 0)
			continue;
		at = address - a->range->network;
		if (at >= ADDRESSES || !discover_inside(a->range, address) ||
		    a->heard[at])
			continue;
		a->heard[at] = true;
		found(ctx, address, mac);
	}
}

void arp_step(struct arp *a, int64_t now,
              void (*found)(void *ctx, uint32_t address, const uint8_t *mac),
              void *ctx)
{
	hear(a, found, ctx);
	if (a->round == ROUNDS || now < a->begin + rounds[a->round])
		return;
	a->round++;
	a->asked = now;
	ask_silent(a);
}

int64_t arp_next(const struct arp *a)
{
	return a->round < ROUNDS ? a->begin + rounds[a->round] : INT64_MAX;
}

int64_t arp_asked(const struct arp *a)
{
	return a->asked;
}

intptr_t arp_socket(const struct arp *a)
{
	return capture_socket(a->capture);
}
