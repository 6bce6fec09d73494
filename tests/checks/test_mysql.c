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
	{ "MariaDB, open to anyone",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB OK),
	  { "db-no-auth" },
	  "OK",
	  "MariaDB 10.11.6-MariaDB",
	  1,
	  WORDS(AS_ROOT QUIT) },
	{ "open to nobody in particular",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB DENIED MARIADB OK),
	  { "db-no-auth" },
	  "OK",
	  NULL,
	  2,
	  WORDS(AS_ROOT AS_NOBODY QUIT) },
	{ "a password",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB DENIED MARIADB DENIED),
	  { NULL },
	  NULL,
	  NULL,
	  2,
	  WORDS(AS_ROOT AS_NOBODY) },
	{ "MariaDB as installed: another way",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB SWITCH_SOCKET),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  WORDS(AS_ROOT) },
	{ "another way that an empty answer opens",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB SWITCH_NATIVE "\x07\0\0\x04\0\0\0\x02\0\0\0"),
	  { "db-no-auth" },
	  NULL,
	  NULL,
	  1,
	  WORDS(AS_ROOT "\0\0\0\x03" QUIT) },
	{ "another way, denied",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB SWITCH_NATIVE DENIED MARIADB DENIED),
	  { NULL },
	  NULL,
	  NULL,
	  2,
	  NULL,
	  0 },
	{ "another way for ever",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB SWITCH_NATIVE SWITCH_NATIVE OK),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  NULL,
	  0 },
	{ "not for this address",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(NOT_YOU),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "MySQL 8, a password",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MYSQL "\x02\0\0\x02\x01\x04" OK),
	  { NULL },
	  NULL,
	  "MySQL 8.0.36",
	  1,
	  NULL,
	  0 },
	{ "MySQL 8, open",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MYSQL OK),
	  { "db-no-auth" },
	  NULL,
	  "MySQL 8.0.36",
	  1,
	  NULL,
	  0 },
	{ "an answer too short",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(MARIADB "\x02\0\0\x02\0\0"),
	  { NULL },
	  NULL,
	  NULL,
	  1,
	  WORDS(AS_ROOT) },
	{ "before 4.1",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(OLD OK),
	  { NULL },
	  NULL,
	  "MySQL 4.0.1",
	  1,
	  WORDS("") },
	{ "a greeting too short",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS(SHORT OK),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "a version without end",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS("\x06\0\0\0\x0a"
	        "8.0.3" OK),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "nothing in a packet",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS("\0\0\0\0" MARIADB OK),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "a packet without end",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS("\xff\xff\xff\0\x0a"
	        "8.0"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "something else",
	  "mysql",
	  TALK_THOROUGH,
	  WORDS("HTTP/1.1 400 Bad Request\r\n"),
	  { NULL },
	  NULL,
	  "",
	  1,
	  WORDS("") },
	{ "nothing that was agreed to",
	  "mysql",
	  TALK_NORMAL,
	  WORDS(MARIADB OK),
	  { NULL },
	  NULL,
	  "MariaDB 10.11.6-MariaDB",
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
