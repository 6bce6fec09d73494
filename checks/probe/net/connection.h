/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_CONNECTION_H
#define CHECKS_PROBE_NET_CONNECTION_H

#include "checks/probe/net/carry.h"
#include "checks/probe/net/host.h"
#include "checks/probe/net/sweep.h"
#include "core/socket.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The connections of a sweep, and what both its halves know of it. */

#define SWEEP_SLOTS 4096 /* of the index of hosts, a power of two */

/* A connection. */
struct connection {
	intptr_t socket;
	size_t host; /* index */
	int slot;    /* of the port in the list, or -1: a call */
	uint16_t port;
	const struct dialect *dialect; /* to talk when it opens, or NULL */
	char *note;
	struct carry *carry; /* once it is open */
	bool open;
	int64_t started; /* clock_ticks() */
	int64_t heard;   /* of the last byte */
};

struct sweep {
	const struct sweep_setup *setup;
	struct talk_plan plan;
	struct sight *sight;
	struct discover *discover;
	const struct lan_port *port[HOST_PORTS]; /* over TCP */
	size_t ports;
	struct host *host;
	size_t hosts;
	uint16_t index[SWEEP_SLOTS]; /* of hosts + 1, by their address */
	struct connection *connection;
	size_t connections, most;
	struct socket_wait *wait;
	int64_t begin;
	bool lossy; /* something answered only when asked again */
	bool maybe; /* some device is only remembered */
	bool short_of_memory;
};

/* Whether there is something to do with a device, now or later. */
bool connection_wanted(const struct sweep *s, const struct host *h);

/*
 * Start the next connection to the device of that index; false when there is
 * nothing to start.
 */
bool connection_start(struct sweep *s, size_t host, int64_t now);

/* Do what can be done with every connection, once it was waited for. */
void connection_serve(struct sweep *s, int64_t now);

/* When the next connection is given up, INT64_MAX: there is none. */
int64_t connection_timeout(const struct sweep *s);

/* End all of them, and free what waits for one. */
void connection_clear(struct sweep *s);

#endif
