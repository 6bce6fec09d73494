/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

#define CAPA "CAPA\r\n"
#define QUIT "QUIT\r\n"

static const struct exchange cases[] = {
	{ "Dovecot as installed",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK Dovecot (Debian) ready.\r\n+OK\r\nCAPA\r\nTOP\r\nUIDL\r\n"
	        "RESP-CODES\r\nPIPELINING\r\nAUTH-RESP-CODE\r\nSTLS\r\nSASL"
	        "\r\n.\r\n+OK Logging out\r\n"),
	  { NULL },
	  NULL,
	  "Dovecot (Debian) ready.",
	  1,
	  WORDS(CAPA QUIT) },
	{ "takes a password in clear",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK ready\r\n+OK\r\nCAPA\r\nTOP\r\nSTLS\r\nUSER\r\n"
	        "SASL PLAIN LOGIN\r\n.\r\n"),
	  { "pop3-cleartext" },
	  "USER, STLS",
	  "ready",
	  1,
	  WORDS(CAPA QUIT) },
	{ "takes one by SASL alone",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK\r\n+OK list\r\nSASL CRAM-MD5 PLAIN\r\n.\r\n"),
	  { "pop3-cleartext" },
	  "SASL CRAM-MD5 PLAIN",
	  "",
	  1,
	  NULL,
	  0 },
	{ "knows no TLS",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK x\r\n+OK\r\nUSER\r\n.\r\n"),
	  { "pop3-cleartext" },
	  "USER",
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "no password passes in clear",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK x\r\n+OK\r\nSASL CRAM-MD5 SCRAM-SHA-1\r\n.\r\n"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "the list has no end",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK x\r\n+OK\r\nUSER\r\nTOP\r\n"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  WORDS(CAPA) },
	{ "knows neither CAPA nor STLS",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK x\r\n-ERR unknown\r\n-ERR unknown\r\n"),
	  { "pop3-cleartext" },
	  "USER",
	  "x",
	  1,
	  WORDS(CAPA "STLS\r\n" QUIT) },
	{ "the same with a stamp for APOP",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK x <1896.697170952@dbc.mtview.ca.us>\r\n-ERR\r\n-ERR\r\n"),
	  { NULL },
	  NULL,
	  "x",
	  1,
	  WORDS(CAPA "STLS\r\n" QUIT) },
	{ "no CAPA, and STLS",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK x\r\n-ERR unknown\r\n+OK begin\r\n"),
	  { NULL },
	  NULL,
	  "x",
	  1,
	  WORDS(CAPA "STLS\r\n") },
	{ "closed after CAPA",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("+OK x\r\n-ERR unknown\r\n"),
	  { NULL },
	  NULL,
	  "x",
	  1,
	  NULL,
	  0 },
	{ "refuses to talk",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("-ERR [SYS/TEMP] too many connections\r\n+OK\r\nUSER\r\n.\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "not mail at all",
	  "pop3",
	  TALK_NORMAL,
	  WORDS("SSH-2.0-OpenSSH_9.2\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "no TLS to start here",
	  "pop3s",
	  TALK_NORMAL,
	  WORDS("+OK\r\n"),
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
