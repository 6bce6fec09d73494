/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

#define ASK  "a1 CAPABILITY\r\n"
#define QUIT "a3 LOGOUT\r\n"

static const struct exchange cases[] = {
	{ "Dovecot as installed",
	  WORDS("* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE "
	        "IDLE LITERAL+ STARTTLS LOGINDISABLED] Dovecot (Debian) ready."
	        "\r\n* CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE "
	        "IDLE LITERAL+ STARTTLS LOGINDISABLED\r\na1 OK Pre-login "
	        "capabilities listed, post-login capabilities have more.\r\n"
	        "* BYE Logging out\r\na3 OK Logout completed.\r\n"),
	  .level = TALK_NORMAL, .product = "Dovecot (Debian) ready.",
	  .connections = 1, SAYS(ASK QUIT) },
	{ "takes a password in clear",
	  WORDS("* OK ready\r\n* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN "
	        "AUTH=LOGIN\r\na1 OK\r\n"),
	  .level = TALK_NORMAL, .signs = "imap-cleartext=LOGIN, STARTTLS",
	  .product = "ready", .connections = 1, SAYS(ASK QUIT) },
	{ "knows no TLS",
	  WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\na1 OK\r\n"),
	  .level = TALK_NORMAL, .signs = "imap-cleartext=LOGIN", .product = "x",
	  .connections = 1 },
	{ "no LOGIN, but PLAIN",
	  WORDS("* OK x\r\n* CAPABILITY IMAP4 LOGINDISABLED AUTH=PLAIN\r\n"
	        "a1 OK\r\n"),
	  .level = TALK_NORMAL, .signs = "imap-cleartext=AUTH=PLAIN",
	  .product = "x", .connections = 1 },
	{ "no LOGIN, and nothing in clear",
	  WORDS("* OK x\r\n* CAPABILITY IMAP4 logindisabled AUTH=NTLM "
	        "AUTH=GSSAPI AUTH=PLAIN-CLIENTTOKEN\r\na1 OK\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1 },
	{ "in two lists",
	  WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\n* 3 EXISTS\r\n"
	        "* capability LOGINDISABLED\r\na1 OK\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1 },
	{ "lists nothing", WORDS("* OK x\r\na1 OK\r\n"), .level = TALK_NORMAL,
	  .product = "x", .connections = 1 },
	{ "knows no list",
	  WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\na1 BAD\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1,
	  SAYS(ASK QUIT) },
	{ "the list has no end", WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1, SAYS(ASK) },
	{ "somebody is in already",
	  WORDS("* PREAUTH x\r\n* CAPABILITY IMAP4rev1\r\na1 OK\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
	{ "refuses to talk", WORDS("* BYE too many connections\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
	{ "not mail at all", WORDS("220 ftp\r\n"), .level = TALK_NORMAL,
	  .connections = 1, SAYS("") },
	{ "no TLS to start here", WORDS("* OK x\r\n"), .level = TALK_NORMAL,
	  .dialect = "imaps", .connections = 1, SAYS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "imap");
}

/* Where the line is longer than what is kept, LOGINDISABLED may be lost. */
static void test_long_list(void **state)
{
	(void)state;
	for (size_t pad = 3900; pad < 4200; pad++) {
		struct buf words;
		struct spoken s;

		buf_init(&words, 1 << 16);
		buf_str(&words, "* OK x\r\n* CAPABILITY IMAP4rev1 ");
		for (size_t i = 0; i < pad; i++)
			buf_char(&words, 'X');
		buf_str(&words, " LOGINDISABLED\r\na1 OK\r\n");
		spoken_init(&s, TALK_NORMAL);
		spoken_feed(&s, "imap", 143, NULL, words.data, words.len,
		            100000, TALK_CLOSED);
		assert_int_equal(s.sight.signs.count, 0);
		spoken_clear(&s);
		buf_clear(&words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_long_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
