/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

#define PING "PING\r\n"

static const struct exchange cases[] = {
	{ "open to anyone", WORDS("+PONG\r\n"), .level = TALK_THOROUGH,
	  .signs = "db-no-auth=PING", .product = "Redis", .connections = 1,
	  SAYS(PING) },
	{ "a password", WORDS("-NOAUTH Authentication required.\r\n"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(PING) },
	{ "the protected mode",
	  WORDS("-DENIED Redis is running in protected mode because...\r\n"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(PING) },
	{ "no right to ask",
	  WORDS("-NOPERM User default has no permissions\r\n"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(PING) },
	{ "too many", WORDS("-ERR max number of clients reached\r\n+PONG\r\n"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(PING) },
	{ "an echo", WORDS("PING\r\n"), .level = TALK_THOROUGH,
	  .connections = 1, SAYS(PING) },
	{ "something else", WORDS("HTTP/1.1 400 Bad Request\r\n+PONG\r\n"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(PING) },
	{ "nothing that was agreed to", WORDS("+PONG\r\n"),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "redis");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
