/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_HOST_H
#define CHECKS_PROBE_NET_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What is owed to one device: which of its ports were tried, and the manners
 * that a fragile one may count on. Times are clock_ticks(), milliseconds.
 */

/* Limits a device, from the manners that the look promises. */
#define HOST_RATE 50 /* new connections in any second */
#define HOST_OPEN 4  /* connections at once, those being made included */

#define HOST_PORTS 128 /* most ports of the list */
#define HOST_CALLS 16  /* talks beside those of the list */

/* What is known of a port. */
enum host_port {
	HOST_UNTRIED,
	HOST_TRYING,
	HOST_ANSWERED, /* open */
	HOST_REFUSED,
	HOST_SILENT,
};

/* A talk that is to be had on a new connection. */
struct host_call {
	uint16_t port;
	const char *dialect; /* static */
	char *note;          /* owned, or NULL */
	void *again;         /* a struct carry that goes on, owned, or NULL */
};

struct host {
	uint32_t address;
	uint8_t port[HOST_PORTS];  /* enum host_port */
	uint8_t tries[HOST_PORTS]; /* connections made to it */
	struct host_call call[HOST_CALLS];
	size_t calls;             /* that wait */
	size_t called;            /* in all */
	int64_t start[HOST_RATE]; /* of the last connections, a ring */
	size_t starts;
	unsigned open;    /* connections now */
	unsigned trip;    /* of an answer, about, milliseconds */
	unsigned answers; /* open or refused */
	unsigned bad;     /* talks that went wrong */
	bool left_alone;  /* it misbehaves */
	int64_t since;    /* first connection */
};

/* Whether a connection may be started now; *when is the time it may, else. */
bool host_may(const struct host *h, int64_t now, int64_t *when);

/*
 * Whether nothing may ever be said to that port: what comes there is printed.
 * 9100 (raw, its neighbours are more printers of one server), 515 (RFC 1179),
 * 631 (RFC 8010).
 */
bool host_prints(uint16_t port);

/* Note that one was started. */
void host_started(struct host *h, int64_t now);

/* Note that it answered so many milliseconds after it was asked. */
void host_answered(struct host *h, int64_t trip);

/* Milliseconds that a connection may take before it counts as silent. */
unsigned host_patience(const struct host *h, unsigned tries);

/*
 * The next port to try, or -1: first all that are untried, then those that
 * stay silent, again up to so many tries.
 */
int host_next(const struct host *h, size_t ports, unsigned tries);

#endif
