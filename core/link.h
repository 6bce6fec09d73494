/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_LINK_H
#define CORE_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The networks that this machine is plugged into. Addresses: core/ipv4.h. */

#define LINK_NAME   64
#define LINK_DEVICE 64

/* An IPv4 address of this machine on a network that is up. */
struct link_address {
	char interface[LINK_NAME];
	uint32_t address;
	unsigned bits;       /* length of its prefix */
	bool loopback;       /* this machine talks to itself there */
	bool point_to_point; /* a tunnel: its other end is no neighbour */
	bool made_up;        /* no cable nor radio of its own: a bridge of
	                        containers or virtual machines, a tunnel that
	                        looks like a cable */
};

/* The addresses, at most room of them; how many there are. */
size_t link_addresses(struct link_address *out, size_t room);

/* The hardware address of an interface of Ethernet's kind. */
bool link_hardware(const char *interface, uint8_t out[6]);

/* What libpcap calls an interface. */
bool link_device(const char *interface, char out[LINK_DEVICE]);

/* Whether this process may send frames of its own making. */
bool link_frames(void);

/* The default way to the Internet; false when there is none. */
bool link_gateway(uint32_t *out);

/* A machine that the system has the hardware address of. */
struct link_neighbour {
	uint32_t address;
	uint8_t mac[6];
	bool fresh; /* it answered in the last two minutes; else it may be
	               gone */
};

/* The system's table of neighbours, at most room of them; how many. */
size_t link_neighbours(struct link_neighbour *out, size_t room);

#endif
