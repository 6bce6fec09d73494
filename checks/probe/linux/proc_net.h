/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_PROC_NET_H
#define CHECKS_PROBE_LINUX_PROC_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* States of /proc/net/tcp and udp, from the kernel's tcp_states.h. */
#define PROC_NET_ESTABLISHED 0x01u
#define PROC_NET_UNCONNECTED 0x07u /* what an open UDP socket shows */
#define PROC_NET_LISTEN      0x0au

/* One socket of /proc/net/{tcp,tcp6,udp,udp6}. */
struct proc_net {
	unsigned char local[16]; /* network order, bytes of them */
	size_t bytes;            /* 4 or 16 */
	uint16_t port;
	bool remote; /* it is tied to one remote address */
	unsigned state;
	uint64_t inode;
};

/*
 * Read one line. The kernel prints an address as 32-bit words of its own byte
 * order: big says that this order is big-endian. False when the line is no
 * socket, as the heading.
 */
bool proc_net_parse(struct proc_net *out, const char *line, bool big);

/* Whether only this machine can reach the address: 127/8, ::1, mapped too. */
bool proc_net_loopback(const struct proc_net *s);

/* Whether the kernel of this machine prints its words big-endian. */
bool proc_net_big(void);

#endif
