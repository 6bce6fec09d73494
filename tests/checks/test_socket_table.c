/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/socket_table.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define TCP4_ROW(state, address, port, owner) \
	state "\0\0\0" address port "\0\0"    \
	      "\0\0\0\0"                      \
	      "\0\0\0\0" owner "\0\0\0"
#define ZERO16 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define ONE16  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"
#define MAPPED "\0\0\0\0\0\0\0\0\0\0\xff\xff\x7f\0\0\1"
#define TCP6_ROW(state, address, port, owner)            \
	address "\0\0\0\0" port "\0\0" ZERO16 "\0\0\0\0" \
		"\0\0\0\0" state "\0\0\0" owner "\0\0\0"

struct want {
	uint16_t port;
	uint32_t state;
	uint32_t owner;
	bool loopback;
};

static const struct {
	enum socket_table kind;
	const char *data;
	size_t len;
	size_t count;
	struct want row[3];
} cases[] = {
#define TABLE(text) text, sizeof(text) - 1
	{ SOCKET_TABLE_TCP4,
	  TABLE("\2\0\0\0" TCP4_ROW("\2", "\0\0\0\0", "\x01\xbd", "\4")
	            TCP4_ROW("\5", "\x7f\0\0\1", "\x0d\x3d", "\x2c")),
	  2,
	  { { 445, 2, 4, false }, { 3389, 5, 44, true } } },
	{ SOCKET_TABLE_TCP6,
	  TABLE("\3\0\0\0" TCP6_ROW("\2", ZERO16, "\0\x87", "\x09")
	            TCP6_ROW("\2", ONE16, "\x1f\x90", "\x0a")
	                TCP6_ROW("\2", MAPPED, "\0\x50", "\x0b")),
	  3,
	  { { 135, 2, 9, false },
	    { 8080, 2, 10, true },
	    { 80, 2, 11, true } } },
	{ SOCKET_TABLE_UDP4,
	  TABLE("\1\0\0\0"
	        "\xc0\xa8\1\x0a"
	        "\0\x89\0\0"
	        "\4\0\0\0"),
	  1,
	  { { 137, 0, 4, false } } },
	{ SOCKET_TABLE_UDP6,
	  TABLE("\1\0\0\0" ONE16 "\0\0\0\0"
	        "\x07\x6c\0\0"
	        "\x10\0\0\0"),
	  1,
	  { { 1900, 0, 16, true } } },
	/* It says more rows than there are, or has half of one. */
	{ SOCKET_TABLE_UDP4,
	  TABLE("\xff\xff\xff\xff"
	        "\xc0\xa8\1\x0a"
	        "\0\x89\0\0"
	        "\4\0\0\0"
	        "\xc0\xa8\1"),
	  1,
	  { { 137, 0, 4, false } } },
	{ SOCKET_TABLE_UDP4,
	  TABLE("\0\0\0\0"
	        "\xc0\xa8\1\x0a"),
	  0,
	  { { 0 } } },
	{ SOCKET_TABLE_TCP4, TABLE("\1\0\0"), 0, { { 0 } } },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const uint8_t *data = (const uint8_t *)cases[i].data;

		assert_int_equal(
		    socket_table_count(cases[i].kind, data, cases[i].len),
		    cases[i].count);
		for (size_t j = 0; j < cases[i].count; j++) {
			const struct want *want = &cases[i].row[j];
			struct socket_row row;

			socket_table_row(&row, cases[i].kind, data, j);
			assert_int_equal(row.port, want->port);
			assert_int_equal(row.state, want->state);
			assert_int_equal(row.owner, want->owner);
			assert_int_equal(row.loopback, want->loopback);
		}
	}
}

static void test_address(void **state)
{
	static const uint8_t table[] = { 1,    0,    0, 0, 0xc0, 0xa8, 1, 10,
		                         0x14, 0xe9, 0, 0, 4,    0,    0, 0 };
	static const uint8_t want[4] = { 192, 168, 1, 10 };
	struct socket_row row;

	(void)state;
	socket_table_row(&row, SOCKET_TABLE_UDP4, table, 0);
	assert_int_equal(row.bytes, 4);
	assert_memory_equal(row.address, want, 4);
	assert_int_equal(row.port, 5353);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_address),
	};

	return cmocka_run_group_tests_name("socket_table", tests, NULL, NULL);
}
