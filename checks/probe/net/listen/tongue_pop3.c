/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/line.h"
#include "core/text.h"

/* RFC 1939 and 5034; APOP says no password. */
static void client_line(struct speech *t, char *text)
{
	char *rest, *mechanism;
	const char *initial;
	enum sasl_line step =
	    sasl_take(&t->sasl, text, !t->half[!t->client].heard);

	if (step == SASL_PASSWORD)
		t->heard->login[HEARD_POP3]++;
	if (step != SASL_OTHER)
		return;
	rest = line_after(text, "PASS");
	if (rest && rest[0])
		t->heard->login[HEARD_POP3]++;
	rest = line_after(text, "AUTH");
	mechanism = rest ? text_word(&rest) : NULL;
	if (!mechanism)
		return;
	initial = text_word(&rest);
	if (sasl_begin(&t->sasl, mechanism, initial ? initial : ""))
		t->heard->login[HEARD_POP3]++;
}

static void pop3_line(struct speech *t, int side, char *text)
{
	if (speech_asks(t, side))
		client_line(t, text);
	else if (t->sasl.active)
		sasl_reply(&t->sasl, text[0] == '+');
}

const struct tongue tongue_pop3 = {
	.name = "pop3",
	.replies = true,
	.feed = line_feed,
	.gap = line_gap,
	.line = pop3_line,
};
