/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/socket_table.h"

#include <string.h>

#define HEAD 4 /* bytes before the rows: their number */

/* Where each part stands in a row: tcpmib.h and udpmib.h. */
static const struct {
	size_t size;
	size_t address;
	size_t bytes;
	size_t port;
	size_t state; /* NONE: no state */
	size_t owner;
} shapes[SOCKET_TABLES] = {
#define NONE 0xff
	[SOCKET_TABLE_TCP4] = { 24, 4, 4, 8, 0, 20 },
	[SOCKET_TABLE_TCP6] = { 56, 0, 16, 20, 48, 52 },
	[SOCKET_TABLE_UDP4] = { 12, 0, 4, 4, NONE, 8 },
	[SOCKET_TABLE_UDP6] = { 28, 0, 16, 20, NONE, 24 },
};

static uint32_t number_at(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

size_t socket_table_count(enum socket_table kind, const uint8_t *data,
                          size_t len)
{
	size_t said, room;

	if (len < HEAD)
		return 0;
	said = number_at(data);
	room = (len - HEAD) / shapes[kind].size;
	return said < room ? said : room;
}

static bool is_loopback(const struct socket_row *r)
{
	static const uint8_t one[16] = { [15] = 1 };
	static const uint8_t mapped[13] = {
		[10] = 0xff, [11] = 0xff, [12] = 127
	};

	if (r->bytes == 4)
		return r->address[0] == 127;
	return memcmp(r->address, one, sizeof(one)) == 0 ||
	       memcmp(r->address, mapped, sizeof(mapped)) == 0;
}

void socket_table_row(struct socket_row *out, enum socket_table kind,
                      const uint8_t *data, size_t i)
{
	const uint8_t *row = data + HEAD + i * shapes[kind].size;

	memset(out, 0, sizeof(*out));
	out->bytes = shapes[kind].bytes;
	memcpy(out->address, row + shapes[kind].address, out->bytes);
	/* The first two bytes, in the order of the network. */
	out->port = (uint16_t)(row[shapes[kind].port] << 8 |
	                       row[shapes[kind].port + 1]);
	if (shapes[kind].state != NONE)
		out->state = number_at(row + shapes[kind].state);
	out->owner = number_at(row + shapes[kind].owner);
	out->loopback = is_loopback(out);
}
