/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/tls_service.h"
#include "core/err.h"
#include "tests/checks/exchange.h"

#include <openssl/ssl.h>

#define START                  \
	"\0\0\0\x29\0\x03\0\0" \
	"user\0postgres\0"     \
	"database\0postgres\0\0"
#define END "X\0\0\0\x04"

/* Answers of the server. */
#define LET_IN "R\0\0\0\x08\0\0\0\0"
#define VERSION                       \
	"S\0\0\0\x19server_version\0" \
	"15.18\0"
#define KEY   "K\0\0\0\x0c\0\0\x01\x02\x03\x04\x05\x06"
#define READY "Z\0\0\0\x05I"
#define NO_DATABASE   \
	"E\0\0\0\x2c" \
	"SFATAL\0"    \
	"VFATAL\0"    \
	"C3D000\0"    \
	"Mno such database\0\0"
#define NO_ROLE       \
	"E\0\0\0\x28" \
	"SFATAL\0"    \
	"VFATAL\0"    \
	"C28000\0"    \
	"Mno such role\0\0"
#define NO_WAY        \
	"E\0\0\0\x13" \
	"SFATAL\0"    \
	"C28000\0\0"

static const struct exchange cases[] = {
	{ "open to anyone", WORDS(LET_IN VERSION KEY READY),
	  .level = TALK_THOROUGH, .signs = "db-no-auth=AuthenticationOk",
	  .product = "PostgreSQL 15.18", .connections = 1, SAYS(START END) },
	{ "a password", WORDS("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0" READY),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START END) },
	{ "a password in clear", WORDS("R\0\0\0\x08\0\0\0\x03" LET_IN READY),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START END) },
	{ "not for this address", WORDS(NO_WAY READY), .level = TALK_THOROUGH,
	  .connections = 1, SAYS(START) },
	{ "let in, no such database", WORDS(LET_IN NO_DATABASE),
	  .level = TALK_THOROUGH, .signs = "db-no-auth=AuthenticationOk",
	  .connections = 1, SAYS(START) },
	{ "let in, no such role", WORDS(LET_IN NO_ROLE), .level = TALK_THOROUGH,
	  .connections = 1, SAYS(START) },
	{ "ready, and nobody was let in", WORDS(VERSION READY),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START END) },
	{ "a notice first", WORDS("N\0\0\0\x06x\0" LET_IN READY),
	  .level = TALK_THOROUGH, .signs = "db-no-auth=AuthenticationOk",
	  .connections = 1, SAYS(START END) },
	{ "a length that is none", WORDS("R\0\0\0\x03" LET_IN READY),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START) },
	{ "a length without end", WORDS("R\xff\xff\xff\xff\0\0\0\0" READY),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START) },
	{ "too short an answer", WORDS("R\0\0\0\x05\0" READY),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START END) },
	{ "an error without end",
	  WORDS(LET_IN "E\0\0\0\x0a"
	               "C3D000"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START) },
	{ "something else", WORDS("HTTP/1.1 400 Bad Request\r\n"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS(START) },
	{ "nothing that was agreed to", WORDS(LET_IN READY),
	  .level = TALK_NORMAL, .connections = 1, SAYS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "postgresql");
}

/* TLS is asked for first; without it, a start in the open. */
static void test_no_tls_there(void **state)
{
	static const char words[] = "N" LET_IN READY;
	static const char request[] = "\0\0\0\x08\x04\xd2\x16\x2f";
	struct err e;
	SSL_CTX *roots = tls_roots_new(NULL, &e);

	(void)state;
	assert_non_null(roots);
	for (int level = TALK_NORMAL; level <= TALK_THOROUGH; level++) {
		struct spoken s;

		spoken_init(&s, (enum talk_level)level);
		s.plan.roots = roots;
		spoken_feed(&s, "postgresql", 5432, NULL, words,
		            sizeof(words) - 1, 64, TALK_CLOSED);
		assert_memory_equal(buf_text(&s.said), request, 8);
		assert_int_equal(s.said.len, level == TALK_NORMAL
		                                 ? 8
		                                 : 8 + sizeof(START END) - 1);
		assert_int_equal(s.sight.signs.count,
		                 level == TALK_NORMAL ? 0 : 1);
		spoken_clear(&s);
		spoken_init(&s, (enum talk_level)level);
		s.plan.roots = roots;
		spoken_feed(&s, "postgresql", 5432, NULL, "E" LET_IN READY,
		            sizeof(words) - 1, 64, TALK_CLOSED);
		assert_int_equal(s.said.len, 8);
		spoken_clear(&s);
	}
	SSL_CTX_free(roots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_no_tls_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
