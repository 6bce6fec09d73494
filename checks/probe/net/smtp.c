/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sasl.h"
#include "checks/probe/net/talk_certificate.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * SMTP (RFC 5321): the greeting, what the server offers, STARTTLS (RFC 3207)
 * where it does, QUIT. No mail is begun.
 *
 * The sign stands on what the server announces before TLS. One that offers
 * STARTTLS and AUTH PLAIN in clear beside it takes a password in clear from
 * any program that is set up so, or from one that somebody in between has
 * kept from STARTTLS (RFC 4954, 9: a server must be able not to, and RFC
 * 8314). One that announces AUTH only once TLS is on, or none that sends the
 * password itself, gets no sign.
 */
enum step { GREETING, OFFERS, STARTTLS, BYE };

/* A name that is nobody's (RFC 2606). */
#define NAME  "garde.invalid"
#define LINES 100

struct smtp {
	unsigned lines;
	bool tls;        /* STARTTLS is offered */
	char clear[100]; /* mechanisms, where one sends the password */
};

/* The status of a line, and whether more lines belong to it; 0: none. */
static int status(const char *line, bool *more)
{
	for (int i = 0; i < 3; i++)
		if (line[i] < '0' || line[i] > '9')
			return 0;
	if (line[3] != '\0' && line[3] != ' ' && line[3] != '-')
		return 0;
	*more = line[3] == '-';
	return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
}

/* Cut the date off a banner: it says nothing of the program. */
static void cut_date(char *text)
{
	static const char *const days[] = { "Mon, ", "Tue, ", "Wed, ", "Thu, ",
		                            "Fri, ", "Sat, ", "Sun, " };

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		char *at = strstr(text, days[i]);

		if (at)
			*at = '\0';
	}
}

/* "220 mail.example ESMTP Postfix (Debian/GNU)" */
static void read_greeting(struct talk *t, char *line)
{
	char *text = strlen(line) > 4 ? line + 4 : line + strlen(line);
	char *name = text_word(&text);

	if (name && strchr(name, '.') &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                 "0123456789.-") == strlen(name) &&
	    strspn(name, "0123456789.") < strlen(name))
		sight_name(t->plan->sight, t->address, name, "smtp");
	text = text_trim(text);
	if (text_begins(text, "ESMTP"))
		text += strlen("ESMTP");
	cut_date(text);
	talk_product(t, NULL, text);
}

static enum talk_next quit(struct talk *t)
{
	talk_text(t, "QUIT\r\n");
	t->step = BYE;
	return TALK_WAIT;
}

static void read_offer(struct smtp *s, const char *line)
{
	const char *list = sasl_list(line, "AUTH");

	if (sasl_list(line, "STARTTLS"))
		s->tls = true;
	if (list && sasl_clear(list))
		snprintf(s->clear, sizeof(s->clear), "AUTH %s", list);
}

/* All offers are there. */
static enum talk_next conclude(struct talk *t, const struct smtp *s)
{
	if (s->clear[0])
		talk_sign(t, "smtp-cleartext", "%s%s", s->clear,
		          s->tls ? ", STARTTLS" : "");
	if (!s->tls || !t->plan->roots)
		return quit(t);
	talk_text(t, "STARTTLS\r\n");
	t->step = STARTTLS;
	return TALK_WAIT;
}

static enum talk_next hear_reply(struct talk *t, char *line)
{
	struct smtp *s = t->state;
	bool more = false;
	int code = status(line, &more);

	if (code == 0 || ++s->lines > LINES)
		return TALK_END;
	if (t->step == OFFERS && code == 250 && strlen(line) > 4)
		read_offer(s, line + 4);
	if (t->step == GREETING && code == 220 && s->lines == 1)
		read_greeting(t, line);
	if (more)
		return TALK_WAIT;
	if (t->step == GREETING && code == 220 && !t->secure) {
		talk_text(t, "EHLO " NAME "\r\n");
		t->step = OFFERS;
		return TALK_WAIT;
	}
	if (t->step == OFFERS && code == 250)
		return conclude(t, s);
	if (t->step == STARTTLS && code == 220)
		return TALK_TLS;
	return t->step == BYE ? TALK_END : quit(t);
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
	talk_certificate(t, "smtp");
	return quit(t);
}

static enum talk_next open_tls(struct talk *t)
{
	if (!t->secure)
		return TALK_TLS;
	talk_certificate(t, "smtps");
	return TALK_WAIT;
}

const struct dialect dialect_smtp = {
	.name = "smtp",
	.state = sizeof(struct smtp),
	.most = 8192,
	.speaks_first = true,
	.open = open_plain,
	.hear = hear,
};

/* The same inside TLS from the first byte (RFC 8314, 3.3). */
const struct dialect dialect_smtps = {
	.name = "smtps",
	.state = sizeof(struct smtp),
	.most = 8192,
	.speaks_first = true,
	.open = open_tls,
	.hear = hear,
};
