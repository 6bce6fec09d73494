/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"

#include <string.h>

/*
 * Remote desktop (MS-RDPBCGR 2.2.1.1 and 2.2.1.2): the X.224 connection with
 * its negotiation, without a cookie. First everything that is safe is
 * offered; where the server then wants CredSSP, which asks who comes before
 * anything is drawn, one more connection offers TLS alone. A server that
 * takes that, or that never wanted CredSSP, has no network level
 * authentication. Each connection ends before anybody is named.
 */
enum protocol {
	PROTOCOL_RDP = 0,
	PROTOCOL_SSL = 1,
	PROTOCOL_HYBRID = 2,
	PROTOCOL_HYBRID_EX = 8,
};

enum failure { SSL_NOT_ALLOWED = 2, SSL_CERT_NOT_ON_SERVER = 3 };

/* What a connection offers; step holds it. */
#define SAFE (PROTOCOL_SSL | PROTOCOL_HYBRID | PROTOCOL_HYBRID_EX)

#define TPKT 4 /* bytes of its head (RFC 1006) */

struct rdp {
	uint8_t next; /* offered on the next connection */
};

static enum talk_next open_plain(struct talk *t)
{
	struct rdp *r = t->state;
	uint8_t ask[] = { 3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0,
		          0, 1, 0, 8,  0,  SAFE, 0, 0, 0 };

	if (t->secure) {
		talk_certificate(t, "rdp");
		return r->next != SAFE ? TALK_AGAIN : TALK_END;
	}
	if (t->turn == 0)
		r->next = SAFE;
	t->step = r->next;
	ask[15] = r->next;
	r->next = SAFE; /* none */
	talk_say(t, ask, sizeof(ask));
	return TALK_WAIT;
}

static enum talk_next again(struct talk *t, uint8_t offer)
{
	struct rdp *r = t->state;

	r->next = offer;
	return TALK_AGAIN;
}

static void tell_open(struct talk *t, const char *how)
{
	talk_sign(t, "rdp-no-nla", "%s", how);
}

static enum talk_next hear_choice(struct talk *t, uint32_t protocol)
{
	struct rdp *r = t->state;

	switch (protocol) {
	case PROTOCOL_RDP:
		tell_open(t, "PROTOCOL_RDP");
		return TALK_END;
	case PROTOCOL_SSL:
		tell_open(t, "PROTOCOL_SSL");
		return t->step == SAFE ? TALK_TLS : TALK_END;
	case PROTOCOL_HYBRID:
	case PROTOCOL_HYBRID_EX:
		if (t->step != SAFE)
			return TALK_END;
		if (!t->plan->roots)
			return again(t, PROTOCOL_SSL);
		r->next = PROTOCOL_SSL;
		return TALK_TLS;
	default:
		return TALK_END;
	}
}

static enum talk_next hear_failure(struct talk *t, uint32_t code)
{
	bool plain = code == SSL_NOT_ALLOWED || code == SSL_CERT_NOT_ON_SERVER;

	return plain && t->step != PROTOCOL_RDP ? again(t, PROTOCOL_RDP)
	                                        : TALK_END;
}

static enum talk_next hear(struct talk *t)
{
	const uint8_t *p = t->in;
	size_t len = t->len >= TPKT ? (size_t)p[2] << 8 | p[3] : 0;
	uint32_t value;

	if (t->len > 0 && p[0] != 3)
		return TALK_END;
	if (t->len < TPKT || (len >= 11 && len <= 200 && t->len < len))
		return TALK_WAIT;
	/* A connection confirm, and nothing behind it. */
	if (len < 11 || len > 200 || p[4] != len - 5 || (p[5] & 0xf0) != 0xd0)
		return TALK_END;
	talk_sign(t, "rdp-exposed", "%s", "");
	talk_product(t, "rdp", NULL);
	/* Before there was anything to negotiate there was no NLA. */
	if (len < 19)
		return hear_choice(t, PROTOCOL_RDP);
	value = (uint32_t)p[15] | (uint32_t)p[16] << 8 | (uint32_t)p[17] << 16 |
	        (uint32_t)p[18] << 24;
	if (p[11] == 2)
		return hear_choice(t, value);
	return p[11] == 3 ? hear_failure(t, value) : TALK_END;
}

/* TLS did not come about: what was to be asked next is asked all the same. */
static enum talk_next over(struct talk *t, enum talk_over why)
{
	struct rdp *r = t->state;

	(void)why;
	return r->next != SAFE ? TALK_AGAIN : TALK_END;
}

const struct dialect dialect_rdp = {
	.name = "rdp",
	.state = sizeof(struct rdp),
	.open = open_plain,
	.hear = hear,
	.close = over,
};
