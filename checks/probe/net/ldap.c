/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"

#include <string.h>

/*
 * LDAP (RFC 4511): StartTLS (4.14), the certificate, unbind. Nobody binds and
 * nothing is searched.
 */

/* Extended request 1.3.6.1.4.1.1466.20037, message 1. */
static const uint8_t start[] = "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
			       "1.3.6.1.4.1.1466.20037";

/* Unbind request, message 2. */
static const uint8_t unbind[] = "\x30\x05\x02\x01\x02\x42";

#define EXTENDED_RESPONSE 0x78
#define ENUMERATED        0x0a

static void say_bye(struct talk *t)
{
	/* The last byte is the NUL of the text: a length of zero. */
	talk_say(t, unbind, sizeof(unbind));
}

static enum talk_next open_plain(struct talk *t)
{
	if (t->secure) {
		talk_certificate(t, "ldap");
		say_bye(t);
		return TALK_END;
	}
	if (!t->plan->roots)
		return TALK_END;
	talk_say(t, start, sizeof(start) - 1);
	return TALK_WAIT;
}

/*
 * The head of a BER element of that tag at *at: moves behind it. 1, 0 when
 * it is not all there, -1 when it is something else. *len is its content's,
 * which may be longer than what came.
 */
static int read_head(const struct talk *t, size_t *at, uint8_t tag, size_t *len)
{
	size_t left = t->len - *at, bytes = 0;
	const uint8_t *p = t->in + *at;

	if (left > 0 && p[0] != tag)
		return -1;
	if (left < 2)
		return 0;
	*len = p[1];
	if (p[1] & 0x80) {
		bytes = p[1] & 0x7fu;
		if (bytes == 0 || bytes > 4)
			return -1;
		if (left < 2 + bytes)
			return 0;
		*len = 0;
		for (size_t i = 0; i < bytes; i++)
			*len = *len << 8 | p[2 + i];
	}
	*at += 2 + bytes;
	return 1;
}

/* The result code of the extended response; -1: not all there, -2: none. */
static int read_result(const struct talk *t)
{
	size_t at = 0, len = 0;
	int r = read_head(t, &at, 0x30, &len);

	if (r > 0)
		r = read_head(t, &at, 0x02, &len);
	if (r > 0 && len != 1)
		return -2;
	if (r > 0 && at < t->len && t->in[at++] != 1)
		return -2;
	if (r > 0)
		r = read_head(t, &at, EXTENDED_RESPONSE, &len);
	if (r > 0)
		r = read_head(t, &at, ENUMERATED, &len);
	if (r > 0 && len != 1)
		return -2;
	if (r < 0)
		return -2;
	return r > 0 && at < t->len ? t->in[at] : -1;
}

static enum talk_next hear(struct talk *t)
{
	int result = t->secure ? -2 : read_result(t);

	if (result == -1)
		return TALK_WAIT;
	if (result == 0)
		return TALK_TLS;
	say_bye(t);
	return TALK_END;
}

static enum talk_next open_tls(struct talk *t)
{
	if (!t->secure)
		return TALK_TLS;
	talk_certificate(t, "ldaps");
	say_bye(t);
	return TALK_END;
}

const struct dialect dialect_ldap = {
	.name = "ldap",
	.open = open_plain,
	.hear = hear,
};

/* The same inside TLS from the first byte. */
const struct dialect dialect_ldaps = {
	.name = "ldaps",
	.open = open_tls,
	.hear = hear,
};
