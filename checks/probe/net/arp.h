/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_ARP_H
#define CHECKS_PROBE_NET_ARP_H

#include "checks/probe/net/discover.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The question who has an address, put to every address of a range (RFC 826)
 * by ourselves, where this process may send frames: whoever is there answers
 * within milliseconds, whatever else it drops, and we ask again sooner than
 * the system would. Times are clock_ticks(), milliseconds.
 */
struct arp;

#define ARP_SEARCH 1000 /* milliseconds from the first question to the end */
#define ARP_FRAME  42   /* bytes of a question */

/*
 * Begin with a range of at most 256 addresses. NULL where that may not be, or
 * cannot: nothing is lost but time.
 */
struct arp *arp_new(const struct lan_network *range);
void arp_free(struct arp *a);

/* Ask what is due, and tell who has answered for the first time. */
void arp_step(struct arp *a, int64_t now,
              void (*found)(void *ctx, uint32_t address, const uint8_t *mac),
              void *ctx);

/* When it is to be called again at the latest; INT64_MAX: nothing is due. */
int64_t arp_next(const struct arp *a);

/* When those silent were last asked. */
int64_t arp_asked(const struct arp *a);

/* The socket to wait for. */
intptr_t arp_socket(const struct arp *a);

/* A question from mac and address: who has target? */
void arp_ask(uint8_t out[ARP_FRAME], const uint8_t mac[6], uint32_t address,
             uint32_t target);

/* Who sent a frame of ARP, question or answer; false when it is none. */
bool arp_read(const uint8_t *frame, size_t len, uint32_t *address,
              uint8_t mac[6]);

#endif
