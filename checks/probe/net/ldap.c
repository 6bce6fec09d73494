/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/ber.h"
#include "checks/probe/net/talk_certificate.h"

#include <stdint.h>

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
 * Take the next element off within. 1, 0 when not enough of it is there, -1
 * when it is something else.
 */
static int take(struct ber *within, uint8_t tag, struct ber *out)
{
	if (within->len > 0 && within->data[0] != tag)
		return -1;
	if (ber_next(within, out))
		return 1;
	return within->len < within->size && within->len < BER_HEAD ? 0 : -1;
}

/* The result code of the extended response; -1: not all there, -2: none. */
static int read_result(const struct talk *t)
{
	struct ber all = { .data = t->in, .len = t->len, .size = SIZE_MAX };
	struct ber message, id, response, code;
	int r = take(&all, BER_SEQUENCE, &message);

	if (r > 0)
		r = take(&message, BER_INTEGER, &id);
	if (r > 0 && (id.size != 1 || (id.len == 1 && id.data[0] != 1)))
		return -2;
	if (r > 0)
		r = take(&message, EXTENDED_RESPONSE, &response);
	if (r > 0)
		r = take(&response, BER_ENUMERATED, &code);
	if (r < 0 || (r > 0 && code.size != 1))
		return -2;
	return r > 0 && code.len == 1 ? code.data[0] : -1;
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
