/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * MySQL and MariaDB ("Client/Server Protocol", connection phase): the version
 * in the greeting, TLS where the server has it; and when anonymous questions
 * were agreed to, a start as "root", then as nobody, with an empty answer
 * where a password is asked for. The sign: the server answers OK. No command
 * is sent but the one that quits.
 */
enum step { GREETING, ASKED, AGAIN };

#define HEAD 4 /* bytes: length and number of a packet */

#define CLIENT_LONG_PASSWORD     0x1u
#define CLIENT_PROTOCOL_41       0x200u
#define CLIENT_SSL               0x800u
#define CLIENT_TRANSACTIONS      0x2000u
#define CLIENT_SECURE_CONNECTION 0x8000u
#define CLIENT_PLUGIN_AUTH       0x80000u

#define MOST_BYTES (1u << 24) /* of a packet */
#define UTF8       33         /* character set */

#define ACCESS_DENIED 1045 /* ER_ACCESS_DENIED_ERROR */

struct mysql {
	uint32_t offers; /* capabilities of the server */
	uint8_t number;  /* of our next packet */
	char plugin[40]; /* way to identify that the server likes */
};

/* A packet of ours. */
static void say(struct talk *t, const struct buf *body)
{
	struct mysql *m = t->state;
	const uint8_t head[HEAD] = { (uint8_t)body->len,
		                     (uint8_t)(body->len >> 8), 0, m->number };

	talk_say(t, head, sizeof(head));
	talk_say(t, buf_text(body), body->len);
	m->number++;
}

/* What an SSL request and an answer to the greeting begin with. */
static void add_offers(const struct mysql *m, struct buf *out, bool tls)
{
	static const char zeros[23] = { 0 };
	uint32_t caps = CLIENT_LONG_PASSWORD | CLIENT_PROTOCOL_41 |
	                CLIENT_TRANSACTIONS | CLIENT_SECURE_CONNECTION |
	                CLIENT_PLUGIN_AUTH;
	uint32_t words[2];

	caps =
	    (caps & m->offers) | CLIENT_PROTOCOL_41 | CLIENT_SECURE_CONNECTION;
	words[0] = tls ? caps | CLIENT_SSL : caps;
	words[1] = MOST_BYTES;
	for (int i = 0; i < 2; i++)
		for (int shift = 0; shift < 32; shift += 8)
			buf_char(out, (char)(words[i] >> shift & 0xff));
	buf_char(out, UTF8);
	buf_add(out, zeros, sizeof(zeros));
}

static enum talk_next ask_tls(struct talk *t)
{
	struct buf body;

	buf_init(&body, 200);
	add_offers(t->state, &body, true);
	say(t, &body);
	buf_clear(&body);
	return TALK_TLS;
}

/* As root on the first connection, as nobody on the second. */
static enum talk_next identify(struct talk *t)
{
	struct mysql *m = t->state;
	struct buf body;

	if (t->plan->level < TALK_THOROUGH)
		return TALK_END;
	buf_init(&body, 200);
	add_offers(m, &body, t->secure);
	buf_str(&body, t->turn == 0 ? "root" : "");
	buf_char(&body, '\0');
	buf_char(&body, '\0'); /* no bytes of a password */
	if (m->offers & CLIENT_PLUGIN_AUTH) {
		buf_str(&body, m->plugin);
		buf_char(&body, '\0');
	}
	say(t, &body);
	buf_clear(&body);
	t->step = ASKED;
	return TALK_WAIT;
}

static void tell_product(struct talk *t, const char *version)
{
	char product[100];
	bool maria = text_has(version, "MariaDB");

	/* MariaDB hides behind a version that old replicas accept. */
	if (maria && text_begins(version, "5.5.5-"))
		version += 6;
	snprintf(product, sizeof(product), "%s %s", maria ? "MariaDB" : "MySQL",
	         version);
	talk_product(t, NULL, product);
}

