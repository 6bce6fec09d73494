/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_SPEECH_H
#define CHECKS_PROBE_NET_LISTEN_SPEECH_H

#include "checks/probe/net/listen/hearing.h"
#include "checks/probe/net/listen/sasl.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPEECH_BYTES 512 /* of one line or message that are looked at */

/* A TLS hello, as it comes. */
struct speech_hello {
	uint8_t head[5]; /* of the record */
	uint8_t filled;
	uint8_t field; /* enum in tongue_tls.c */
	bool server;   /* a ServerHello */
	bool ended;
	uint16_t record;    /* bytes of the record that are to come */
	uint16_t extension; /* its type */
	uint32_t body;      /* bytes of the hello that are to come */
	uint32_t left;      /* bytes of the field that are to come */
	uint32_t value;     /* the last four bytes of it */
	unsigned best;      /* version */
};

/* What one side said. */
struct speech_half {
	uint64_t skip;  /* bytes of content that nobody looks at */
	size_t filled;  /* bytes in text */
	bool heard;     /* anything at all */
	bool long_line; /* the line has more than text can hold */
	bool lost;      /* waits for the next line or message */
	uint8_t phase;  /* the tongue's own */
	union {
		uint8_t text[SPEECH_BYTES];
		struct speech_hello hello;
	} u;
};

/* A conversation by TCP. */
struct speech {
	const struct tongue *tongue; /* NULL: not known yet */
	struct hearing *heard;
	uint64_t hosts[2]; /* hash of each side's address */
	uint16_t port[2];
	uint8_t client; /* side that opened it */
	bool opened;    /* client is certain: the opening was heard */
	bool done;      /* nothing more is to be learnt */
	struct speech_half half[2];
	/* Of the tongues. */
	uint8_t phase;
	bool nobody;   /* who identifies says "anonymous" */
	bool counted;  /* once a conversation */
	bool chunked;  /* the body comes in pieces */
	uint64_t size; /* of the body that is announced */
	struct sasl sasl;
};

/* How a protocol is understood; one file each. */
struct tongue {
	const char *name;
	bool replies; /* what the server says matters too */

	/* What a side says, in order and once. */
	void (*feed)(struct speech *t, int side, const uint8_t *d, size_t n);

	/* The next n bytes of a side are missing; cut: the capture cuts. */
	void (*gap)(struct speech *t, int side, uint64_t n, bool cut);

	/* For feed = line_feed: a line without its end, NUL-terminated. */
	void (*line)(struct speech *t, int side, char *text);
};

/* Hand over what a side said: to the tongue, once it is known. */
void speech_feed(struct speech *t, int side, const uint8_t *d, size_t n);

/*
 * Tell that the next n bytes of a side are missing: not heard, or cut off
 * because the capture keeps only the head of each packet.
 */
void speech_gap(struct speech *t, int side, uint64_t n, bool cut);

/* From the next byte on it is another tongue. */
void speech_switch(struct speech *t, const struct tongue *tongue);

/* Whether the client and the server of t are heard for the first time. */
bool speech_first(struct speech *t, enum hearing_login login);

/* Whether side is the one that asks. */
bool speech_asks(const struct speech *t, int side);

#endif
