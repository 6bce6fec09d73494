/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/nbss.h"

#define HEAD_BYTES 4

/* A name of 16 letters, each in two halves. */
static void put_name(struct buf *out, const char *name)
{
	wire_put_8(out, 32);
	for (size_t i = 0; i < 16; i++) {
		uint8_t c = (uint8_t)name[i];

		wire_put_8(out, (uint8_t)('A' + (c >> 4)));
		wire_put_8(out, (uint8_t)('A' + (c & 15)));
	}
	wire_put_8(out, 0);
}

void nbss_ask(struct buf *out)
{
	wire_put_32(out, 0x44000081); /* a question of 68 bytes */
	put_name(out, "*SMBSERVER      ");
	put_name(out, "GARDE          ");
}

bool nbss_frame(struct wire in, uint8_t *kind, struct wire *content,
                size_t *size)
{
	size_t len;

	*kind = wire_8(in, 0);
	*size = 0;
	if (!wire_has(in, 0, HEAD_BYTES))
		return false;
	len = (size_t)in.data[1] << 16 | (size_t)in.data[2] << 8 | in.data[3];
	*size = HEAD_BYTES + len;
	*content = wire_part(in, HEAD_BYTES, len);
	return wire_has(in, HEAD_BYTES, len);
}
