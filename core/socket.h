/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_SOCKET_H
#define CORE_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * IPv4 sockets that never wait and never leave the networks this machine is
 * plugged into: what a router would have to carry is not sent. Addresses:
 * core/ipv4.h.
 */

/* A socket of the system; SOCKET_NONE is none. */
#define SOCKET_NONE ((intptr_t)-1)

/* Get ready; how many sockets may be open at once. */
size_t socket_prepare(void);

/* What has become of a connection. */
enum socket_state {
	SOCKET_WAITING,
	SOCKET_OPEN,
	SOCKET_REFUSED,     /* the machine is there, and says no */
	SOCKET_UNREACHABLE, /* the system knows that nobody is there */
	SOCKET_OURS,  /* this machine has no room for one more, or lost its
	                network: it was not even asked */
	SOCKET_BROKEN /* anything else: no more sockets, a reset */
};

/*
 * Start a TCP connection; *state says how far it is. The socket, to be closed
 * by the caller, or SOCKET_NONE when it is over already.
 */
intptr_t socket_connect(uint32_t address, uint16_t port,
                        enum socket_state *state);

/* How far the connection is, once the socket can be written to. */
enum socket_state socket_connected(intptr_t s);

/*
 * A UDP socket on a port that the system picks, sending from the address; 0
 * is any. May send to multicast groups, one hop far; the system refuses what goes
 * to a broadcast address.
 */
intptr_t socket_datagram(uint32_t from);

/* Bytes read or written; these say why there are none. */
#define SOCKET_LATER (-1) /* nothing now */
#define SOCKET_END   (-2) /* the other side has closed, or it broke */

long socket_read(intptr_t s, void *out, size_t size);
long socket_write(intptr_t s, const void *data, size_t len);

/* The next datagram and who sent it. */
long socket_read_from(intptr_t s, void *out, size_t size, uint32_t *address,
                      uint16_t *port);
bool socket_write_to(intptr_t s, const void *data, size_t len, uint32_t address,
                     uint16_t port);

/* Close; SOCKET_NONE is fine. */
void socket_close(intptr_t s);

/* A socket that is waited for. */
struct socket_wait {
	intptr_t socket;
	bool write; /* wait until it can be written to, or its connection is
	               decided; else until it can be read */
	bool ready;
};

/* Wait for any of them, at most that many milliseconds. */
void socket_poll(struct socket_wait *w, size_t count, unsigned milliseconds);

#endif
