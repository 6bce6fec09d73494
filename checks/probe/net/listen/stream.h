/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_STREAM_H
#define CHECKS_PROBE_NET_LISTEN_STREAM_H

#include "checks/probe/net/listen/hearing.h"
#include "checks/probe/net/listen/packet.h"
#include "checks/probe/net/listen/speech.h"

#include <stdbool.h>
#include <stdint.h>

#define STREAM_SETS     4096 /* of flows, by hash; a power of two */
#define STREAM_WAYS     4    /* flows of one set; the oldest makes room */
#define STREAM_SPEECHES 1024 /* flows in which something may still be learnt */
#define STREAM_PIECES   512  /* segments that came too early */
#define STREAM_BYTES    1460 /* of such a segment that are kept */

/* A flow by TCP, its lower end first. Small: there are many. */
struct stream_flow {
	struct stream_ends {
		uint8_t address[2][16];
		uint16_t port[2];
	} ends;
	uint32_t next[2]; /* number of the byte that is waited for */
	uint32_t used;    /* when last, see struct streams; 0: never */
	uint16_t speech;  /* index + 1; 0: none */
	uint8_t known;    /* bits of the sides whose next is known */
	uint8_t client;   /* side that opened it */
	bool opened;      /* client is known */
	bool done;        /* nothing is to be learnt any more */
};

/* A segment that waits for one before it. Indexes + 1; 0: none. */
struct stream_piece {
	uint32_t at;     /* number of its first byte */
	uint32_t size;   /* bytes that it had */
	uint16_t len;    /* bytes that are there */
	uint16_t next;   /* of the same side, by number; of the free ones */
	uint16_t speech; /* whose */
	uint8_t side;
	uint8_t data[STREAM_BYTES];
};

/* What belongs to a speech besides what its tongue knows. */
struct stream_wait {
	uint32_t flow;    /* index + 1; 0: the speech is free */
	uint16_t head[2]; /* pieces of each side */
	uint8_t count[2];
	bool recent; /* used since the hand passed */
};

/* Zeroed memory, but for heard, is an empty table. */
struct streams {
	struct hearing *heard;
	uint32_t clock;   /* counts segments */
	uint16_t hand;    /* where a speech is looked for that can go */
	uint16_t victim;  /* where a piece is */
	uint16_t spare;   /* pieces that were used and are free */
	uint16_t touched; /* pieces that were ever used */
	struct stream_flow flow[STREAM_SETS][STREAM_WAYS];
	struct speech speech[STREAM_SPEECHES];
	struct stream_wait wait[STREAM_SPEECHES];
	struct stream_piece piece[STREAM_PIECES];
};

/*
 * Take a TCP segment: what is new of it goes, in order, to the conversation's
 * tongue. Of bytes that come twice the first count. A segment that came too
 * early waits until sixteen do, then the ones before it are given up.
 */
void stream_take(struct streams *s, const struct packet *p);

/* The end of it all: hand over what still waits. */
void stream_end(struct streams *s);

#endif
