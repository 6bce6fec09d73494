/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/line.h"
#include "core/text.h"

#include <string.h>

enum { COMMANDS, MESSAGE };

#define MESSAGE_MOST (INT64_C(1) << 40) /* bytes of one BDAT */

static void begin(struct speech *t, char *rest)
{
	char *mechanism = text_word(&rest);
	const char *initial = mechanism ? text_word(&rest) : NULL;

	if (mechanism &&
	    sasl_begin(&t->sasl, mechanism, initial ? initial : ""))
		t->heard->login[HEARD_SMTP]++;
}

/* RFC 5321, 4954 (AUTH), 3030 (BDAT). */
static void client_line(struct speech *t, char *text)
{
	enum sasl_line step;
	char *rest;
	int64_t size;

	/* A letter may tell of commands: they are not the client's. */
	if (t->phase == MESSAGE) {
		if (strcmp(text, ".") == 0)
			t->phase = COMMANDS;
		return;
	}
	step = sasl_take(&t->sasl, text, !t->half[!t->client].heard);
	if (step == SASL_PASSWORD)
		t->heard->login[HEARD_SMTP]++;
	if (step != SASL_OTHER)
		return;
	rest = line_after(text, "AUTH");
	if (rest) {
		begin(t, rest);
		return;
	}
	if (line_after(text, "DATA"))
		t->phase = MESSAGE;
	rest = line_after(text, "BDAT");
	rest = rest ? text_word(&rest) : NULL;
	if (rest && text_int(rest, 0, MESSAGE_MOST, &size))
		t->half[t->client].skip = (uint64_t)size;
}

static void smtp_line(struct speech *t, int side, char *text)
{
	if (speech_asks(t, side))
		client_line(t, text);
	else if (t->sasl.active)
		sasl_reply(&t->sasl, strncmp(text, "334", 3) == 0);
}

const struct tongue tongue_smtp = {
	.name = "smtp",
	.replies = true,
	.feed = line_feed,
	.gap = line_gap,
	.line = smtp_line,
};
