/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/bytes.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define PRIVATE_PORTS 1024 /* and above: seldom a server's */

/* Where each is usually heard (IANA's registry), and who listens there. */
static const struct {
	uint16_t first;
	uint16_t last;
	const struct tongue *tongue;
} ports[] = {
	{ 21, 21, &tongue_ftp },      { 23, 23, &tongue_telnet },
	{ 25, 25, &tongue_smtp },     { 80, 80, &tongue_http },
	{ 110, 110, &tongue_pop3 },   { 139, 139, &tongue_smb },
	{ 143, 143, &tongue_imap },   { 389, 389, &tongue_ldap },
	{ 445, 445, &tongue_smb },    { 587, 587, &tongue_smtp },
	{ 2121, 2121, &tongue_ftp },  { 2525, 2525, &tongue_smtp },
	{ 3128, 3128, &tongue_http }, { 3268, 3268, &tongue_ldap },
	{ 5900, 5909, &tongue_vnc },  { 8000, 8000, &tongue_http },
	{ 8080, 8080, &tongue_http },
};

/* What a server says first; 220 is said by two, see greeting(). */
static const struct {
	const char *text;
	const struct tongue *tongue;
} greetings[] = {
	{ "+OK", &tongue_pop3 },
	{ "* OK", &tongue_imap },
	{ "* PREAUTH", &tongue_imap },
	{ "RFB 00", &tongue_vnc },
};

/* What a client says first. */
static const struct {
	const char *text;
	const struct tongue *tongue;
} openings[] = {
	{ "EHLO ", &tongue_smtp },    { "HELO ", &tongue_smtp },
	{ "LHLO ", &tongue_smtp },    { "USER ", &tongue_ftp },
	{ "GET ", &tongue_http },     { "POST ", &tongue_http },
	{ "HEAD ", &tongue_http },    { "PUT ", &tongue_http },
	{ "OPTIONS ", &tongue_http }, { "PROPFIND ", &tongue_http },
	{ "DELETE ", &tongue_http },  { "PATCH ", &tongue_http },
	{ "CONNECT ", &tongue_http }, { "DESCRIBE ", &tongue_http },
	{ "MKCOL ", &tongue_http },   { "REPORT ", &tongue_http },
};

static bool begins(const uint8_t *d, size_t n, const char *text)
{
	size_t len = strlen(text);
	char head[16];

	if (n < len || len >= sizeof(head))
		return false;
	memcpy(head, d, len);
	head[len] = '\0';
	return text_same(head, text);
}

static const struct tongue *by_port(uint16_t port)
{
	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		if (port >= ports[i].first && port <= ports[i].last)
			return ports[i].tongue;
	return NULL;
}

/* Who asks, where neither the opening nor the words tell. */
static uint8_t likely_client(const struct speech *t)
{
	if (t->opened)
		return t->client;
	if (by_port(t->port[0]))
		return 1;
	if (by_port(t->port[1]))
		return 0;
	return t->port[0] < t->port[1];
}

static const struct tongue *settle(struct speech *t, int client,
                                   const struct tongue *tongue)
{
	if (!t->opened)
		t->client = (uint8_t)client;
	return tongue;
}

/* "220 " is FTP or SMTP: the port tells, or the words, or the client. */
static const struct tongue *greeting(const struct speech *t, int side,
                                     const uint8_t *d, size_t n)
{
	const struct tongue *usual = by_port(t->port[side]);
	char text[128];

	if (usual == &tongue_ftp || usual == &tongue_smtp)
		return usual;
	snprintf(text, sizeof(text), "%.*s", (int)(n < 120 ? n : 120),
	         (const char *)d);
	if (text_has(text, "FTP"))
		return &tongue_ftp;
	return text_has(text, "SMTP") ? &tongue_smtp : NULL;
}

