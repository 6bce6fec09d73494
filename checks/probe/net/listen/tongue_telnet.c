/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "core/text.h"

#include <string.h>

/* RFC 854. */
#define IAC  255
#define SB   250
#define SE   240
#define WILL 251

/* Where a half is within an order. */
enum { DATA, ORDER, OPTION, SUB, SUB_ORDER };

#define PROMPT 80 /* bytes of the server's last line that are kept */

/* How servers ask; there is nothing else to know a password by. */
static const char *const asked[] = { "password",     "passwd",   "passcode",
	                             "mot de passe", "kennwort", "passwort",
	                             "contrase" };

/* The next byte of text, if d[0] is one: orders are taken out. */
static bool is_text(struct speech_half *half, uint8_t byte)
{
	switch (half->phase) {
	case ORDER:
		half->phase = byte == SB                    ? SUB
		              : byte >= WILL && byte != IAC ? OPTION
		                                            : DATA;
		return byte == IAC;
	case OPTION:
		half->phase = DATA;
		return false;
	case SUB:
		half->phase = byte == IAC ? SUB_ORDER : SUB;
		return false;
	case SUB_ORDER:
		half->phase = byte == SE ? DATA : SUB;
		return false;
	default:
		half->phase = byte == IAC ? ORDER : DATA;
		return byte != IAC;
	}
}

/* Keep the end of the server's last line. */
static void say(struct speech_half *half, uint8_t byte)
{
	char *line = (char *)half->u.text;

	if (byte == '\r' || byte == '\n') {
		half->filled = 0;
	} else if (byte != 0) {
		if (half->filled == PROMPT) {
			memmove(line, line + 1, PROMPT - 1);
			half->filled--;
		}
		line[half->filled++] = (char)byte;
	}
	line[half->filled] = '\0';
}

/*
 * Whether the server's line asks for a password and nothing was echoed since:
 * it still ends with its colon, but for stars.
 */
static bool asks(const struct speech_half *server)
{
	const char *line = (const char *)server->u.text;
	size_t n = server->filled;

	while (n && (line[n - 1] == ' ' || line[n - 1] == '*'))
		n--;
	if (n == 0 || line[n - 1] != ':')
		return false;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (text_has(line, asked[i]))
			return true;
	return false;
}

/* Count what is typed until the line ends: size is the letters of it. */
static void type(struct speech *t, uint8_t byte)
{
	if (byte == '\r' || byte == '\n') {
		if (t->size && asks(&t->half[!t->client])) {
			t->heard->login[HEARD_TELNET]++;
			/* Asked again only when the server does. */
			t->half[!t->client].filled = 0;
			t->half[!t->client].u.text[0] = '\0';
		}
		t->size = 0;
	} else if (byte == 8 || byte == 127) {
		t->size -= t->size > 0;
	} else if (byte >= ' ') {
		t->size++;
	}
}

static void telnet_feed(struct speech *t, int side, const uint8_t *d, size_t n)
{
	struct speech_half *half = &t->half[side];

	for (size_t i = 0; i < n; i++) {
		if (!is_text(half, d[i]))
			continue;
		if (speech_asks(t, side))
			type(t, d[i]);
		else
			say(half, d[i]);
	}
}

static void telnet_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	(void)n;
	if (cut)
		t->heard->cut = true;
	t->half[side].phase = DATA;
	t->half[side].filled = 0;
	t->size = 0;
}

const struct tongue tongue_telnet = {
	.name = "telnet",
	.replies = true,
	.feed = telnet_feed,
	.gap = telnet_gap,
};
