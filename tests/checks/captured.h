/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_CAPTURED_H
#define TESTS_CHECKS_CAPTURED_H

#include "core/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How packets are wrapped and cut: what a capture must be read through. */
struct captured_manner {
	const char *name;
	uint32_t link; /* LINKTYPE_ of the file; 0: loopback */
	bool ng;       /* pcapng, else pcap */
	unsigned tags; /* VLAN tags, the outer one of 802.1ad */
	bool snap;     /* LLC and SNAP before the type */
	bool pppoe;
	bool ipv6;
	bool extensions;  /* headers of IPv6 before the real one */
	size_t fragment;  /* bytes of IP payload in one; 0: whole */
	bool backwards;   /* fragments, the last one first */
	size_t segment;   /* bytes of TCP in one; 0: whole */
	bool reordered;   /* segments of what is said, the last first */
	bool overlapping; /* each repeats some of the one before, wrongly */
	bool repeated;    /* each comes twice */
	bool middle;      /* the opening was not heard */
	bool summed;      /* checksums are right, by IPv4 at least */
	size_t snaplen;   /* bytes that are kept; 0: all */
};

/* A capture that is being made. */
struct captured {
	struct buf file;
	const struct captured_manner *manner;
	int64_t time;    /* microseconds */
	uint16_t number; /* of the last datagram */
};

/* An end of what is said: hosts are small numbers. */
struct captured_end {
	uint8_t host;
	uint16_t port;
};

/* A conversation by TCP: the client first. */
struct captured_talk {
	struct captured *file;
	struct captured_end end[2];
	uint32_t next[2];
};

static inline void put_le(struct buf *b, uint64_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_char(b, (char)(value >> 8 * i));
}

static inline void put_be(struct buf *b, uint64_t value, size_t bytes)
{
	while (bytes-- > 0)
		buf_char(b, (char)(value >> 8 * bytes));
}

static inline void captured_init(struct captured *c,
                                 const struct captured_manner *m)
{
	memset(c, 0, sizeof(*c));
	buf_init(&c->file, 64u << 20);
	c->manner = m;
	c->time = INT64_C(1795348800) * 1000000;
	if (!m->ng) {
		put_le(&c->file, 0xA1B2C3D4u, 4);
		put_le(&c->file, 4u << 16 | 2, 4);
		put_le(&c->file, 0, 8);
		put_le(&c->file, m->snaplen ? m->snaplen : 262144, 4);
		put_le(&c->file, m->link, 4);
		return;
	}
	/* A section and one interface: IETF opsawg pcapng. */
	put_le(&c->file, 0x0A0D0D0A, 4);
	put_le(&c->file, 28, 4);
	put_le(&c->file, 0x1A2B3C4D, 4);
	put_le(&c->file, 1, 4);
	put_le(&c->file, UINT64_MAX, 8);
	put_le(&c->file, 28, 4);
	put_le(&c->file, 1, 4);
	put_le(&c->file, 20, 4);
	put_le(&c->file, m->link, 4);
	put_le(&c->file, 262144, 4);
	put_le(&c->file, 20, 4);
}

/* A packet as it stands in the file. */
static inline void put_packet(struct captured *c, const struct buf *frame)
{
	size_t most = c->manner->snaplen;
	size_t kept = most && frame->len > most ? most : frame->len;
	size_t padded = (kept + 3) / 4 * 4;

	c->time += 1000;
	if (!c->manner->ng) {
		put_le(&c->file, (uint64_t)(c->time / 1000000), 4);
		put_le(&c->file, (uint64_t)(c->time % 1000000), 4);
		put_le(&c->file, kept, 4);
		put_le(&c->file, frame->len, 4);
		buf_add(&c->file, frame->data, kept);
		return;
	}
	put_le(&c->file, 6, 4);
	put_le(&c->file, 32 + padded, 4);
	put_le(&c->file, 0, 4);
	put_le(&c->file, (uint64_t)c->time >> 32, 4);
	put_le(&c->file, (uint64_t)c->time & 0xFFFFFFFF, 4);
	put_le(&c->file, kept, 4);
	put_le(&c->file, frame->len, 4);
	buf_add(&c->file, frame->data, kept);
	put_le(&c->file, 0, padded - kept);
	put_le(&c->file, 32 + padded, 4);
}

static inline void put_ethernet(struct buf *b, const struct captured_manner *m,
                                uint16_t type, size_t len)
{
	buf_add(b, "\2\0\0\0\0\2\2\0\0\0\0\1", 12);
	for (unsigned i = 0; i < m->tags; i++) {
		put_be(b, i + 1 < m->tags ? 0x88A8 : 0x8100, 2);
		put_be(b, 10 + i, 2);
	}
	if (m->pppoe && type != 0x0806) {
		put_be(b, 0x8864, 2);
		put_be(b, 0x11000001, 4);
		put_be(b, len + 2, 2);
		put_be(b, type == 0x0800 ? 0x0021 : 0x0057, 2);
		return;
	}
	if (m->snap) {
		put_be(b, len + 8, 2);
		buf_add(b, "\xAA\xAA\3\0\0\0", 6);
	}
	put_be(b, type, 2);
}

