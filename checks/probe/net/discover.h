/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_DISCOVER_H
#define CHECKS_PROBE_NET_DISCOVER_H

#include "checks/probe/lan_plan.h"
#include "checks/probe/net/talk.h"
#include "core/socket.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The addresses of a range that a device may have: first to last. */
void discover_bounds(const struct lan_network *r, uint32_t *first,
                     uint32_t *last);

/* Whether a device of that range may have it: not our own, no broadcast. */
bool discover_inside(const struct lan_network *r, uint32_t address);

/* How a device showed that it is there. */
enum discover_how {
	DISCOVER_MAYBE, /* the system remembers it, no more */
	DISCOVER_ARP,   /* it answered for its address */
	DISCOVER_WORD   /* it answered a datagram */
};

/*
 * The search for devices: a nudge to every address so that the system asks
 * who has it (ARP), the system's table of neighbours, an ARP sweep where that
 * is allowed, and the questions of datagram_list(). It goes on while the sweep
 * already talks with who is found. Times are clock_ticks(), milliseconds.
 */
struct discover;

/* NULL if memory ran out. found is called for every sign of life. */
struct discover *
discover_new(const struct lan_network *range, size_t ranges,
             const struct talk_plan *plan,
             void (*found)(void *ctx, uint32_t address, const uint8_t *mac,
                           enum discover_how how, const char *name),
             void *ctx, int64_t now);
void discover_free(struct discover *d);

/* Do what is due; when it is to be called again at the latest. */
int64_t discover_step(struct discover *d, int64_t now);

/*
 * Milliseconds since everybody was last asked: how long a device that shows
 * now took to answer.
 */
int64_t discover_since(const struct discover *d, int64_t now);

/* Ask a device that was found what each device is asked. */
void discover_ask(struct discover *d, uint32_t address, int64_t now);

/* The sockets that discover_step() reads, at most room; how many. */
size_t discover_sockets(const struct discover *d, intptr_t *out, size_t room);

/* Packets get lost here, or somebody is not yet sure: search longer. */
void discover_extend(struct discover *d, int64_t until);

/* Whether somebody could not be asked: no socket or memory was left. */
bool discover_lacking(const struct discover *d);

/* Whether the search has ended. */
bool discover_done(const struct discover *d, int64_t now);

#endif
