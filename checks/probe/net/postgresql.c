/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * PostgreSQL ("Frontend/Backend Protocol", 55.2): SSLRequest, the certificate;
 * and when anonymous questions were agreed to, a start as "postgres" without
 * a password. The sign: the server says AuthenticationOk at once and goes on
 * to work for us. No query is sent; Terminate ends it.
 */
enum step { ASKED, STARTED };

/* Length 8, 80877103. */
static const uint8_t ssl_request[] = { 0, 0, 0, 8, 4, 210, 22, 47 };

/* Length 41, version 3.0, user and database, and the last NUL of the text. */
static const uint8_t startup[] = "\0\0\0\x29\0\x03\0\0"
				 "user\0postgres\0database\0postgres\0";

static const uint8_t terminate[] = { 'X', 0, 0, 0, 4 };

#define HEAD 5 /* bytes: type, length of itself and the rest */

struct postgresql {
	bool in; /* AuthenticationOk came */
};

static enum talk_next start(struct talk *t)
{
	if (t->plan->level < TALK_THOROUGH)
		return TALK_END;
	talk_say(t, startup, sizeof(startup));
	t->step = STARTED;
	return TALK_WAIT;
}

static enum talk_next open_plain(struct talk *t)
{
	if (t->secure) {
		talk_certificate(t, "postgresql");
		return start(t);
	}
	if (!t->plan->roots)
		return start(t);
	talk_say(t, ssl_request, sizeof(ssl_request));
	t->step = ASKED;
	return TALK_WAIT;
}

/* 'S' or 'N'; servers before 7.0 answer with an error. */
static enum talk_next hear_ssl(struct talk *t)
{
	uint8_t answer = t->in[0];

	talk_eat(t, 1);
	if (answer == 'S')
		return TALK_TLS;
	return answer == 'N' ? start(t) : TALK_END;
}

/* A field of an error, or "". */
static const char *error_field(const char *body, size_t len, char code)
{
	const char *end = body + len;

	while (body < end && *body) {
		const char *stop = memchr(body, '\0', (size_t)(end - body));

		if (!stop)
			break;
		if (*body == code)
			return body + 1;
		body = stop + 1;
	}
	return "";
}

static void read_version(struct talk *t, const char *body, size_t len)
{
	const char *stop = memchr(body, '\0', len);
	size_t rest = stop ? len - (size_t)(stop + 1 - body) : 0;
	char product[100];

	if (!stop || strcmp(body, "server_version") != 0 ||
	    !memchr(stop + 1, '\0', rest))
		return;
	snprintf(product, sizeof(product), "PostgreSQL %s", stop + 1);
	talk_product(t, NULL, product);
}

static enum talk_next end(struct talk *t)
{
	talk_say(t, terminate, sizeof(terminate));
	return TALK_END;
}

/* "SCRAM" and the like want a password; 0 wants nothing. */
static enum talk_next hear_authentication(struct talk *t, const char *body,
                                          size_t len)
{
	struct postgresql *p = t->state;

	if (len < 4 || memcmp(body, "\0\0\0\0", 4) != 0)
		return end(t);
	p->in = true;
	return TALK_WAIT;
}

static enum talk_next hear_message(struct talk *t, char type, const char *body,
                                   size_t len)
{
	struct postgresql *p = t->state;

	switch (type) {
	case 'R':
		return hear_authentication(t, body, len);
	case 'S':
		if (p->in)
			read_version(t, body, len);
		return p->in ? TALK_WAIT : end(t);
	case 'K':
		return p->in ? TALK_WAIT : end(t);
	case 'N':
		return TALK_WAIT;
	case 'Z':
		if (p->in)
			talk_sign(t, "db-no-auth", "AuthenticationOk");
		return end(t);
	case 'E':
		/* Let in, but that database is not there, or all is full. */
		if (p->in &&
		    (text_begins(error_field(body, len, 'C'), "3D000") ||
		     text_begins(error_field(body, len, 'C'), "53300")))
			talk_sign(t, "db-no-auth", "AuthenticationOk");
		return TALK_END;
	default:
		return TALK_END;
	}
}

static enum talk_next hear(struct talk *t)
{
	enum talk_next next = TALK_WAIT;

	if (t->step == ASKED)
		return t->len > 0 ? hear_ssl(t) : TALK_WAIT;
	while (next == TALK_WAIT && t->len >= HEAD) {
		const uint8_t *p = t->in;
		size_t len = (size_t)p[1] << 24 | (size_t)p[2] << 16 |
		             (size_t)p[3] << 8 | p[4];

		if (len < 4 || len > 4000)
			return TALK_END;
		if (t->len < len + 1)
			break;
		talk_eat(t, len + 1);
		next = hear_message(t, (char)p[0], (const char *)p + HEAD,
		                    len - 4);
	}
	return next;
}

const struct dialect dialect_postgresql = {
	.name = "postgresql",
	.state = sizeof(struct postgresql),
	.open = open_plain,
	.hear = hear,
};
