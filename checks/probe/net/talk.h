/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_TALK_H
#define CHECKS_PROBE_NET_TALK_H

#include "checks/baseline.h"
#include "checks/probe/net/sight.h"
#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A conversation with one port of a device, as its protocol sees it: bytes
 * in, bytes out, and what they tell. It has no socket and no clock, so a test
 * or a fuzzer can be the other side. The sweep (sweep.c) carries the bytes,
 * counts the time and obeys the limits.
 */

/* How far a look goes. */
enum talk_level { TALK_PORTS, TALK_NORMAL, TALK_THOROUGH };

/* What a dialect wants next. */
enum talk_next {
	TALK_WAIT,  /* for more bytes */
	TALK_END,   /* nothing more: close */
	TALK_TLS,   /* start TLS here; open() comes again with secure set */
	TALK_AGAIN, /* close, and talk again on a new connection: turn + 1 */
};

/* Why close() is called. */
enum talk_over {
	TALK_CLOSED,  /* the other side closed */
	TALK_SILENCE, /* it said nothing more in time */
	TALK_FLOOD,   /* it says too much, or TLS did not come about */
};

/* What all conversations of a look share. */
struct talk_plan {
	enum talk_level level;
	int64_t now; /* time */
	void *roots; /* SSL_CTX that judges chains, or NULL: no TLS */
	struct sight *sight;
	const char *host; /* name to send as Host and SNI, or NULL */

	/* The baseline, for what it lists of products and makers. */
	const struct baseline *baseline;

	/* See talk_call(). */
	void (*call)(void *ctx, uint32_t address, uint16_t port,
	             const char *dialect, const char *note);
	void *ctx;
};

struct dialect;

struct talk {
	const struct talk_plan *plan;
	const struct dialect *dialect;
	uint32_t address;
	uint16_t port;
	const char *service; /* of the port, as the baseline calls it */
	unsigned turn;       /* 0 on the first connection */
	bool secure;         /* TLS is on */
	void *session;       /* the SSL of it, while it is */
	int step;            /* the dialect's own */
	unsigned patience;   /* milliseconds that it may take longer than
	                        others: the other side starts something */
	const char *note;    /* what talk_call() passed, or NULL */
	void *state;         /* dialect->state zeroed bytes, kept over turns */
	const uint8_t *in;   /* bytes that came and were not eaten */
	size_t len;
	size_t eaten;   /* bytes of in that talk_eat() took */
	struct buf out; /* bytes to send */
};

/*
 * A protocol. One file in checks/probe/net/ defines one (or a few) of these and
 * exports nothing else; dialect.c lists them.
 */
struct dialect {
	const char *name;  /* as the baseline's ports say "speaks" */
	size_t state;      /* bytes of its own state, 0: none */
	size_t most;       /* most bytes that may wait in in; 0: 4096 */
	unsigned turns;    /* most connections of one talk; 0: 6 */
	bool speaks_first; /* the other side greets: silence is odd */

	/* Connected, or TLS is on: say the first words, if any. */
	enum talk_next (*open)(struct talk *t);

	/* More bytes came: in, len. Called again while bytes are eaten. */
	enum talk_next (*hear)(struct talk *t);

	/*
	 * It is over: conclude from what is there. WAIT counts as END. NULL:
	 * nothing to conclude.
	 */
	enum talk_next (*close)(struct talk *t, enum talk_over why);
};

/* The dialect of that name, or NULL. */
const struct dialect *dialect_find(const char *name);

/* All of them, NULL-ended; static. */
const struct dialect *const *dialect_list(void);

/* Say something. */
void talk_say(struct talk *t, const void *data, size_t len);
void talk_text(struct talk *t, const char *text);

/* Take n bytes off in. */
void talk_eat(struct talk *t, size_t n);

/*
 * Take a line off in, without CR LF, into out of size bytes (cut, NULs become
 * spaces); false when none is complete yet.
 */
bool talk_line(struct talk *t, char *out, size_t size);

/* sight_sign() and sight_port() for this port, over TCP. */
void talk_sign(struct talk *t, const char *code, const char *fmt, ...)
    ERR_PRINTF(3, 4);
void talk_product(struct talk *t, const char *service, const char *product);

/*
 * Have another port of a device talked to, besides: the data connection of
 * FTP, the page that SSDP named. dialect and note are copied. Only devices
 * of the ranges that were agreed to are called, and only so many a device.
 */
void talk_call(const struct talk_plan *plan, uint32_t address, uint16_t port,
               const char *dialect, const char *note);

/*
 * A question in one datagram, and its answers. group is a multicast address
 * that the question goes to once, or 0: to each device that is found.
 */
struct datagram {
	const char *name; /* "mdns": what a device was found by */
	uint32_t group;
	uint16_t port;
	enum talk_level level; /* least level it is asked at */

	/* Append the question. */
	void (*ask)(const struct talk_plan *p, struct buf *out);

	/*
	 * An answer of a device of the agreed ranges, already in the sight.
	 */
	void (*hear)(const struct talk_plan *p, uint32_t address,
	             const uint8_t *data, size_t len);
};

/* All of them, NULL-ended; static. */
const struct datagram *const *datagram_list(void);

#endif
