/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sasl.h"
#include "checks/probe/net/talk_certificate.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * POP3 (RFC 1939): the greeting, CAPA (RFC 2449), STLS (RFC 2595) where it is
 * offered, QUIT. The sign: before TLS it announces USER, or a mechanism that
 * sends the password as it is. A server that knows no CAPA gets it when it
 * knows no STLS either and its greeting has no stamp for APOP: then nothing
 * but USER is left.
 */
enum step { GREETING, OFFERS, STLS, BLIND, BYE };

#define LINES 100

struct pop3 {
	unsigned lines;
	bool listing; /* inside the lines of CAPA */
	bool stamp;   /* APOP is possible */
	bool tls;
	char clear[100];
};

static bool positive(const char *line)
{
	return text_begins(line, "+OK");
}

static enum talk_next say(struct talk *t, const char *words, enum step step)
{
	talk_text(t, words);
	t->step = (int)step;
	return TALK_WAIT;
}

static enum talk_next hear_greeting(struct talk *t, char *line)
{
	struct pop3 *p = t->state;
	const char *from = strchr(line, '<');
	char *product = line + 3;

	if (!positive(line))
		return TALK_END;
	p->stamp = from && strchr(from, '@') && strchr(from, '>');
	if (p->stamp)
		line[from - line] = '\0';
	talk_product(t, NULL, product);
	return t->secure ? say(t, "QUIT\r\n", BYE) : say(t, "CAPA\r\n", OFFERS);
}

static enum talk_next conclude(struct talk *t, const struct pop3 *p)
{
	if (p->clear[0])
		talk_sign(t, "pop3-cleartext", "%s%s", p->clear,
		          p->tls ? ", STLS" : "");
	if (!p->tls || !t->plan->roots)
		return say(t, "QUIT\r\n", BYE);
	return say(t, "STLS\r\n", STLS);
}

static enum talk_next hear_offer(struct talk *t, const char *line)
{
	struct pop3 *p = t->state;
	const char *list = sasl_list(line, "SASL");

	if (!p->listing && !positive(line))
		return say(t, "STLS\r\n", BLIND);
	if (!p->listing) {
		p->listing = true;
		return TALK_WAIT;
	}
	if (strcmp(line, ".") == 0)
		return conclude(t, p);
	if (sasl_list(line, "STLS"))
		p->tls = true;
	if (sasl_list(line, "USER"))
		snprintf(p->clear, sizeof(p->clear), "USER");
	else if (list && sasl_clear(list) && !p->clear[0])
		snprintf(p->clear, sizeof(p->clear), "SASL %s", list);
	return TALK_WAIT;
}

/* The answer to STLS. */
static enum talk_next start_tls(struct talk *t, const char *line)
{
	if (positive(line))
		return t->plan->roots ? TALK_TLS : TALK_END;
	return say(t, "QUIT\r\n", BYE);
}

static enum talk_next hear_reply(struct talk *t, char *line)
{
	struct pop3 *p = t->state;

	if (++p->lines > LINES)
		return TALK_END;
	switch ((enum step)t->step) {
	case GREETING:
		return hear_greeting(t, line);
	case OFFERS:
		return hear_offer(t, line);
	case BLIND:
		if (text_begins(line, "-ERR") && !p->stamp)
			talk_sign(t, "pop3-cleartext", "USER");
		return start_tls(t, line);
	case STLS:
		return start_tls(t, line);
	case BYE:
		break;
	}
	return TALK_END;
}

static enum talk_next hear(struct talk *t)
{
	enum talk_next next = TALK_WAIT;
	char line[512];

	while (next == TALK_WAIT && talk_line(t, line, sizeof(line)))
		next = hear_reply(t, line);
	return next;
}

static enum talk_next open_plain(struct talk *t)
{
	if (!t->secure)
		return TALK_WAIT;
	talk_certificate(t, "pop3");
	return say(t, "QUIT\r\n", BYE);
}

static enum talk_next open_tls(struct talk *t)
{
	if (!t->secure)
		return TALK_TLS;
	talk_certificate(t, "pop3s");
	return TALK_WAIT;
}

const struct dialect dialect_pop3 = {
	.name = "pop3",
	.state = sizeof(struct pop3),
	.speaks_first = true,
	.open = open_plain,
	.hear = hear,
};

/* The same inside TLS from the first byte. */
const struct dialect dialect_pop3s = {
	.name = "pop3s",
	.state = sizeof(struct pop3),
	.speaks_first = true,
	.open = open_tls,
	.hear = hear,
};
