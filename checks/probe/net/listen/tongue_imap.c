/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/line.h"
#include "core/text.h"

#include <string.h>

/* What the next line of the client goes on with. */
enum { COMMAND, AFTER_NAME, AFTER_PASSWORD, REST };

#define LITERAL_MOST (INT64_C(1) << 40) /* bytes */

/*
 * A line that ends with "{n}" or "{n+}" has n bytes behind it that are no
 * line (RFC 9051, 4.3; 7888): a letter that is put away may tell of commands.
 */
static bool literal(const char *text, int64_t *size)
{
	const char *open = strrchr(text, '{');
	char number[24];
	size_t n;

	if (!open || open[1] == '\0' || !text_ends(open, "}"))
		return false;
	n = strlen(open) - 2;
	if (n > 0 && open[n] == '+')
		n--;
	if (n == 0 || n >= sizeof(number))
		return false;
	memcpy(number, open + 1, n);
	number[n] = '\0';
	return text_int(number, 0, LITERAL_MOST, size);
}

/* Skip one quoted or bare word; what stands behind it. */
static char *after_word(char *s)
{
	if (*s != '"') {
		s += strcspn(s, " \t");
	} else {
		for (s++; *s && *s != '"'; s++)
			if (*s == '\\' && s[1])
				s++;
		if (*s)
			s++;
	}
	return s + strspn(s, " \t");
}

/* A password as a word counts unless empty; one that follows, by its size. */
static void password(struct speech *t, const char *s, bool follows,
                     int64_t size)
{
	if (follows ? size > 0 : s[0] && strcmp(s, "\"\"") != 0)
		t->heard->login[HEARD_IMAP]++;
}

static void login(struct speech *t, char *s, bool follows, int64_t size)
{
	char *second;

	if (!s[0])
		return;
	if (follows && s[0] == '{') {
		t->phase = AFTER_NAME;
		return;
	}
	second = after_word(s);
	if (follows && second[0] == '{') {
		/* It passes only if the server asks for it. */
		t->phase = AFTER_PASSWORD;
		t->size = (uint64_t)size;
	} else if (!follows) {
		password(t, second, false, 0);
	}
}

static void command(struct speech *t, char *text, bool follows, int64_t size)
{
	char *rest = text + strcspn(text, " ");
	char *at, *mechanism;
	const char *initial;

	rest += strspn(rest, " ");
	at = line_after(rest, "LOGIN");
	if (at) {
		login(t, at, follows, size);
		return;
	}
	at = line_after(rest, "AUTHENTICATE");
	mechanism = at ? text_word(&at) : NULL;
	if (mechanism) {
		initial = text_word(&at);
		if (sasl_begin(&t->sasl, mechanism, initial ? initial : ""))
			t->heard->login[HEARD_IMAP]++;
	} else if (follows) {
		t->phase = REST;
	}
}

static void client_line(struct speech *t, char *text)
{
	enum sasl_line step =
	    sasl_take(&t->sasl, text, !t->half[!t->client].heard);
	uint8_t phase = t->phase;
	int64_t size = 0;
	bool follows;

	if (step == SASL_PASSWORD)
		t->heard->login[HEARD_IMAP]++;
	if (step != SASL_OTHER)
		return;
	follows = literal(text, &size);
	t->phase = COMMAND;
	if (phase == AFTER_NAME && follows) {
		t->phase = AFTER_PASSWORD;
		t->size = (uint64_t)size;
	} else if (phase == AFTER_NAME) {
		password(t, text + strspn(text, " "), false, 0);
	} else if (phase == AFTER_PASSWORD) {
		password(t, text, true, (int64_t)t->size);
	} else if (phase == REST) {
		t->phase = follows ? REST : COMMAND;
	} else {
		command(t, text, follows, size);
	}
	if (follows)
		t->half[t->client].skip = (uint64_t)size;
}

/* A literal that the server does not want never comes. */
static void refuse_literal(struct speech *t)
{
	t->phase = COMMAND;
	t->half[t->client].skip = 0;
}

static void server_line(struct speech *t, const char *text)
{
	bool go = text[0] == '+';

	if (text[0] == '*')
		return;
	if (t->sasl.active)
		sasl_reply(&t->sasl, go);
	else if (!go && t->phase != COMMAND && t->half[t->client].skip)
		refuse_literal(t);
}

static void imap_line(struct speech *t, int side, char *text)
{
	if (speech_asks(t, side))
		client_line(t, text);
	else
		server_line(t, text);
}

const struct tongue tongue_imap = {
	.name = "imap",
	.replies = true,
	.feed = line_feed,
	.gap = line_gap,
	.line = imap_line,
};
