/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_ARP_H
#define CHECKS_PROBE_NET_LISTEN_ARP_H

#include "checks/probe/net/listen/hearing.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARP_SETS 256 /* of addresses; a power of two */
#define ARP_WAYS 4   /* addresses of one set */

/* Who says that an address is his: the last one, and the one before. */
struct arp_claim {
	uint32_t address; /* 0: free */
	uint8_t card[2][6];
	int64_t time[2]; /* microseconds; of the last claim of each */
	bool disputed;
};

/* Zeroed memory is an empty table; the oldest claim makes room. */
struct arp {
	struct arp_claim claim[ARP_SETS][ARP_WAYS];
};

/*
 * Take an ARP packet heard at that time. An address that two cards claim at
 * nearly the same time, or by turns, counts once. A machine that takes over
 * from another, once, does not.
 */
void arp_take(struct arp *t, struct hearing *h, const uint8_t *d, size_t n,
              int64_t time);

#endif
