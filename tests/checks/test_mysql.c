/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

/*
 * Greetings: offers are those of MariaDB 10.11 and MySQL 8.0, but for TLS,
 * which test_carry.c has.
 */
#define SALT  "12345678"
#define ZEROS "\0\0\0\0\0\0\0\0\0\0"
#define MARIADB                                                    \
	"\x59\0\0\0\x0a"                                           \
	"5.5.5-10.11.6-MariaDB\0"                                  \
	"\x1f\0\0\0" SALT "\0\xfe\xf7\x2d\x02\0\xff\x81\x15" ZEROS \
	"123456789012\0"                                           \
	"mysql_native_password\0"
#define MYSQL                                                      \
	"\x4a\0\0\0\x0a"                                           \
	"8.0.36\0"                                                 \
	"\x1f\0\0\0" SALT "\0\xff\xf7\xff\x02\0\xff\xdf\x15" ZEROS \
	"123456789012\0"                                           \
	"caching_sha2_password\0"
/* Before 4.1 there were no more offers. */
#define OLD              \
	"\x16\0\0\0\x0a" \
	"4.0.1\0"        \
	"\x1f\0\0\0" SALT "\0\x2c\0"
#define SHORT            \
	"\x13\0\0\0\x0a" \
	"4.0.1\0"        \
	"\x1f\0\0\0" SALT

#define OK     "\x07\0\0\x02\0\0\0\x02\0\0\0"
#define DENIED "\x0c\0\0\x02\xff\x15\x04#28000no!"
#define NOT_YOU                  \
	"\x0c\0\0\0\xff\x6a\x04" \
	"Host 'x' "

/* Another way, by name. */
#define SWITCH_SOCKET      \
	"\x0d\0\0\x02\xfe" \
	"unix_socket\0"
#define SWITCH_NATIVE      \
	"\x1f\0\0\x02\xfe" \
	"mysql_native_password\0" SALT

#define QUIT "\x01\0\0\0\x01"

/* Ours. */
#define CAPS "\0\xa2\x08\0\0\0\0\x01\x21" ZEROS ZEROS "\0\0\0"
#define AS_ROOT                        \
	"\x3c\0\0\x01" CAPS "root\0\0" \
	"mysql_native_password\0"
#define AS_NOBODY                  \
	"\x38\0\0\x01" CAPS "\0\0" \
	"mysql_native_password\0"

static const struct exchange cases[] = {
	{ "MariaDB, open to anyone", WORDS(MARIADB OK), .level = TALK_THOROUGH,
	  .signs = "db-no-auth=OK", .product = "MariaDB 10.11.6-MariaDB",
	  .connections = 1, SAYS(AS_ROOT QUIT) },
	{ "open to nobody in particular", WORDS(MARIADB DENIED MARIADB OK),
	  .level = TALK_THOROUGH, .signs = "db-no-auth=OK",
	  .product = "MariaDB 10.11.6-MariaDB", .connections = 2,
	  SAYS(AS_ROOT AS_NOBODY QUIT) },
	{ "a password", WORDS(MARIADB DENIED MARIADB DENIED),
	  .level = TALK_THOROUGH, .product = "MariaDB 10.11.6-MariaDB",
	  .connections = 2, SAYS(AS_ROOT AS_NOBODY) },
	{ "MariaDB as installed: another way", WORDS(MARIADB SWITCH_SOCKET),
	  .level = TALK_THOROUGH, .product = "MariaDB 10.11.6-MariaDB",
	  .connections = 1, SAYS(AS_ROOT) },
	{ "another way that an empty answer opens",
	  WORDS(MARIADB SWITCH_NATIVE "\x07\0\0\x04\0\0\0\x02\0\0\0"),
	  .level = TALK_THOROUGH, .signs = "db-no-auth=OK",
	  .product = "MariaDB 10.11.6-MariaDB", .connections = 1,
	  SAYS(AS_ROOT "\0\0\0\x03" QUIT) },
	{ "another way, denied",
	  WORDS(MARIADB SWITCH_NATIVE DENIED MARIADB DENIED),
	  .level = TALK_THOROUGH, .product = "MariaDB 10.11.6-MariaDB",
	  .connections = 2 },
	{ "another way for ever", WORDS(MARIADB SWITCH_NATIVE SWITCH_NATIVE OK),
	  .level = TALK_THOROUGH, .product = "MariaDB 10.11.6-MariaDB",
	  .connections = 1 },
	{ "not for this address", WORDS(NOT_YOU), .level = TALK_THOROUGH,
	  .connections = 1, SAYS("") },
	{ "MySQL 8, a password", WORDS(MYSQL "\x02\0\0\x02\x01\x04" OK),
	  .level = TALK_THOROUGH, .product = "MySQL 8.0.36", .connections = 1 },
	{ "MySQL 8, open", WORDS(MYSQL OK), .level = TALK_THOROUGH,
	  .signs = "db-no-auth=OK", .product = "MySQL 8.0.36",
	  .connections = 1 },
	{ "an answer too short", WORDS(MARIADB "\x02\0\0\x02\0\0"),
	  .level = TALK_THOROUGH, .product = "MariaDB 10.11.6-MariaDB",
	  .connections = 1, SAYS(AS_ROOT) },
	{ "before 4.1", WORDS(OLD OK), .level = TALK_THOROUGH,
	  .product = "MySQL 4.0.1", .connections = 1, SAYS("") },
	{ "a greeting too short", WORDS(SHORT OK), .level = TALK_THOROUGH,
	  .connections = 1, SAYS("") },
	{ "a version without end",
	  WORDS("\x06\0\0\0\x0a"
	        "8.0.3" OK),
	  .level = TALK_THOROUGH, .connections = 1, SAYS("") },
	{ "nothing in a packet", WORDS("\0\0\0\0" MARIADB OK),
	  .level = TALK_THOROUGH, .connections = 1, SAYS("") },
	{ "a packet without end",
	  WORDS("\xff\xff\xff\0\x0a"
	        "8.0"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS("") },
	{ "something else", WORDS("HTTP/1.1 400 Bad Request\r\n"),
	  .level = TALK_THOROUGH, .connections = 1, SAYS("") },
	{ "nothing that was agreed to", WORDS(MARIADB OK), .level = TALK_NORMAL,
	  .product = "MariaDB 10.11.6-MariaDB", .connections = 1, SAYS("") },
};

static void test_cases(void **state)
{
	(void)state;
	exchange_check(cases, sizeof(cases) / sizeof(cases[0]), "mysql");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
