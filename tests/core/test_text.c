/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_nearest(void **state)
{
	static const char *const list[] = { "backup-recent", "backup-offline",
		                            "os-updates" };

	(void)state;
	assert_string_equal(text_nearest("backup-recnet", list, 3),
	                    "backup-recent");
	assert_string_equal(text_nearest("os-update", list, 3), "os-updates");
	assert_null(text_nearest("firewall", list, 3));
	assert_string_equal(text_nearest("scna", (const char *[]){ "scan" }, 1),
	                    "scan");
}

static void test_clean(void **state)
{
	char out[16];

	(void)state;
	text_clean(out, sizeof(out), "a\x1b[31mb");
	assert_string_equal(out, "a [31mb");
	text_clean(out, sizeof(out), "x\xE2\x80\xAEy");
	assert_string_equal(out, "x y");
	text_clean(out, 4, "abé");
	assert_string_equal(out, "ab");
	text_clean(out, sizeof(out), "\xFF");
	assert_string_equal(out, "\xEF\xBF\xBD");
}

static void test_is(void **state)
{
	(void)state;
	assert_true(text_is("tcp", "tcp"));
	assert_false(text_is("tcp", "TCP"));
	assert_false(text_is("tcp", "tcp6"));
	assert_false(text_is(NULL, "tcp"));
	assert_false(text_is("tcp", NULL));
	assert_false(text_is(NULL, NULL));
}

static void test_like(void **state)
{
	static const struct {
		const char *pattern;
		const char *text;
		bool like;
	} table[] = {
		{ "nas", "NAS", true },
		{ "nas", "nas2", false },
		{ "nas*", "nas", true },
		{ "*nas", "le-nas", true },
		{ "*nas", "nasa", false },
		{ "*a*b*", "xxaxxbxx", true },
		{ "*a*b*", "xxbxxa", false },
		{ "*", "", true },
		{ "", "", true },
		{ "", "x", false },
		{ "a*a", "a", false },
		{ "**a", "a", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_int_equal(text_like(table[i].pattern, table[i].text),
		                 table[i].like);
}

/* What is written is read back, and is as long as UTF-8 says. */
static void test_encode(void **state)
{
	static const struct {
		uint32_t point;
		size_t bytes;
	} table[] = {
		{ 0x1, 1 },     { 0x7f, 1 },     { 0x80, 2 },   { 0x7ff, 2 },
		{ 0x800, 3 },   { 0xd7ff, 3 },   { 0xe000, 3 }, { 0xffff, 3 },
		{ 0x10000, 4 }, { 0x10ffff, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char out[5] = { 0 };
		const char *s = out;

		assert_int_equal(text_encode(out, table[i].point),
		                 table[i].bytes);
		assert_int_equal(text_next(&s), table[i].point);
		assert_ptr_equal(s, out + table[i].bytes);
	}
}

static void test_hex(void **state)
{
	static const char digits[] = "0123456789abcdef";

	(void)state;
	for (int i = 0; i < 16; i++)
		assert_int_equal(text_hex(digits[i]), i);
	assert_int_equal(text_hex('A'), 10);
	assert_int_equal(text_hex('F'), 15);
	for (const char *other = "gG/:@`\x80"; *other; other++)
		assert_int_equal(text_hex(*other), -1);
	assert_int_equal(text_hex('\0'), -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nearest), cmocka_unit_test(test_clean),
		cmocka_unit_test(test_is),      cmocka_unit_test(test_hex),
		cmocka_unit_test(test_like),    cmocka_unit_test(test_encode),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
