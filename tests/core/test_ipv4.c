/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/ipv4.h"

#include <stdbool.h>

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		bool good;
		uint32_t address;
	} cases[] = {
		{ "192.0.2.1", true, 0xc0000201 },
		{ "0.0.0.0", true, 0 },
		{ "255.255.255.255", true, 0xffffffff },
		{ "10.20.30.40", true, 0x0a141e28 },
		/* Anything that somebody else could read otherwise. */
		{ "192.0.2.256", false, 0 },
		{ "192.0.2.01", false, 0 },
		{ "192.0.2", false, 0 },
		{ "192.0.2.1.5", false, 0 },
		{ "192.0.2.1 ", false, 0 },
		{ " 192.0.2.1", false, 0 },
		{ "192.0.2.+1", false, 0 },
		{ "192.0.2.-1", false, 0 },
		{ "192.0.2.0001", false, 0 },
		{ "192..2.1", false, 0 },
		{ "0xc0.0.2.1", false, 0 },
		{ "3221225985", false, 0 },
		{ "", false, 0 },
		{ ".", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t address = 0;

		print_message("\"%s\"\n", cases[i].text);
		assert_int_equal(ipv4_parse(cases[i].text, &address),
		                 cases[i].good);
		if (cases[i].good)
			assert_int_equal(address, cases[i].address);
	}
}

static void test_range(void **state)
{
	static const struct {
		const char *text;
		bool good;
		unsigned bits;
	} cases[] = {
		{ "192.0.2.1/24", true, 24 },
		{ "192.0.2.1/0", true, 0 },
		{ "192.0.2.1/32", true, 32 },
		{ "192.0.2.1/33", false, 0 },
		{ "192.0.2.1/024", false, 0 },
		{ "192.0.2.1/", false, 0 },
		{ "192.0.2.1", false, 0 },
		{ "192.0.2.1/24 ", false, 0 },
		{ "192.0.2.1/24/24", false, 0 },
		{ "192.0.2.1/-1", false, 0 },
		{ "192.0.2/24", false, 0 },
		{ "/24", false, 0 },
		{ "", false, 0 },
		{ "192.0.2.1xxxxxxxxxxxxxxx/24", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t address = 0;
		unsigned bits = 99;

		print_message("\"%s\"\n", cases[i].text);
		assert_int_equal(
		    ipv4_parse_range(cases[i].text, &address, &bits),
		    cases[i].good);
		if (!cases[i].good)
			continue;
		assert_int_equal(bits, cases[i].bits);
		assert_int_equal(address, 0xc0000201);
	}
}

/* What is written is read back, bit by bit. */
static void test_format(void **state)
{
	char text[IPV4_TEXT];

	(void)state;
	ipv4_format(text, 0xffffffff);
	assert_string_equal(text, "255.255.255.255");
	for (unsigned bit = 0; bit < 32; bit++) {
		uint32_t back = 0;

		ipv4_format(text, UINT32_C(1) << bit);
		assert_true(ipv4_parse(text, &back));
		assert_int_equal(back, UINT32_C(1) << bit);
	}
}

static void test_mask(void **state)
{
	(void)state;
	assert_int_equal(ipv4_mask(0), 0);
	assert_int_equal(ipv4_mask(1), 0x80000000);
	assert_int_equal(ipv4_mask(24), 0xffffff00);
	assert_int_equal(ipv4_mask(30), 0xfffffffc);
	assert_int_equal(ipv4_mask(32), 0xffffffff);
}

/* The first and last address of each private range, and their neighbours. */
static void test_private(void **state)
{
	static const struct {
		uint32_t address;
		bool private;
	} cases[] = {
		{ 0x09ffffff, false }, { 0x0a000000, true },
		{ 0x0affffff, true },  { 0x0b000000, false },
		{ 0xac0fffff, false }, { 0xac100000, true },
		{ 0xac1fffff, true },  { 0xac200000, false },
		{ 0xc0a7ffff, false }, { 0xc0a80000, true },
		{ 0xc0a8ffff, true },  { 0xc0a90000, false },
		{ 0xa9fe0001, false }, { 0x7f000001, false },
		{ 0x64400001, false }, { 0, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(ipv4_private(cases[i].address),
		                 cases[i].private);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),   cmocka_unit_test(test_range),
		cmocka_unit_test(test_format),  cmocka_unit_test(test_mask),
		cmocka_unit_test(test_private),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
