/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

#define PING "PING\r\n"

static const struct exchange cases[] = {
	{ "open to anyone",
	  "redis",
	  TALK_THOROUGH,
	  WORDS("+PONG\r\n"),
	  { "db-no-auth" },
	  "PING",
	  "Redis",
	  1,
	  WORDS(PING) },
	{ "a password",
	  "redis",
	  TALK_THOROUGH,
	  WORDS("-NOAUTH Authentication required.\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS(PING) },
	{ "the protected mode",
	  "redis",
	  TALK_THOROUGH,
	  WORDS("-DENIED Redis is running in protected mode because...\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS(PING) },
	{ "no right to ask",
	  "redis",
	  TALK_THOROUGH,
	  WORDS("-NOPERM User default has no permissions\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS(PING) },
	{ "too many",
	  "redis",
	  TALK_THOROUGH,
	  WORDS("-ERR max number of clients reached\r\n+PONG\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS(PING) },
	{ "an echo",
	  "redis",
	  TALK_THOROUGH,
	  WORDS("PING\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS(PING) },
	{ "something else",
	  "redis",
	  TALK_THOROUGH,
	  WORDS("HTTP/1.1 400 Bad Request\r\n+PONG\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS(PING) },
	{ "nothing that was agreed to",
	  "redis",
	  TALK_NORMAL,
	  WORDS("+PONG\r\n"),
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
