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
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE "
	        "IDLE LITERAL+ STARTTLS LOGINDISABLED] Dovecot (Debian) ready."
	        "\r\n* CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE "
	        "IDLE LITERAL+ STARTTLS LOGINDISABLED\r\na1 OK Pre-login "
	        "capabilities listed, post-login capabilities have more.\r\n"
	        "* BYE Logging out\r\na3 OK Logout completed.\r\n"),
	  { NULL },
	  NULL,
	  "Dovecot (Debian) ready.",
	  1,
	  WORDS(ASK QUIT) },
	{ "takes a password in clear",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK ready\r\n* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN "
	        "AUTH=LOGIN\r\na1 OK\r\n"),
	  { "imap-cleartext" },
	  "LOGIN, STARTTLS",
	  "ready",
	  1,
	  WORDS(ASK QUIT) },
	{ "knows no TLS",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\na1 OK\r\n"),
	  { "imap-cleartext" },
	  "LOGIN",
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "no LOGIN, but PLAIN",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK x\r\n* CAPABILITY IMAP4 LOGINDISABLED AUTH=PLAIN\r\n"
	        "a1 OK\r\n"),
	  { "imap-cleartext" },
	  "AUTH=PLAIN",
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "no LOGIN, and nothing in clear",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK x\r\n* CAPABILITY IMAP4 logindisabled AUTH=NTLM "
	        "AUTH=GSSAPI AUTH=PLAIN-CLIENTTOKEN\r\na1 OK\r\n"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "in two lists",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\n* 3 EXISTS\r\n"
	        "* capability LOGINDISABLED\r\na1 OK\r\n"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "lists nothing",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK x\r\na1 OK\r\n"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "knows no list",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\na1 BAD\r\n"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  WORDS(ASK QUIT) },
	{ "the list has no end",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* OK x\r\n* CAPABILITY IMAP4rev1\r\n"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  WORDS(ASK) },
	{ "somebody is in already",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* PREAUTH x\r\n* CAPABILITY IMAP4rev1\r\na1 OK\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "refuses to talk",
	  "imap",
	  TALK_NORMAL,
	  WORDS("* BYE too many connections\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "not mail at all",
	  "imap",
	  TALK_NORMAL,
	  WORDS("220 ftp\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "no TLS to start here",
	  "imaps",
	  TALK_NORMAL,
	  WORDS("* OK x\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]));
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