/* Where the first record of TLS begins, with a hello in it; n if nowhere. */
static size_t find_tls(const uint8_t *d, size_t n)
{
	for (size_t i = 0; i + 11 <= n; i++)
		if (d[i] == 0x16 && d[i + 1] == 3 && d[i + 2] <= 4 &&
		    (d[i + 5] == 1 || d[i + 5] == 2) && d[i + 6] == 0 &&
		    d[i + 9] == 3 && d[i + 10] <= 3)
			return i;
	return n;
}

/* Protocols of messages, known by their first bytes. */
static const struct tongue *by_bytes(const uint8_t *d, size_t n)
{
	if (n >= 8 && d[0] == 0 && d[4] >= 0xFC && memcmp(d + 5, "SMB", 3) == 0)
		return &tongue_smb;
	/* A sequence, a small message number, a bind request (RFC 4511). */
	if (n >= 7 && d[0] == 0x30) {
		size_t at = d[1] & 0x80 ? 2u + (d[1] & 0x7Fu) : 2;

		if (at + 3 < n && d[at] == 2 && d[at + 1] >= 1 &&
		    d[at + 1] <= 4 && at + 2 + d[at + 1] < n &&
		    d[at + 2 + d[at + 1]] == 0x60)
			return &tongue_ldap;
	}
	return NULL;
}

/* An order of Telnet (RFC 854), which either side may give first. */
static bool is_telnet(const uint8_t *d, size_t n)
{
	return n >= 3 && d[0] == 255 && d[1] >= 251 && d[1] <= 254 &&
	       d[2] <= 64;
}

/* "a1 LOGIN": a word of the client's own before the command. */
static bool is_imap(const uint8_t *d, size_t n)
{
	static const char *const commands[] = { "LOGIN ", "CAPABILITY",
		                                "AUTHENTICATE ", "ID (",
		                                "STARTTLS" };
	size_t at = 0;

	while (at < n && at < 16 && d[at] > ' ')
		at++;
	if (at == 0 || at >= n || d[at] != ' ')
		return false;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (begins(d + at + 1, n - at - 1, commands[i]))
			return true;
	return false;
}

/* Whether it is the server that greets: both sides of VNC say the same. */
static bool greeter(const struct speech *t, int side)
{
	return by_port(t->port[!side]) != &tongue_vnc ||
	       by_port(t->port[side]) == &tongue_vnc;
}

static const struct tongue *by_words(struct speech *t, int side,
                                     const uint8_t *d, size_t n)
{
	const struct tongue *usual = by_port(t->port[!side]);
	const struct tongue *found = NULL;

	for (size_t i = 0; i < sizeof(greetings) / sizeof(greetings[0]); i++)
		if (begins(d, n, greetings[i].text))
			return settle(t, greeter(t, side) ? !side : side,
			              greetings[i].tongue);
	if (begins(d, n, "220 ") || begins(d, n, "220-")) {
		found = greeting(t, side, d, n);
		return found ? settle(t, !side, found) : NULL;
	}
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (begins(d, n, openings[i].text))
			found = openings[i].tongue;
	/* POP3 begins as FTP does where its greeting was missed. */
	if (found == &tongue_ftp && usual == &tongue_pop3)
		found = usual;
	if (!found && is_imap(d, n))
		found = &tongue_imap;
	return found ? settle(t, side, found) : NULL;
}

const struct tongue *tongue_guess(struct speech *t, int side, const uint8_t *d,
                                  size_t n, size_t *from)
{
	int client = likely_client(t);
	const struct tongue *found;

	*from = find_tls(d, n);
	if (*from < n)
		return settle(t, client, &tongue_tls);
	*from = 0;
	found = by_bytes(d, n);
	if (found)
		return settle(t, found == &tongue_ldap ? side : client, found);
	found = by_words(t, side, d, n);
	if (found)
		return found;
	if (begins(d, n, "SSH-")) {
		t->done = true;
		return NULL;
	}
	found = by_port(t->port[!client]);
	if (!found && is_telnet(d, n))
		found = &tongue_telnet;
	/* A greeting that fits two tongues waits for the client's word. */
	if (found && !(begins(d, n, "220") && side != client))
		return settle(t, client, found);
	return NULL;
}