/* A frame of that type (0x0800, 0x86DD, 0x0806) around data. */
static inline void captured_frame(struct captured *c, uint16_t type,
                                  const void *data, size_t len)
{
	const struct captured_manner *m = c->manner;
	struct buf b;

	buf_init(&b, 1u << 20);
	switch (m->link) {
	case 0: /* loopback: the family in the byte order of whoever wrote */
		put_le(&b, type == 0x0800 ? 2 : 30, 4);
		break;
	case 1:
		put_ethernet(&b, m, type, len);
		break;
	case 113:
		put_be(&b, UINT64_C(0x0000000100060200), 8);
		put_be(&b, 0, 6);
		put_be(&b, type, 2);
		break;
	case 276:
		put_be(&b, type, 2);
		put_be(&b, 0, 2);
		put_be(&b, 2, 4);
		put_be(&b, UINT64_C(0x0001000602000000), 8);
		put_be(&b, 0, 4);
		break;
	default:
		break;
	}
	buf_add(&b, data, len);
	/* A short frame is filled up on the cable. */
	while (m->link == 1 && b.len < 60)
		buf_char(&b, (char)0xEE);
	put_packet(c, &b);
	buf_clear(&b);
}

static inline void put_ipv6_address(struct buf *b, uint8_t host)
{
	put_be(b, UINT64_C(0xFD00000000000001), 8);
	put_be(b, host, 8);
}

/* The checksum of the Internet (RFC 1071) over data, onto a sum so far. */
static inline uint32_t sum_up(const char *data, size_t len, uint32_t sum)
{
	for (size_t i = 0; i < len; i++)
		sum += (uint32_t)(uint8_t)data[i] << (i % 2 ? 0 : 8);
	return sum;
}

/* Put the checksum of b at its place there, if the manner has right ones. */
static inline void put_sum(const struct captured *c, struct buf *b, size_t at,
                           uint32_t sum)
{
	if (!c->manner->summed)
		return;
	memset(b->data + at, 0, 2);
	sum = sum_up(b->data, b->len, sum);
	while (sum >> 16)
		sum = (sum & 0xFFFF) + (sum >> 16);
	b->data[at] = (char)(~sum >> 8);
	b->data[at + 1] = (char)~sum;
}

/* The sum of what UDP and TCP add of the packet around them. */
static inline uint32_t sum_around(const struct captured_end *from,
                                  const struct captured_end *to, uint32_t kind,
                                  size_t len)
{
	return 2 * 0x0A00u + from->host + to->host + kind + (uint32_t)len;
}

/* One packet of IP; offset and more are those of a fragment. */
static inline void put_ip(struct captured *c, uint8_t from, uint8_t to,
                          uint8_t protocol, const char *data, size_t len,
                          size_t offset, bool more)
{
	bool fragment = offset || more;
	bool hop = c->manner->extensions;
	struct buf b;

	buf_init(&b, 1u << 20);
	if (!c->manner->ipv6) {
		put_be(&b, 0x4500, 2);
		put_be(&b, 20 + len, 2);
		put_be(&b, c->number, 2);
		put_be(&b, (more ? 0x2000u : 0) | offset / 8, 2);
		put_be(&b, 64, 1);
		put_be(&b, protocol, 1);
		put_be(&b, 0xBAD1, 2); /* no right checksum anywhere */
		put_be(&b, 0x0A000000u + from, 4);
		put_be(&b, 0x0A000000u + to, 4);
		put_sum(c, &b, 10, 0);
	} else {
		put_be(&b, 0x60000000, 4);
		put_be(&b, len + (hop ? 8 : 0) + (fragment ? 8 : 0), 2);
		put_be(&b, hop ? 0 : fragment ? 44 : protocol, 1);
		put_be(&b, 64, 1);
		put_ipv6_address(&b, from);
		put_ipv6_address(&b, to);
		if (hop)
			put_be(&b,
			       (uint64_t)(fragment ? 44 : protocol) << 56 |
			           0x010400000000,
			       8);
		if (fragment) {
			put_be(&b, protocol, 1);
			put_be(&b, 0, 1);
			put_be(&b, offset | more, 2);
			put_be(&b, c->number, 4);
		}
	}
	buf_add(&b, data, len);
	captured_frame(c, c->manner->ipv6 ? 0x86DD : 0x0800, b.data, b.len);
	buf_clear(&b);
}

