/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * IMAP (RFC 3501): the greeting, CAPABILITY, STARTTLS where it is offered,
 * LOGOUT. The sign: before TLS the server takes LOGIN, which every one does
 * that does not announce LOGINDISABLED, or a mechanism that sends the
 * password as it is.
 */
enum step { GREETING, OFFERS, STARTTLS, BYE };

#define LINES 100
#define LINE  4096 /* bytes: what is longer is not understood */

struct imap {
	unsigned lines;
	bool listed; /* the capabilities came */
	bool tls;
	bool no_login;
	bool plain;
};

static enum talk_next say(struct talk *t, const char *words, enum step step)
{
	talk_text(t, words);
	t->step = (int)step;
	return TALK_WAIT;
}

/* "* OK [CAPABILITY ...] Dovecot (Debian) ready." */
static enum talk_next hear_greeting(struct talk *t, const char *line)
{
	const char *product;

	if (!text_begins(line, "* OK"))
		return TALK_END;
	product = line + 4 + strspn(line + 4, " ");
	if (*product == '[') {
		product += strcspn(product, "]");
		product += *product == ']';
	}
	talk_product(t, NULL, product);
	return t->secure ? say(t, "a3 LOGOUT\r\n", BYE)
	                 : say(t, "a1 CAPABILITY\r\n", OFFERS);
}

static void read_offers(struct imap *m, char *words)
{
	char *word;

	m->listed = true;
	while ((word = text_word(&words)) != NULL) {
		m->tls = m->tls || text_same(word, "STARTTLS");
		m->no_login = m->no_login || text_same(word, "LOGINDISABLED");
		m->plain = m->plain || text_same(word, "AUTH=PLAIN") ||
		           text_same(word, "AUTH=LOGIN");
	}
}

static enum talk_next conclude(struct talk *t, const struct imap *m)
{
	if (m->listed && (!m->no_login || m->plain))
		talk_sign(t, "imap-cleartext", "%s%s",
		          m->no_login ? "AUTH=PLAIN" : "LOGIN",
		          m->tls ? ", STARTTLS" : "");
	if (!m->tls || !t->plan->roots)
		return say(t, "a3 LOGOUT\r\n", BYE);
	return say(t, "a2 STARTTLS\r\n", STARTTLS);
}

static enum talk_next hear_offers(struct talk *t, char *line)
{
	struct imap *m = t->state;

	if (text_begins(line, "* ") && strlen(line) > 13 && line[12] == ' ') {
		line[12] = '\0';
		if (text_same(line + 2, "CAPABILITY"))
			read_offers(m, line + 13);
		return TALK_WAIT;
	}
	if (text_begins(line, "a1 OK"))
		return conclude(t, m);
	return text_begins(line, "a1 ") ? say(t, "a3 LOGOUT\r\n", BYE)
	                                : TALK_WAIT;
}

static enum talk_next hear_reply(struct talk *t, char *line)
{
	struct imap *m = t->state;

	if (++m->lines > LINES)
		return TALK_END;
	switch ((enum step)t->step) {
	case GREETING:
		return hear_greeting(t, line);
	case OFFERS:
		return hear_offers(t, line);
	case STARTTLS:
		if (text_begins(line, "a2 OK"))
			return TALK_TLS;
		return text_begins(line, "a2 ") ? say(t, "a3 LOGOUT\r\n", BYE)
		                                : TALK_WAIT;
	case BYE:
		break;
	}
	return text_begins(line, "a3 ") ? TALK_END : TALK_WAIT;
}

static enum talk_next hear(struct talk *t)
{
	enum talk_next next = TALK_WAIT;
	char line[LINE];

	/* A list that is cut could lack LOGINDISABLED. */
	while (next == TALK_WAIT && talk_line(t, line, sizeof(line)))
		next = strlen(line) < LINE - 1 ? hear_reply(t, line) : TALK_END;
	return next;
}

static enum talk_next open_plain(struct talk *t)
{
	if (!t->secure)
		return TALK_WAIT;
	talk_certificate(t, "imap");
	return say(t, "a3 LOGOUT\r\n", BYE);
}

static enum talk_next open_tls(struct talk *t)
{
	if (!t->secure)
		return TALK_TLS;
	talk_certificate(t, "imaps");
	return TALK_WAIT;
}

const struct dialect dialect_imap = {
	.name = "imap",
	.state = sizeof(struct imap),
	.most = 2 * LINE,
	.speaks_first = true,
	.open = open_plain,
	.hear = hear,
};

/* The same inside TLS from the first byte. */
const struct dialect dialect_imaps = {
	.name = "imaps",
	.state = sizeof(struct imap),
	.most = 2 * LINE,
	.speaks_first = true,
	.open = open_tls,
	.hear = hear,
};
