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
	  WORDS("+OK Dovecot (Debian) ready.\r\n+OK\r\nCAPA\r\nTOP\r\nUIDL\r\n"
	        "RESP-CODES\r\nPIPELINING\r\nAUTH-RESP-CODE\r\nSTLS\r\nSASL"
	        "\r\n.\r\n+OK Logging out\r\n"),
	  .level = TALK_NORMAL, .product = "Dovecot (Debian) ready.",
	  .connections = 1, SAYS(CAPA QUIT) },
	{ "takes a password in clear",
	  WORDS("+OK ready\r\n+OK\r\nCAPA\r\nTOP\r\nSTLS\r\nUSER\r\n"
	        "SASL PLAIN LOGIN\r\n.\r\n"),
	  .level = TALK_NORMAL, .signs = "pop3-cleartext=USER, STLS",
	  .product = "ready", .connections = 1, SAYS(CAPA QUIT) },
	{ "takes one by SASL alone",
	  WORDS("+OK\r\n+OK list\r\nSASL CRAM-MD5 PLAIN\r\n.\r\n"),
	  .level = TALK_NORMAL, .signs = "pop3-cleartext=SASL CRAM-MD5 PLAIN",
	  .connections = 1 },
	{ "knows no TLS", WORDS("+OK x\r\n+OK\r\nUSER\r\n.\r\n"),
	  .level = TALK_NORMAL, .signs = "pop3-cleartext=USER", .product = "x",
	  .connections = 1 },
	{ "no password passes in clear",
	  WORDS("+OK x\r\n+OK\r\nSASL CRAM-MD5 SCRAM-SHA-1\r\n.\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1 },
	{ "the list has no end", WORDS("+OK x\r\n+OK\r\nUSER\r\nTOP\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1, SAYS(CAPA) },
	{ "knows neither CAPA nor STLS",
	  WORDS("+OK x\r\n-ERR unknown\r\n-ERR unknown\r\n"),
	  .level = TALK_NORMAL, .signs = "pop3-cleartext=USER", .product = "x",
	  .connections = 1, SAYS(CAPA "STLS\r\n" QUIT) },
	{ "the same with a stamp for APOP",
	  WORDS("+OK x <1896.697170952@dbc.mtview.ca.us>\r\n-ERR\r\n-ERR\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1,
	  SAYS(CAPA "STLS\r\n" QUIT) },
	{ "no CAPA, and STLS", WORDS("+OK x\r\n-ERR unknown\r\n+OK begin\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1,
	  SAYS(CAPA "STLS\r\n") },
	{ "closed after CAPA", WORDS("+OK x\r\n-ERR unknown\r\n"),
	  .level = TALK_NORMAL, .product = "x", .connections = 1 },
	{ "refuses to talk",
	  WORDS("-ERR [SYS/TEMP] too many connections\r\n+OK\r\nUSER\r\n.\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
	{ "not mail at all", WORDS("SSH-2.0-OpenSSH_9.2\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
	{ "no TLS to start here", WORDS("+OK\r\n"), .level = TALK_NORMAL,
	  .dialect = "pop3s", .connections = 1, SAYS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "pop3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
