/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/packet.h"
#include "checks/probe/net/listen/stream.h"

#include <stdlib.h>
#include <string.h>

/*
 * Conversations that are pulled to pieces: of each segment four bytes say
 * who speaks, where and how much, with what flags; the rest is what is said.
 * So the fuzzer spends its time on the tongues, not on headers.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint16_t ports[16] = { 21,  23,  25,   80,  110, 143,  389,  445,
	                            139, 443, 5900, 587, 999, 3389, 8080, 22 };

#define HEAD 20

/* One segment: what it takes of data. */
static size_t take(struct streams *s, const uint8_t *data, size_t size,
                   uint32_t *next)
{
	bool answer = data[0] & 0x80;
	size_t len = data[1];
	struct packet p = { .protocol = PACKET_TCP };
	uint16_t client = (uint16_t)(40000 + (data[0] >> 4 & 7));
	uint16_t server = ports[data[0] & 15];
	uint16_t from = answer ? server : client, to = answer ? client : server;
	uint32_t at;
	uint8_t *copy;

	if (len > size - 4)
		len = size - 4;
	/* A little before or behind what comes next. */
	at = next[answer] + data[2] - (data[2] & 0x80 ? 256u : 0u);
	if (data[3] & 0x40)
		at += 1u << 22;
	copy = calloc(1, HEAD + len);
	if (!copy)
		return size;
	copy[0] = (uint8_t)(from >> 8);
	copy[1] = (uint8_t)from;
	copy[2] = (uint8_t)(to >> 8);
	copy[3] = (uint8_t)to;
	for (int i = 0; i < 4; i++)
		copy[4 + i] = (uint8_t)(at >> (24 - 8 * i));
	copy[12] = 5 << 4;
	copy[13] = data[3] & 0x17;
	memcpy(copy + HEAD, data + 4, len);
	p.source[15] = answer ? 2 : 1;
	p.target[15] = answer ? 1 : 2;
	p.data = copy;
	p.len = HEAD + len;
	/* Sometimes the capture has cut it. */
	p.size = p.len + (data[3] & 0x20 ? 700 : 0);
	stream_take(s, &p);
	next[answer] = at + (uint32_t)(p.size - HEAD);
	free(copy);
	return 4 + len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct streams *s = calloc(1, sizeof(*s));
	struct hearing *h = calloc(1, sizeof(*h));
	uint32_t next[2] = { 0xFFFFFF00u, 1000 };

	if (s && h) {
		s->heard = h;
		while (size >= 4) {
			size_t taken = take(s, data, size, next);

			data += taken;
			size -= taken;
		}
		stream_end(s);
		/* Everything that waited was handed over or let go. */
		for (size_t i = 0; i < STREAM_SPEECHES; i++)
			if (s->wait[i].flow || s->wait[i].head[0] ||
			    s->wait[i].head[1])
				abort();
	}
	free(s);
	free(h);
	return 0;
}
