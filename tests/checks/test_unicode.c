/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/unicode.h"

#include <string.h>

#define CASE(bytes, text)                      \
	{                                      \
		bytes, sizeof(bytes) - 1, text \
	}

static void reads_what_a_mark_says(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *text;
	} cases[] = {
		CASE("\xff\xfe\x3c\x00\xe9\x00", "<é"),
		CASE("\xfe\xff\x00\x3c\x00\xe9", "<é"),
		CASE("\x3c\x00\x3f\x00\x78\x00", "<?x"),
		CASE("\xef\xbb\xbf<\xc3\xa9", "<é"),
		CASE("<\xc3\xa9", "<é"),
		CASE("<\xe9>", "<é>"),
		CASE("a\x00z", "a z"),
		CASE("\xff\xfe\x3d\xd8\x00\xde", "\xf0\x9f\x98\x80"),
		CASE("\xff\xfe\x3d\xd8x\x00", "\xef\xbf\xbdx"),
		CASE("\xff\xfe\x00\xde", "\xef\xbf\xbd"),
		CASE("\xff\xfe\x3d\xd8", "\xef\xbf\xbd"),
		CASE("\xff\xfe\x61", ""),
		CASE("", ""),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;

		buf_init(&out, 64);
		assert_true(unicode_text(cases[i].bytes, cases[i].len, &out));
		assert_string_equal(buf_text(&out), cases[i].text);
		buf_clear(&out);
	}
}

static void ends_at_a_zero_where_text_does(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	assert_true(unicode_utf16("a\0b\0\0\0c", 8, &out));
	assert_string_equal(buf_text(&out), "ab");
	buf_clear(&out);
}

static void says_when_it_does_not_fit(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 3);
	assert_false(unicode_text("abcd", 4, &out));
	buf_clear(&out);
	assert_false(unicode_utf16("a\0b\0c\0d\0", 8, &out));
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_a_mark_says),
		cmocka_unit_test(ends_at_a_zero_where_text_does),
		cmocka_unit_test(says_when_it_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
