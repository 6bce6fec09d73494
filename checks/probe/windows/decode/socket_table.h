/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_SOCKET_TABLE_H
#define CHECKS_PROBE_WINDOWS_DECODE_SOCKET_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The tables that GetExtendedTcpTable and GetExtendedUdpTable fill. */
enum socket_table {
	SOCKET_TABLE_TCP4, /* MIB_TCPTABLE_OWNER_PID */
	SOCKET_TABLE_TCP6, /* MIB_TCP6TABLE_OWNER_PID */
	SOCKET_TABLE_UDP4, /* MIB_UDPTABLE_OWNER_PID */
	SOCKET_TABLE_UDP6, /* MIB_UDP6TABLE_OWNER_PID */
	SOCKET_TABLES
};

struct socket_row {
	uint8_t address[16]; /* that many bytes of it */
	size_t bytes;        /* 4 or 16 */
	uint16_t port;
	uint32_t state; /* of TCP, 2: it listens; 0 for UDP */
	uint32_t owner; /* id of the process */
	bool loopback;  /* only this machine reaches it */
};

/* The rows that are there whole, whatever the table says of itself. */
size_t socket_table_count(enum socket_table kind, const uint8_t *data,
                          size_t len);

/* The row of that number, which must be less than the count. */
void socket_table_row(struct socket_row *out, enum socket_table kind,
                      const uint8_t *data, size_t i);

#endif
