/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/srvsvc.h"

#include "core/text.h"

#include <string.h>

#define FRAGMENT_BYTES 4280 /* largest we take; all servers know it */
#define HEAD_BYTES     16
#define STUB_AT        24 /* of a request or response */
#define MORE_DATA      234

enum kind { REQUEST = 0, RESPONSE = 2, BIND = 11, BIND_ACK = 12 };

/* The common head; its length comes later. */
static size_t head(struct buf *out, enum kind kind, uint32_t call)
{
	size_t start = out->len;

	wire_put_16(out, 5); /* version 5.0 */
	wire_put_8(out, (uint8_t)kind);
	wire_put_8(out, 3);            /* first and last fragment */
	wire_put_32(out, 0x00000010u); /* lowest byte first, ASCII, IEEE */
	wire_put_32(out, 0);           /* length, nothing to identify by */
	wire_put_32(out, call);
	return start;
}

static void finish(struct buf *out, size_t start)
{
	wire_set_16(out, start + 8, (uint16_t)(out->len - start));
}

void srvsvc_bind(struct buf *out)
{
	static const uint8_t shares[16] = { 0xc8, 0x4f, 0x32, 0x4b, 0x70, 0x16,
		                            0xd3, 0x01, 0x12, 0x78, 0x5a, 0x47,
		                            0xbf, 0x6e, 0xe1, 0x88 };
	static const uint8_t ndr[16] = { 0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c,
		                         0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00,
		                         0x2b, 0x10, 0x48, 0x60 };
	size_t start = head(out, BIND, 1);

	wire_put_16(out, FRAGMENT_BYTES);
	wire_put_16(out, FRAGMENT_BYTES);
	wire_put_32(out, 0); /* a new group */
	wire_put_32(out, 1); /* one interface, number 0 */
	wire_put_16(out, 0);
	wire_put_16(out, 1); /* in one representation */
	buf_add(out, shares, sizeof(shares));
	wire_put_32(out, 3); /* version 3.0 */
	buf_add(out, ndr, sizeof(ndr));
	wire_put_32(out, 2);
	finish(out, start);
}

void srvsvc_ask(struct srvsvc *s, struct buf *out, const char *server)
{
	uint32_t length = (uint32_t)strlen(server) + 3; /* of ASCII */
	size_t start = head(out, REQUEST, 2);

	s->last = false;
	s->left = s->len = 0;
	wire_put_32(out, 0); /* as much as is needed */
	wire_put_16(out, 0);
	wire_put_16(out, 15); /* NetrShareEnum */
	wire_put_32(out, 0x00020000);
	wire_put_32(out, length);
	wire_put_32(out, 0);
	wire_put_32(out, length);
	wire_put_text(out, "\\\\");
	wire_put_text(out, server);
	wire_put_16(out, 0);
	if (length % 2)
		wire_put_16(out, 0);
	wire_put_32(out, 1); /* level */
	wire_put_32(out, 1);
	wire_put_32(out, 0x00020004);
	wire_put_32(out, 0); /* entries we send: none */
	wire_put_32(out, 0);
	wire_put_32(out, UINT32_MAX); /* of any length */
	wire_put_32(out, 0);          /* from the start */
	finish(out, start);
}

/* Whether a fragment of that kind begins here, in an order we read. */
static bool is(struct wire m, enum kind kind)
{
	return wire_has(m, 0, HEAD_BYTES) && m.data[0] == 5 &&
	       m.data[2] == kind && m.data[4] == 0x10;
}

bool srvsvc_bound(struct wire m)
{
	size_t results;

	if (!is(m, BIND_ACK))
		return false;
	/* Behind the name of the second address, at the next fourth byte. */
	results = 26u + wire_16(m, 24);
	results = (results + 3) / 4 * 4;
	return wire_has(m, results, 8) && m.data[results] > 0 &&
	       wire_16(m, results + 4) == 0;
}

