/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_FRAGMENT_H
#define CHECKS_PROBE_NET_LISTEN_FRAGMENT_H

#include "checks/probe/net/listen/packet.h"

#include <stdbool.h>
#include <stdint.h>

#define FRAGMENT_SLOTS 32
#define FRAGMENT_BYTES 16384 /* of one datagram: more is given up */
#define FRAGMENT_UNITS (FRAGMENT_BYTES / 8)

/* A datagram of which some is there. */
struct fragment_slot {
	uint8_t source[16];
	uint8_t target[16];
	uint32_t number;
	uint8_t protocol;
	bool used;
	uint32_t touched; /* see struct fragments */
	size_t size;      /* 0: the last fragment has not come */
	size_t units;     /* of 8 bytes that are there */
	uint8_t there[FRAGMENT_UNITS / 8];
	uint8_t data[FRAGMENT_BYTES];
};

/* Zeroed memory is an empty table; the oldest datagram makes room. */
struct fragments {
	uint32_t clock; /* counts fragments */
	struct fragment_slot slot[FRAGMENT_SLOTS];
};

/*
 * Put a fragment with what came before. True when p is now the whole datagram,
 * whose data is valid until the next call. Of bytes that come twice the first
 * are kept; a fragment that the capture cut is left out.
 */
bool fragment_join(struct fragments *t, struct packet *p);

#endif
