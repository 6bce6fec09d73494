/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"
#include "checks/probe/net/telnet_text.h"

#include <string.h>

/*
 * Telnet (RFC 854, RFC 1143): every option is refused, nothing is typed. What
 * the server says until it falls silent shows whether it asks who comes.
 */

#define IAC      255
#define DONT     254
#define DO       253
#define WONT     252
#define WILL     251
#define SB       250
#define SE       240
#define REFUSALS 40   /* a server that asks more plays with us */
#define TEXT     2000 /* bytes of the first words */

struct telnet_state {
	bool telnet; /* it used a command of the protocol */
	unsigned refusals;
	size_t len;
	char text[TEXT + 1];
};

static enum talk_next open_talk(struct talk *t)
{
	(void)t;
	return TALK_WAIT;
}

static void refuse(struct talk *t, uint8_t verb, uint8_t option)
{
	struct telnet_state *s = t->state;
	uint8_t answer[3] = { IAC, verb == WILL ? DONT : WONT, option };

	s->telnet = true;
	if ((verb == WILL || verb == DO) && s->refusals++ < REFUSALS)
		talk_say(t, answer, sizeof(answer));
}

/* Bytes of a command at the head of in, 0: not all there. */
static size_t command(struct talk *t)
{
	if (t->len < 2)
		return 0;
	if (t->in[1] >= WILL && t->in[1] <= DONT) {
		if (t->len < 3)
			return 0;
		refuse(t, t->in[1], t->in[2]);
		return 3;
	}
	if (t->in[1] != SB)
		return 2;
	for (size_t i = 2; i + 1 < t->len; i++)
		if (t->in[i] == IAC && t->in[i + 1] == SE)
			return i + 2;
	return 0;
}

static enum talk_next close_talk(struct talk *t, enum talk_over why)
{
	struct telnet_state *s = t->state;
	enum telnet_text what;

	if (!t->plan->baseline)
		return TALK_END;
	what = telnet_text_judge(s->text, t->plan->baseline);
	if (!s->telnet && what == TELNET_TEXT_OTHER)
		return TALK_END;
	talk_product(t, "telnet", NULL);
	talk_sign(t, "telnet", "%s", "");
	/* What hangs up, or never stops, is no prompt. */
	if (what == TELNET_TEXT_OPEN && why == TALK_SILENCE)
		talk_sign(t, "telnet-no-auth", "%s", "");
	return TALK_END;
}

static enum talk_next hear(struct talk *t)
{
	struct telnet_state *s = t->state;

	while (t->len > 0) {
		size_t n = 1;

		if (t->in[0] == IAC) {
			n = command(t);
			if (n == 0)
				return TALK_WAIT;
		} else if (s->len == TEXT) {
			return close_talk(t, TALK_FLOOD);
		} else if (t->in[0]) {
			s->text[s->len++] = (char)t->in[0];
		}
		talk_eat(t, n);
	}
	return TALK_WAIT;
}

const struct dialect dialect_telnet = {
	.name = "telnet",
	.state = sizeof(struct telnet_state),
	.speaks_first = true,
	.open = open_talk,
	.hear = hear,
	.close = close_talk,
};
