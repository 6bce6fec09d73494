/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

#define EHLO "EHLO garde.invalid\r\n"
#define QUIT "QUIT\r\n"

/* Mail servers as Debian installs them, and in other moods. */
static const struct exchange cases[] = {
	{ "Postfix as installed",
	  WORDS("220 debian.home ESMTP Postfix (Debian/GNU)\r\n"
	        "250-debian.home\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n"
	        "250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r\n"
	        "250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n"
	        "250-SMTPUTF8\r\n250 CHUNKING\r\n221 2.0.0 Bye\r\n"),
	  .level = TALK_NORMAL, .product = "Postfix (Debian/GNU)",
	  .connections = 1, SAYS(EHLO QUIT) },
	{ "Exim as installed, with its date",
	  WORDS("220 debian ESMTP Exim 4.96 Sun, 22 Nov 2026 12:08:43 +0000"
	        "\r\n250-debian Hello garde.invalid [192.0.2.9]\r\n"
	        "250-SIZE 52428800\r\n250-8BITMIME\r\n250-PIPELINING\r\n"
	        "250-PIPECONNECT\r\n250-CHUNKING\r\n250-PRDR\r\n250 HELP\r\n"
	        "221 debian closing connection\r\n"),
	  .level = TALK_NORMAL, .product = "Exim 4.96", .connections = 1,
	  SAYS(EHLO QUIT) },
	{ "OpenSMTPD",
	  WORDS("220 mx.mairie.fr ESMTP OpenSMTPD\r\n"
	        "250-mx.mairie.fr Hello garde.invalid [192.0.2.9], pleased to "
	        "meet you\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n"
	        "250-SIZE 36700160\r\n250-DSN\r\n250-STARTTLS\r\n250 HELP\r\n"
	        "221 2.0.0 Bye\r\n"),
	  .level = TALK_NORMAL, .product = "OpenSMTPD", .connections = 1 },
	{ "a password in clear",
	  WORDS("220 nas ESMTP\r\n250-nas\r\n250 AUTH LOGIN PLAIN\r\n"),
	  .level = TALK_NORMAL, .signs = "smtp-cleartext=AUTH LOGIN PLAIN",
	  .connections = 1, SAYS(EHLO QUIT) },
	{ "a password in clear beside STARTTLS",
	  WORDS("220 nas ESMTP x\r\n250-nas\r\n250-STARTTLS\r\n"
	        "250-AUTH CRAM-MD5 PLAIN\r\n250 HELP\r\n"),
	  .level = TALK_NORMAL,
	  .signs = "smtp-cleartext=AUTH CRAM-MD5 PLAIN, STARTTLS",
	  .product = "x", .connections = 1 },
	{ "the old way to write it",
	  WORDS("220 nas ESMTP x\r\n250-nas\r\n250-AUTH=LOGIN\r\n250 ok\r\n"),
	  .level = TALK_NORMAL, .signs = "smtp-cleartext=AUTH LOGIN",
	  .product = "x", .connections = 1 },
	{ "small letters",
	  WORDS("220 nas ESMTP x\r\n250-nas\r\n250 auth login\r\n"),
	  .level = TALK_NORMAL, .signs = "smtp-cleartext=AUTH login",
	  .product = "x", .connections = 1 },
	{ "no password passes in clear",
	  WORDS("220 x ESMTP\r\n250-x\r\n"
	        "250 AUTH CRAM-MD5 DIGEST-MD5 GSSAPI NTLM XOAUTH2 "
	        "SCRAM-SHA-256 PLAIN-CLIENTTOKEN\r\n"),
	  .level = TALK_NORMAL, .connections = 1 },
	{ "a word that only begins so",
	  WORDS("220 x ESMTP\r\n250-AUTHENTIC PLAIN\r\n250 LOGIN PLAIN\r\n"),
	  .level = TALK_NORMAL, .connections = 1 },
	{ "the greeting takes lines",
	  WORDS("220-box.example ESMTP One\r\n220 Two\r\n250 AUTH PLAIN\r\n"),
	  .level = TALK_NORMAL, .signs = "smtp-cleartext=AUTH PLAIN",
	  .product = "One", .connections = 1, SAYS(EHLO QUIT) },
	{ "refuses to talk",
	  WORDS("554 No SMTP service here\r\n250 AUTH PLAIN\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS(QUIT) },
	{ "too busy", WORDS("421 4.7.0 too many connections\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS(QUIT) },
	{ "knows no EHLO",
	  WORDS("220 old.example Sendmail 4.1\r\n500 unrecognized\r\n"
	        "250 AUTH PLAIN\r\n"),
	  .level = TALK_NORMAL, .product = "Sendmail 4.1", .connections = 1,
	  SAYS(EHLO QUIT) },
	{ "offers before it was asked",
	  WORDS("250 AUTH PLAIN\r\n250 AUTH PLAIN\r\n"), .level = TALK_NORMAL,
	  .connections = 1, SAYS(QUIT) },
	{ "not mail at all",
	  WORDS("HTTP/1.1 400 Bad Request\r\n250 AUTH PLAIN\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
	{ "says nothing", WORDS(""), .level = TALK_NORMAL, .connections = 1,
	  SAYS("") },
	{ "no TLS to start here", WORDS("220 x ESMTP\r\n250 AUTH PLAIN\r\n"),
	  .level = TALK_NORMAL, .dialect = "smtps", .connections = 1,
	  SAYS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "smtp");
}

static const char *name_of(const char *greeting)
{
	static char out[100];
	const struct device_name *list;
	struct spoken s;

	out[0] = '\0';
	spoken_init(&s, TALK_NORMAL);
	spoken_feed(&s, "smtp", 25, NULL, greeting, strlen(greeting), 64,
	            TALK_CLOSED);
	list = s.sight.names.data;
	if (s.sight.names.count == 1 && strcmp(list[0].source, "smtp") == 0)
		snprintf(out, sizeof(out), "%s", list[0].name);
	spoken_clear(&s);
	return out;
}

/* The server names itself; what is no name of a network is left. */
static void test_names(void **state)
{
	(void)state;
	assert_string_equal(name_of("220 mail.mairie.fr ESMTP\r\n"),
	                    "mail.mairie.fr");
	assert_string_equal(name_of("220 mail.mairie.fr\r\n"),
	                    "mail.mairie.fr");
	assert_string_equal(name_of("220 debian ESMTP\r\n"), "");
	assert_string_equal(name_of("220 192.0.2.1 ESMTP\r\n"), "");
	assert_string_equal(name_of("220 [192.0.2.1] ESMTP\r\n"), "");
	assert_string_equal(name_of("220 a.<b>.fr ESMTP\r\n"), "");
	assert_string_equal(name_of("220\r\n"), "");
	assert_string_equal(name_of("421 mail.mairie.fr busy\r\n"), "");
}

/* Lines without end are not listened to. */
static void test_endless(void **state)
{
	struct buf words;
	struct spoken s;

	(void)state;
	buf_init(&words, 1 << 20);
	buf_str(&words, "220 x ESMTP\r\n");
	for (int i = 0; i < 2000; i++)
		buf_str(&words, "250-AUTH PLAIN\r\n");
	spoken_init(&s, TALK_NORMAL);
	spoken_feed(&s, "smtp", 25, NULL, words.data, words.len, 700,
	            TALK_CLOSED);
	assert_int_equal(s.sight.signs.count, 0);
	spoken_clear(&s);
	buf_clear(&words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
