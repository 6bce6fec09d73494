/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

/* MS-RDPBCGR 2.2.1.1: what is asked, with the protocols that are offered. */
#define ASK(offer)                                                           \
	"\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00" offer \
	"\x00\x00\x00"

/* 2.2.1.2: a choice (2) or a failure (3). */
#define ANSWER(type, value)                                 \
	"\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00" type \
	"\x1f\x08\x00" value "\x00\x00\x00"
#define CHOICE(protocol) ANSWER("\x02", protocol)
#define FAILURE(code)    ANSWER("\x03", code)

#define SAFE "\x0b"
#define SSL  "\x01"
#define RDP  "\x00"

/* Without TLS here: what is said in it is test_carry.c's. */
static const struct exchange cases[] = {
	{ "Windows as installed: NLA is required",
	  WORDS(CHOICE("\x08") FAILURE("\x05")), .level = TALK_NORMAL,
	  .signs = "rdp-exposed", .connections = 2, SAYS(ASK(SAFE) ASK(SSL)) },
	{ "NLA is liked, and not required", WORDS(CHOICE("\x02") CHOICE(SSL)),
	  .level = TALK_NORMAL, .signs = "rdp-exposed rdp-no-nla=PROTOCOL_SSL",
	  .connections = 2, SAYS(ASK(SAFE) ASK(SSL)) },
	{ "NLA whatever is offered", WORDS(CHOICE("\x02") CHOICE("\x02")),
	  .level = TALK_NORMAL, .signs = "rdp-exposed", .connections = 2,
	  SAYS(ASK(SAFE) ASK(SSL)) },
	{ "NLA or the old way",
	  WORDS(CHOICE("\x02") FAILURE("\x02") CHOICE(RDP)),
	  .level = TALK_NORMAL, .signs = "rdp-exposed rdp-no-nla=PROTOCOL_RDP",
	  .connections = 3, SAYS(ASK(SAFE) ASK(SSL) ASK(RDP)) },
	{ "xrdp as installed", WORDS(CHOICE(SSL)), .level = TALK_NORMAL,
	  .signs = "rdp-exposed rdp-no-nla=PROTOCOL_SSL", .connections = 1,
	  SAYS(ASK(SAFE)) },
	{ "chooses the old way", WORDS(CHOICE(RDP)), .level = TALK_NORMAL,
	  .signs = "rdp-exposed rdp-no-nla=PROTOCOL_RDP", .connections = 1,
	  SAYS(ASK(SAFE)) },
	{ "takes the old way alone", WORDS(FAILURE("\x02") CHOICE(RDP)),
	  .level = TALK_NORMAL, .signs = "rdp-exposed rdp-no-nla=PROTOCOL_RDP",
	  .connections = 2, SAYS(ASK(SAFE) ASK(RDP)) },
	{ "nothing to negotiate: before there was NLA",
	  WORDS("\x03\x00\x00\x0b\x06\xd0\x00\x00\x12\x34\x00"),
	  .level = TALK_NORMAL, .signs = "rdp-exposed rdp-no-nla=PROTOCOL_RDP",
	  .connections = 1 },
	{ "wants a certificate of ours", WORDS(FAILURE("\x06") CHOICE(RDP)),
	  .level = TALK_NORMAL, .signs = "rdp-exposed", .connections = 1 },
	{ "fails for no reason", WORDS(FAILURE("\x09") CHOICE(RDP)),
	  .level = TALK_NORMAL, .signs = "rdp-exposed", .connections = 1 },
	{ "a choice that nobody offered", WORDS(CHOICE("\x10") CHOICE(RDP)),
	  .level = TALK_NORMAL, .signs = "rdp-exposed", .connections = 1 },
	{ "refuses the connection",
	  WORDS("\x03\x00\x00\x0b\x06\x80\x00\x00\x12\x34\x00"),
	  .level = TALK_NORMAL, .connections = 1 },
	{ "wrong lengths",
	  WORDS("\x03\x00\x00\x13\x0d\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00"
	        "\x00\x00\x00\x00"),
	  .level = TALK_NORMAL, .connections = 1 },
	{ "too short", WORDS("\x03\x00\x00\x04\x02\xd0"), .level = TALK_NORMAL,
	  .connections = 1 },
	{ "too long", WORDS("\x03\x00\xff\xff\xff\xd0\x00\x00\x12\x34\x00"),
	  .level = TALK_NORMAL, .connections = 1 },
	{ "not this at all", WORDS("HTTP/1.1 400\r\n"), .level = TALK_NORMAL,
	  .connections = 1 },
};

/* Cut in the second answer, the first one has told what it tells. */
static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "rdp");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
