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
	  "rdp",
	  TALK_NORMAL,
	  WORDS(CHOICE("\x08") FAILURE("\x05")),
	  { "rdp-exposed" },
	  "",
	  "",
	  2,
	  WORDS(ASK(SAFE) ASK(SSL)) },
	{ "NLA is liked, and not required",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(CHOICE("\x02") CHOICE(SSL)),
	  { "rdp-no-nla", "rdp-exposed" },
	  "PROTOCOL_SSL",
	  "",
	  2,
	  WORDS(ASK(SAFE) ASK(SSL)) },
	{ "NLA whatever is offered",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(CHOICE("\x02") CHOICE("\x02")),
	  { "rdp-exposed" },
	  NULL,
	  "",
	  2,
	  WORDS(ASK(SAFE) ASK(SSL)) },
	{ "NLA or the old way",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(CHOICE("\x02") FAILURE("\x02") CHOICE(RDP)),
	  { "rdp-no-nla", "rdp-exposed" },
	  "PROTOCOL_RDP",
	  "",
	  3,
	  WORDS(ASK(SAFE) ASK(SSL) ASK(RDP)) },
	{ "xrdp as installed",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(CHOICE(SSL)),
	  { "rdp-no-nla", "rdp-exposed" },
	  "PROTOCOL_SSL",
	  "",
	  1,
	  WORDS(ASK(SAFE)) },
	{ "chooses the old way",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(CHOICE(RDP)),
	  { "rdp-no-nla", "rdp-exposed" },
	  "PROTOCOL_RDP",
	  "",
	  1,
	  WORDS(ASK(SAFE)) },
	{ "takes the old way alone",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(FAILURE("\x02") CHOICE(RDP)),
	  { "rdp-no-nla", "rdp-exposed" },
	  "PROTOCOL_RDP",
	  "",
	  2,
	  WORDS(ASK(SAFE) ASK(RDP)) },
	{ "nothing to negotiate: before there was NLA",
	  "rdp",
	  TALK_NORMAL,
	  WORDS("\x03\x00\x00\x0b\x06\xd0\x00\x00\x12\x34\x00"),
	  { "rdp-no-nla", "rdp-exposed" },
	  "PROTOCOL_RDP",
	  "",
	  1,
	  NULL,
	  0 },
	{ "wants a certificate of ours",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(FAILURE("\x06") CHOICE(RDP)),
	  { "rdp-exposed" },
	  "",
	  "",
	  1,
	  NULL,
	  0 },
	{ "fails for no reason",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(FAILURE("\x09") CHOICE(RDP)),
	  { "rdp-exposed" },
	  "",
	  "",
	  1,
	  NULL,
	  0 },
	{ "a choice that nobody offered",
	  "rdp",
	  TALK_NORMAL,
	  WORDS(CHOICE("\x10") CHOICE(RDP)),
	  { "rdp-exposed" },
	  "",
	  "",
	  1,
	  NULL,
	  0 },
	{ "refuses the connection",
	  "rdp",
	  TALK_NORMAL,
	  WORDS("\x03\x00\x00\x0b\x06\x80\x00\x00\x12\x34\x00"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  NULL,
	  0 },
	{ "wrong lengths",
	  "rdp",
	  TALK_NORMAL,
	  WORDS("\x03\x00\x00\x13\x0d\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00"
	        "\x00\x00\x00\x00"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  NULL,
	  0 },
	{ "too short",
	  "rdp",
	  TALK_NORMAL,
	  WORDS("\x03\x00\x00\x04\x02\xd0"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  NULL,
	  0 },
	{ "too long",
	  "rdp",
	  TALK_NORMAL,
	  WORDS("\x03\x00\xff\xff\xff\xd0\x00\x00\x12\x34\x00"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  NULL,
	  0 },
	{ "not this at all",
	  "rdp",
	  TALK_NORMAL,
	  WORDS("HTTP/1.1 400\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  NULL,
	  0 },
};

/* Cut in the second answer, the first one has told what it tells. */
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