/* A datagram, in fragments if the manner has it. */
static inline void captured_ip(struct captured *c, uint8_t from, uint8_t to,
                               uint8_t protocol, const struct buf *data)
{
	size_t step = c->manner->fragment;
	size_t pieces = step ? (data->len + step - 1) / step : 1;

	c->number++;
	for (size_t i = 0; i < pieces; i++) {
		size_t piece = c->manner->backwards ? pieces - 1 - i : i;
		size_t at = piece * step;
		size_t n = data->len - at;

		if (step && n > step)
			n = step;
		put_ip(c, from, to, protocol, data->data + at, n, at,
		       at + n < data->len);
	}
}

static inline void captured_udp(struct captured *c, struct captured_end from,
                                struct captured_end to, const void *data,
                                size_t len)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	put_be(&b, from.port, 2);
	put_be(&b, to.port, 2);
	put_be(&b, 8 + len, 2);
	put_be(&b, 0xBAD2, 2);
	buf_add(&b, data, len);
	put_sum(c, &b, 6, sum_around(&from, &to, 17, b.len));
	captured_ip(c, from.host, to.host, 17, &b);
	buf_clear(&b);
}

/* One segment: of side, with what stands at that number. */
static inline void captured_segment(struct captured_talk *t, int side,
                                    uint32_t at, unsigned flags,
                                    const void *data, size_t len)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	put_be(&b, t->end[side].port, 2);
	put_be(&b, t->end[!side].port, 2);
	put_be(&b, at, 4);
	put_be(&b, t->next[!side], 4);
	put_be(&b, 0x5000 | flags, 2);
	put_be(&b, 8192, 2);
	put_be(&b, 0xBAD30000, 4);
	buf_add(&b, data, len);
	put_sum(t->file, &b, 16,
	        sum_around(&t->end[side], &t->end[!side], 6, b.len));
	captured_ip(t->file, t->end[side].host, t->end[!side].host, 6, &b);
	buf_clear(&b);
}

#define CAPTURED_ACK 0x10
#define CAPTURED_SYN 0x02
#define CAPTURED_FIN 0x01
#define CAPTURED_RST 0x04

static inline void captured_open(struct captured_talk *t, struct captured *c,
                                 struct captured_end client,
                                 struct captured_end server)
{
	t->file = c;
	t->end[0] = client;
	t->end[1] = server;
	/* Both near the end of the numbers, so that they begin anew. */
	t->next[0] = 0xFFFFFFF0u;
	t->next[1] = 0xFFFFFFC0u;
	if (c->manner->middle)
		return;
	captured_segment(t, 0, t->next[0]++, CAPTURED_SYN, "", 0);
	captured_segment(t, 1, t->next[1]++, CAPTURED_SYN | CAPTURED_ACK, "",
	                 0);
	captured_segment(t, 0, t->next[0], CAPTURED_ACK, "", 0);
}

/* A piece of what is said, with what the manner adds to it. */
static inline void say_piece(struct captured_talk *t, int side,
                             const char *data, size_t at, size_t n)
{
	const struct captured_manner *m = t->file->manner;
	uint32_t number = t->next[side] + (uint32_t)at;
	char piece[65536];

	if (m->overlapping && at >= 2) {
		/* What is there already stays: these two lie. */
		memcpy(piece, "?!", 2);
		memcpy(piece + 2, data + at, n);
		captured_segment(t, side, number - 2, CAPTURED_ACK, piece,
		                 n + 2);
		return;
	}
	for (int i = 0; i < (m->repeated ? 2 : 1); i++)
		captured_segment(t, side, number, CAPTURED_ACK, data + at, n);
}

/* Say something: side 0 is the client. */
static inline void captured_say(struct captured_talk *t, int side,
                                const void *data, size_t len)
{
	const struct captured_manner *m = t->file->manner;
	size_t step = m->segment ? m->segment : 1400;
	size_t pieces = (len + step - 1) / step;
	/* So many may come the wrong way round. */
	size_t group = m->reordered ? 6 : 1;

	for (size_t first = 0; first < pieces; first += group) {
		size_t last = first + group < pieces ? first + group : pieces;

		for (size_t i = last; i > first; i--) {
			size_t at = (i - 1) * step;

			say_piece(t, side, data, at,
			          len - at < step ? len - at : step);
		}
	}
	t->next[side] += (uint32_t)len;
}

static inline void captured_close(struct captured_talk *t)
{
	captured_segment(t, 0, t->next[0]++, CAPTURED_FIN | CAPTURED_ACK, "",
	                 0);
	captured_segment(t, 1, t->next[1]++, CAPTURED_FIN | CAPTURED_ACK, "",
	                 0);
	captured_segment(t, 0, t->next[0], CAPTURED_ACK, "", 0);
}

/* The capture as an open file, at its beginning. */
static inline FILE *captured_file(const struct captured *c)
{
	FILE *f = tmpfile();

	if (!f || !buf_ok(&c->file) ||
	    fwrite(c->file.data, 1, c->file.len, f) != c->file.len)
		abort();
	rewind(f);
	return f;
}

#endif