/* The name of the plugin behind the second half of the salt. */
static void read_plugin(struct mysql *m, const uint8_t *p, size_t len,
                        size_t salt)
{
	size_t skip = 10 + (salt > 21 ? salt - 8 : 13);

	memset(m->plugin, 0, sizeof(m->plugin));
	if (len > skip && len - skip < sizeof(m->plugin))
		memcpy(m->plugin, p + skip, len - skip);
	if (strcmp(m->plugin, "caching_sha2_password") != 0)
		snprintf(m->plugin, sizeof(m->plugin), "mysql_native_password");
}

static enum talk_next hear_greeting(struct talk *t, const uint8_t *p,
                                    size_t len)
{
	struct mysql *m = t->state;
	const uint8_t *stop = len > 1 ? memchr(p, '\0', len) : NULL;
	size_t left = stop ? len - (size_t)(stop - p) : 0;

	/* Behind the version: NUL, thread 4, salt 8, filler 1, offers 2. */
	if (p[0] != 10 || left < 16)
		return TALK_END;
	if (t->turn == 0)
		tell_product(t, (const char *)p + 1);
	m->offers = (uint32_t)stop[14] | (uint32_t)stop[15] << 8;
	snprintf(m->plugin, sizeof(m->plugin), "mysql_native_password");
	/* Character set 1, status 2, offers 2, length of the salt 1. */
	if (left >= 22) {
		m->offers |= (uint32_t)stop[19] << 16 | (uint32_t)stop[20]
		                                            << 24;
		read_plugin(m, stop + 22, left - 22, stop[21]);
	}
	if (!(m->offers & CLIENT_PROTOCOL_41))
		return TALK_END;
	if (m->offers & CLIENT_SSL && t->plan->roots && t->turn == 0)
		return ask_tls(t);
	return identify(t);
}

/* Another way to identify is wanted: an empty one of those that we know. */
static enum talk_next change_plugin(struct talk *t, const uint8_t *p,
                                    size_t len)
{
	static const char *const known[] = { "mysql_native_password",
		                             "caching_sha2_password" };
	struct buf body;

	if (t->step == AGAIN || len < 2 || !memchr(p + 1, '\0', len - 1))
		return TALK_END;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp((const char *)p + 1, known[i]) != 0)
			continue;
		buf_init(&body, 8);
		if (i == 1)
			buf_char(&body, '\0');
		say(t, &body);
		buf_clear(&body);
		t->step = AGAIN;
		return TALK_WAIT;
	}
	return TALK_END;
}

static enum talk_next hear_answer(struct talk *t, const uint8_t *p, size_t len)
{
	static const uint8_t quit[] = { 1, 0, 0, 0, 1 };
	int code = len > 2 ? p[1] | p[2] << 8 : 0;

	switch (p[0]) {
	case 0x00:
		/* OK: rows, last id, status, warnings (14.1.3.1). */
		if (len < 7)
			return TALK_END;
		talk_sign(t, "db-no-auth", "OK");
		talk_say(t, quit, sizeof(quit));
		return TALK_END;
	case 0xfe:
		return change_plugin(t, p, len);
	case 0xff:
		return t->turn == 0 && code == ACCESS_DENIED ? TALK_AGAIN
		                                             : TALK_END;
	default:
		return TALK_END;
	}
}

static enum talk_next open_plain(struct talk *t)
{
	struct mysql *m = t->state;

	if (t->secure) {
		talk_certificate(t, "mysql");
		return identify(t);
	}
	t->step = GREETING;
	m->number = 1;
	return TALK_WAIT;
}

static enum talk_next hear(struct talk *t)
{
	struct mysql *m = t->state;
	const uint8_t *p = t->in;
	size_t len;

	if (t->len < HEAD)
		return TALK_WAIT;
	len = p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16;
	if (len == 0 || len > 2000)
		return TALK_END;
	if (t->len < HEAD + len)
		return TALK_WAIT;
	talk_eat(t, HEAD + len);
	m->number = (uint8_t)(p[3] + 1);
	return t->step == GREETING ? hear_greeting(t, p + HEAD, len)
	                           : hear_answer(t, p + HEAD, len);
}

const struct dialect dialect_mysql = {
	.name = "mysql",
	.state = sizeof(struct mysql),
	.speaks_first = true,
	.open = open_plain,
	.hear = hear,
};
