/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

#define RFB3 "RFB 003.003\n"
#define RFB7 "RFB 003.007\n"
#define RFB8 "RFB 003.008\n"

static const struct exchange cases[] = {
	{ "open to anyone", WORDS(RFB8 "\x01\x01"), .level = TALK_NORMAL,
	  .signs = "vnc-no-auth=None", .product = "RFB 3.8", .connections = 1,
	  SAYS(RFB8) },
	{ "TigerVNC as installed",
	  WORDS(RFB8 "\x02\x02\x13"
	             "\x00\x02"
	             "\x00"
	             "\x01\x00\x00\x01\x02"),
	  .level = TALK_NORMAL, .product = "RFB 3.8", .connections = 1,
	  SAYS(RFB8 "\x13"
	            "\x00\x02") },
	{ "open beside a password", WORDS(RFB8 "\x03\x02\x13\x01"),
	  .level = TALK_NORMAL, .signs = "vnc-no-auth=None",
	  .product = "RFB 3.8", .connections = 1, SAYS(RFB8) },
	{ "a password", WORDS(RFB8 "\x01\x02"), .level = TALK_NORMAL,
	  .product = "RFB 3.8", .connections = 1, SAYS(RFB8) },
	{ "TightVNC", WORDS(RFB8 "\x02\x02\x10"), .level = TALK_NORMAL,
	  .product = "RFB 3.8", .connections = 1, SAYS(RFB8) },
	{ "RealVNC 6",
	  WORDS("RFB 005.000\n"
	        "\x04\x05\x06\x81\x85"),
	  .level = TALK_NORMAL, .product = "RFB 5.0", .connections = 1,
	  SAYS(RFB8) },
	{ "RealVNC 4, open",
	  WORDS("RFB 004.001\n"
	        "\x02\x05\x01"),
	  .level = TALK_NORMAL, .signs = "vnc-no-auth=None",
	  .product = "RFB 4.1", .connections = 1, SAYS(RFB8) },
	{ "screen sharing of a Mac",
	  WORDS("RFB 003.889\n"
	        "\x04\x1e\x21\x24\x23"),
	  .level = TALK_NORMAL, .product = "RFB 3.889", .connections = 1,
	  SAYS(RFB8) },
	{ "3.7, open", WORDS(RFB7 "\x01\x01"), .level = TALK_NORMAL,
	  .signs = "vnc-no-auth=None", .product = "RFB 3.7", .connections = 1,
	  SAYS(RFB7) },
	{ "3.3, open", WORDS(RFB3 "\x00\x00\x00\x01"), .level = TALK_NORMAL,
	  .signs = "vnc-no-auth=None", .product = "RFB 3.3", .connections = 1,
	  SAYS(RFB3) },
	{ "3.3, a password",
	  WORDS(RFB3 "\x00\x00\x00\x02"
	             "0123456789abcdef"),
	  .level = TALK_NORMAL, .product = "RFB 3.3", .connections = 1,
	  SAYS(RFB3) },
	{ "3.3, refused", WORDS(RFB3 "\x00\x00\x00\x00\x00\x00\x00\x01\x01"),
	  .level = TALK_NORMAL, .product = "RFB 3.3", .connections = 1,
	  SAYS(RFB3) },
	{ "3.3 by another number",
	  WORDS("RFB 003.016\n"
	        "\x00\x00\x00\x01"),
	  .level = TALK_NORMAL, .signs = "vnc-no-auth=None",
	  .product = "RFB 3.16", .connections = 1, SAYS(RFB3) },
	{ "too many failures", WORDS(RFB8 "\x00\x00\x00\x00\x01\x01\x01\x01"),
	  .level = TALK_NORMAL, .product = "RFB 3.8", .connections = 1,
	  SAYS(RFB8) },
	{ "under TLS, open",
	  WORDS(RFB8 "\x02\x02\x13"
	             "\x00\x02"
	             "\x00"
	             "\x02\x00\x00\x01\x02\x00\x00\x01\x01"),
	  .level = TALK_NORMAL, .signs = "vnc-no-auth=VeNCrypt None",
	  .product = "RFB 3.8", .connections = 1 },
	{ "under TLS with a certificate, open",
	  WORDS(RFB8 "\x01\x13"
	             "\x00\x02"
	             "\x00"
	             "\x01\x00\x00\x01\x04"),
	  .level = TALK_NORMAL, .signs = "vnc-no-auth=VeNCrypt None",
	  .product = "RFB 3.8", .connections = 1 },
	{ "an old VeNCrypt",
	  WORDS(RFB8 "\x01\x13"
	             "\x00\x01"
	             "\x00"
	             "\x01\x00\x00\x01\x01"),
	  .level = TALK_NORMAL, .product = "RFB 3.8", .connections = 1,
	  SAYS(RFB8 "\x13") },
	{ "VeNCrypt refuses",
	  WORDS(RFB8 "\x01\x13"
	             "\x00\x02"
	             "\xff"
	             "\x01\x00\x00\x01\x01"),
	  .level = TALK_NORMAL, .product = "RFB 3.8", .connections = 1 },
	{ "the list is longer than it says", WORDS(RFB8 "\x01\x02\x01"),
	  .level = TALK_NORMAL, .product = "RFB 3.8", .connections = 1 },
	{ "the list is shorter than it says", WORDS(RFB8 "\x03\x01\x02"),
	  .level = TALK_NORMAL, .product = "RFB 3.8", .connections = 1 },
	{ "before there was a 3",
	  WORDS("RFB 002.002\n"
	        "\x01\x01"),
	  .level = TALK_NORMAL, .product = "RFB 2.2", .connections = 1,
	  SAYS("") },
	{ "no version",
	  WORDS("RFB 00x.008\n"
	        "\x01\x01"),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
	{ "not this at all", WORDS("SSH-2.0-x\r\n"), .level = TALK_NORMAL,
	  .connections = 1, SAYS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "vnc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