/* Begin with the fragment that m begins with; what is there of its content. */
static bool begin(struct srvsvc *s, struct wire m, struct wire *stub)
{
	size_t end = wire_16(m, 8);

	*stub = (struct wire){ NULL, 0 };
	if (!is(m, RESPONSE) || end < STUB_AT || wire_16(m, 10) != 0)
		return false;
	s->last = (m.data[3] & 2) != 0;
	s->left = end;
	if (end > m.len)
		end = m.len;
	if (end > STUB_AT)
		*stub = wire_part(m, STUB_AT, end - STUB_AT);
	return true;
}

static void keep(struct srvsvc *s, struct wire stub)
{
	size_t n = sizeof(s->stub) - s->len;

	if (n > stub.len)
		n = stub.len;
	if (n > 0)
		memcpy(s->stub + s->len, stub.data, n);
	s->len += n;
}

enum srvsvc_next srvsvc_take(struct srvsvc *s, struct wire data)
{
	while (data.len > 0) {
		size_t n = s->left < data.len ? s->left : data.len;
		struct wire stub = wire_part(data, 0, n);

		if (s->left == 0) {
			if (s->last || !begin(s, data, &stub))
				return SRVSVC_REFUSED;
			n = s->left < data.len ? s->left : data.len;
		}
		keep(s, stub);
		s->left -= n;
		data = wire_part(data, n, data.len - n);
	}
	return (s->last && s->left == 0) || s->len == sizeof(s->stub)
	           ? SRVSVC_LAST
	           : SRVSVC_MORE;
}

/* Skip the varying text at *at (C706 14.3.4.2) and give it. */
static struct wire next_text(struct wire w, size_t *at)
{
	size_t units = wire_32(w, *at + 8);
	struct wire text;

	if (units > w.len) {
		*at = w.len;
		return (struct wire){ NULL, 0 };
	}
	text = wire_part(w, *at + 12, 2 * units);
	*at += 12 + (2 * units + 3) / 4 * 4;
	return text;
}

const char *srvsvc_name(const struct srvsvc *s, size_t i)
{
	return s->pool + s->share[i].name;
}

void srvsvc_add(struct srvsvc *s, const char *name, uint32_t type)
{
	static const char *const usual[] = { "IPC$", "ADMIN$", "print$",
		                             "FAX$" };
	enum srvsvc_kind kind = (enum srvsvc_kind)(type & 3);
	size_t len = strlen(name);

	/* C$: a whole drive, which only administrators are let into. */
	if (kind == SRVSVC_PIPE || len == 0 || (len == 2 && name[1] == '$'))
		return;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (text_same(name, usual[i]))
			return;
	s->total++;
	if (s->count == SRVSVC_MOST || len >= sizeof(s->pool) - s->used)
		return;
	s->share[s->count].name = (uint16_t)s->used;
	s->share[s->count++].kind = (uint8_t)kind;
	memcpy(s->pool + s->used, name, len + 1);
	s->used += len + 1;
}

bool srvsvc_list(struct srvsvc *s)
{
	struct wire stub = { s->stub, s->len };
	size_t entries = wire_32(stub, 12), at = 24;

	s->count = s->total = s->used = 0;
	/* Level 1, a container, entries in it. */
	if (wire_32(stub, 0) != 1 || !wire_32(stub, 8) || !wire_32(stub, 16) ||
	    entries > stub.len / 12)
		return false;
	at += 12 * entries;
	for (size_t i = 0; i < entries; i++) {
		size_t entry = 24 + 12 * i;
		struct wire text = { NULL, 0 };
		char name[SRVSVC_NAME];

		if (wire_32(stub, entry))
			text = next_text(stub, &at);
		wire_text(text, name, sizeof(name));
		if (wire_32(stub, entry + 8))
			next_text(stub, &at); /* its remark */
		if (*name)
			srvsvc_add(s, name, wire_32(stub, entry + 4));
		else if ((wire_32(stub, entry + 4) & 3) != SRVSVC_PIPE)
			s->total++; /* its name was cut off */
	}
	return true;
}
