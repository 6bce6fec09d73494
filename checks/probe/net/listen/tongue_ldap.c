/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/ber.h"

#include <string.h>

/* RFC 4511, 4.1.1 and 4.2. */
#define BIND          0x60
#define SIMPLE        0x80
#define TLS_HANDSHAKE 0x16

/*
 * A simple bind with a name and a password. Nobody in particular has neither
 * (RFC 4513, 5.1).
 */
static bool is_login(const uint8_t *d, size_t n)
{
	struct ber message, bind, part;
	struct ber all = { d, n, n, 0 };

	if (!ber_next(&all, &message) || message.tag != BER_SEQUENCE ||
	    !ber_next(&message, &part) || part.tag != BER_INTEGER ||
	    !ber_next(&message, &bind) || bind.tag != BIND ||
	    !ber_next(&bind, &part) || part.tag != BER_INTEGER ||
	    !ber_next(&bind, &part) || part.tag != BER_OCTETS || part.size == 0)
		return false;
	return ber_next(&bind, &part) && part.tag == SIMPLE && part.size > 0;
}

/* Bytes that the message needs before it is looked at; 0: it is none. */
static size_t wanted(struct speech_half *half)
{
	struct ber all = { half->u.text, half->filled, half->filled, 0 };
	struct ber message;
	size_t whole;

	if (half->filled < 2)
		return 2;
	if (half->u.text[0] != BER_SEQUENCE)
		return 0;
	if (!ber_next(&all, &message))
		return half->filled < 6 ? half->filled + 1 : 0;
	whole = (size_t)(message.data - half->u.text) + message.size;
	half->skip = whole > SPEECH_BYTES ? whole - SPEECH_BYTES : 0;
	return whole > SPEECH_BYTES ? SPEECH_BYTES : whole;
}

/* Take what goes to one message or to what is skipped; how many bytes. */
static size_t take(struct speech *t, struct speech_half *half, const uint8_t *d,
                   size_t n)
{
	size_t want;

	if (half->filled == 0 && half->skip) {
		if (half->skip < n)
			n = (size_t)half->skip;
		half->skip -= n;
		return n;
	}
	want = wanted(half);
	if (want == 0) {
		t->done = true;
		return n;
	}
	if (n > want - half->filled)
		n = want - half->filled;
	memcpy(half->u.text + half->filled, d, n);
	half->filled += n;
	if (half->filled >= 2 && wanted(half) == half->filled) {
		if (is_login(half->u.text, half->filled))
			t->heard->login[HEARD_LDAP]++;
		half->filled = 0;
	}
	return n;
}

static void ldap_feed(struct speech *t, int side, const uint8_t *d, size_t n)
{
	struct speech_half *half = &t->half[side];

	if (!speech_asks(t, side))
		return;
	while (n && !t->done) {
		size_t taken;

		/* StartTLS was agreed on. */
		if (half->filled == 0 && half->skip == 0 &&
		    d[0] == TLS_HANDSHAKE) {
			speech_switch(t, &tongue_tls);
			speech_feed(t, side, d, n);
			return;
		}
		taken = take(t, half, d, n);
		d += taken;
		n -= taken;
	}
}

static void ldap_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	struct speech_half *half = &t->half[side];

	if (!speech_asks(t, side))
		return;
	if (half->filled == 0 && n <= half->skip) {
		half->skip -= n;
		return;
	}
	if (cut)
		t->heard->cut = true;
	t->done = true;
}

const struct tongue tongue_ldap = {
	.name = "ldap",
	.feed = ldap_feed,
	.gap = ldap_gap,
};
