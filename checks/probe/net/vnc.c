/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"

#include <stdio.h>
#include <string.h>

/*
 * VNC (RFC 6143): the version and the ways to identify, on one connection.
 * The sign: "None" is one of them, by itself or under VeNCrypt (type 19: TLS
 * that may ask for nothing). It is never chosen, so no screen is drawn and
 * nobody is interrupted.
 */
enum step {
	VERSION,
	TYPES,
	TYPE,
	CRYPT_VERSION,
	CRYPT_STATUS,
	CRYPT_TYPES,
	CRYPT_CHOSEN
};

#define NONE     1
#define VENCRYPT 19

/* Under VeNCrypt: "plain" there means a name and a password. */
#define CRYPT_TLS_NONE   257
#define CRYPT_X509_FIRST 260 /* X509None, X509Vnc, X509Plain */
#define CRYPT_X509_LAST  262

static enum talk_next open_plain(struct talk *t)
{
	if (!t->secure)
		return TALK_WAIT;
	talk_certificate(t, "vnc");
	return TALK_END;
}

static bool digits(const uint8_t *p)
{
	return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' &&
	       p[2] >= '0' && p[2] <= '9';
}

/* "RFB 003.008\n"; what is said of others is in 7.1.1. */
static enum talk_next hear_version(struct talk *t)
{
	const uint8_t *p = t->in;
	char product[20];
	int major, minor;

	if (t->len < 12)
		return memcmp(p, "RFB ", t->len < 4 ? t->len : 4) == 0
		           ? TALK_WAIT
		           : TALK_END;
	if (memcmp(p, "RFB ", 4) != 0 || !digits(p + 4) || p[7] != '.' ||
	    !digits(p + 8) || p[11] != '\n')
		return TALK_END;
	major = (p[4] - '0') * 100 + (p[5] - '0') * 10 + p[6] - '0';
	minor = (p[8] - '0') * 100 + (p[9] - '0') * 10 + p[10] - '0';
	snprintf(product, sizeof(product), "RFB %d.%d", major, minor);
	talk_product(t, "vnc", product);
	talk_eat(t, 12);
	/* 3.14 and 3.16 are a program's own idea of 3.3; 3.889 of 3.8. */
	if (major < 3)
		return TALK_END;
	if (major == 3 && (minor < 7 || minor == 14 || minor == 16)) {
		talk_text(t, "RFB 003.003\n");
		t->step = TYPE;
	} else {
		talk_text(t, major == 3 && minor == 7 ? "RFB 003.007\n"
		                                      : "RFB 003.008\n");
		t->step = TYPES;
	}
	return TALK_WAIT;
}

/* The server says what it wants (3.3). */
static enum talk_next hear_type(struct talk *t)
{
	if (t->len < 4)
		return TALK_WAIT;
	if (memcmp(t->in, "\0\0\0\1", 4) == 0)
		talk_sign(t, "vnc-no-auth", "None");
	return TALK_END;
}

static enum talk_next hear_types(struct talk *t)
{
	size_t count = t->len > 0 ? t->in[0] : 0;

	if (t->len == 0 || t->len < 1 + count)
		return TALK_WAIT;
	if (count > 0 && memchr(t->in + 1, NONE, count))
		talk_sign(t, "vnc-no-auth", "None");
	else if (count > 0 && memchr(t->in + 1, VENCRYPT, count)) {
		static const uint8_t choice = VENCRYPT;

		talk_eat(t, 1 + count);
		talk_say(t, &choice, 1);
		t->step = CRYPT_VERSION;
		return TALK_WAIT;
	}
	return TALK_END;
}

/* VeNCrypt 0.2 is the only one that is spoken. */
static enum talk_next hear_crypt_version(struct talk *t)
{
	if (t->len < 2)
		return TALK_WAIT;
	if (t->in[0] == 0 && t->in[1] < 2)
		return TALK_END;
	talk_eat(t, 2);
	talk_say(t, "\0\2", 2);
	t->step = CRYPT_STATUS;
	return TALK_WAIT;
}

static enum talk_next hear_crypt_status(struct talk *t)
{
	if (t->in[0] != 0)
		return TALK_END;
	talk_eat(t, 1);
	t->step = CRYPT_TYPES;
	return TALK_WAIT;
}

static uint32_t number(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static enum talk_next hear_crypt_types(struct talk *t)
{
	size_t count = t->in[0];
	const uint8_t *list = t->in + 1, *x509 = NULL;
	bool none = false;

	if (t->len < 1 + 4 * count)
		return TALK_WAIT;
	for (size_t i = 0; i < count; i++) {
		uint32_t type = number(list + 4 * i);

		none =
		    none || type == CRYPT_TLS_NONE || type == CRYPT_X509_FIRST;
		if (type >= CRYPT_X509_FIRST && type <= CRYPT_X509_LAST)
			x509 = list + 4 * i;
	}
	if (none)
		talk_sign(t, "vnc-no-auth", "VeNCrypt None");
	if (!x509 || !t->plan->roots)
		return TALK_END;
	talk_say(t, x509, 4);
	talk_eat(t, 1 + 4 * count);
	t->step = CRYPT_CHOSEN;
	return TALK_WAIT;
}

/* 1: go on with TLS. */
static enum talk_next hear_crypt_chosen(struct talk *t)
{
	return t->in[0] == 1 ? TALK_TLS : TALK_END;
}

static enum talk_next hear(struct talk *t)
{
	static enum talk_next (*const steps[])(struct talk *) = {
		[VERSION] = hear_version,
		[TYPES] = hear_types,
		[TYPE] = hear_type,
		[CRYPT_VERSION] = hear_crypt_version,
		[CRYPT_STATUS] = hear_crypt_status,
		[CRYPT_TYPES] = hear_crypt_types,
		[CRYPT_CHOSEN] = hear_crypt_chosen,
	};

	return t->len > 0 ? steps[t->step](t) : TALK_WAIT;
}

const struct dialect dialect_vnc = {
	.name = "vnc",
	.speaks_first = true,
	.open = open_plain,
	.hear = hear,
};
