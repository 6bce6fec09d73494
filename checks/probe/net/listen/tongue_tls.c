/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/bytes.h"

/* RFC 8446, 4 and 5.1; RFC 5246, 7.4.1. */
#define HANDSHAKE    22
#define RECORD_MOST  (16384 + 2048)
#define CLIENT_HELLO 1
#define SERVER_HELLO 2
#define VERSIONS     43 /* supported_versions */
#define SSL3         0x0300
#define TLS11        0x0302
#define TLS13        0x0304
#define DRAFT        0x7F00 /* of TLS 1.3 */

/* The fields of a hello. */
enum {
	TYPE,
	LENGTH,
	VERSION,
	RANDOM,
	SESSION_SIZE,
	SESSION,
	SUITES_SIZE,
	SUITES,
	METHODS_SIZE,
	METHODS,
	CHOICES, /* the server's suite and method */
	EXTENSIONS_SIZE,
	EXTENSION_TYPE,
	EXTENSION_SIZE,
	EXTENSION,
	VERSIONS_SIZE,
	OFFERED,
	FIELDS
};

/* What follows a field: of how many bytes, 0: as many as the field says. */
static const struct {
	uint8_t next;
	uint8_t bytes;
} after[FIELDS] = {
	[TYPE] = { LENGTH, 3 },
	[LENGTH] = { VERSION, 2 },
	[VERSION] = { RANDOM, 32 },
	[RANDOM] = { SESSION_SIZE, 1 },
	[SESSION_SIZE] = { SESSION, 0 },
	[SESSION] = { SUITES_SIZE, 2 },
	[SUITES_SIZE] = { SUITES, 0 },
	[SUITES] = { METHODS_SIZE, 1 },
	[METHODS_SIZE] = { METHODS, 0 },
	[METHODS] = { EXTENSIONS_SIZE, 2 },
	[CHOICES] = { EXTENSIONS_SIZE, 2 },
	[EXTENSIONS_SIZE] = { EXTENSION_TYPE, 2 },
	[EXTENSION_TYPE] = { EXTENSION_SIZE, 2 },
	[EXTENSION_SIZE] = { EXTENSION, 0 },
	[EXTENSION] = { EXTENSION_TYPE, 2 },
	[VERSIONS_SIZE] = { OFFERED, 0 },
	[OFFERED] = { EXTENSION_TYPE, 2 },
};

/* A version that is offered or chosen; GREASE (RFC 8701) is neither. */
static void offer(struct speech_hello *h, unsigned version)
{
	if ((version & 0xFF00) == DRAFT)
		version = TLS13;
	if (version >= SSL3 && version <= TLS13 && version > h->best)
		h->best = version;
}

static void expect(struct speech_hello *h, uint8_t field, uint32_t bytes)
{
	h->field = field;
	h->left = bytes;
	h->value = 0;
}

/* What the value of a whole field says, and which field comes next. */
static void next_field(struct speech_hello *h)
{
	uint32_t value = h->value;
	uint8_t field = h->field;

	if (field == TYPE) {
		h->server = value == SERVER_HELLO;
		h->ended = !h->server && value != CLIENT_HELLO;
	} else if (field == LENGTH) {
		h->body = value;
	} else if (field == VERSION) {
		h->best = value;
	} else if (field == EXTENSION_TYPE) {
		h->extension = (uint16_t)value;
	} else if (field == SESSION && h->server) {
		expect(h, CHOICES, 3);
		return;
	} else if (field == EXTENSION_SIZE && h->extension == VERSIONS) {
		/* What it lists stands in the place of the old field. */
		h->best = 0;
		expect(h, h->server ? OFFERED : VERSIONS_SIZE,
		       h->server ? value : 1);
		return;
	}
	expect(h, after[field].next,
	       after[field].bytes ? after[field].bytes : value);
}

static void take_byte(struct speech_hello *h, uint8_t byte)
{
	h->value = h->value << 8 | byte;
	h->left--;
	if (h->field == OFFERED && h->left % 2 == 0)
		offer(h, h->value & 0xFFFF);
	if (h->field > LENGTH && --h->body == 0) {
		h->ended = true;
		return;
	}
	while (h->left == 0 && !h->ended)
		next_field(h);
	/* A hello of no bytes at all is none. */
	if (h->field == VERSION && h->body == 0)
		h->ended = true;
}

/* The head of a record, five bytes; false when it holds no hello. */
static bool take_head(struct speech_hello *h, uint8_t byte)
{
	h->head[h->filled++] = byte;
	if (h->filled < sizeof(h->head))
		return true;
	h->filled = 0;
	h->record = (uint16_t)bytes_be16(h->head + 3);
	return h->head[0] == HANDSHAKE && h->head[1] == 3 &&
	       h->record <= RECORD_MOST;
}

static void tls_feed(struct speech *t, int side, const uint8_t *d, size_t n)
{
	struct speech_hello *h = &t->half[side].u.hello;

	for (size_t i = 0; i < n && !h->ended; i++) {
		if (h->record == 0) {
			if (!take_head(h, d[i])) {
				t->done = true;
				return;
			}
			continue;
		}
		h->record--;
		if (h->left == 0)
			expect(h, TYPE, 1);
		take_byte(h, d[i]);
	}
	if (!h->ended)
		return;
	/* Counted once, whoever of the two shows it. */
	if (h->best >= SSL3 && h->best <= TLS11) {
		t->heard->event[HEARD_TLS_LEGACY]++;
		t->done = true;
	}
	t->done = t->done || h->server;
}

static void tls_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	(void)n;
	(void)cut;
	/* After its hello a side says nothing more that matters. */
	if (!t->half[side].u.hello.ended)
		t->done = true;
}

const struct tongue tongue_tls = {
	.name = "tls",
	.replies = true,
	.feed = tls_feed,
	.gap = tls_gap,
};
