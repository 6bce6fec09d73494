/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base64.h"

#include "core/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

/* RFC 4648's examples, and bytes that use the two letters that differ. */
static const struct {
	const char *bytes;
	size_t len;
	const char *usual;
	const char *address;
} cases[] = {
	{ "", 0, "", "" },
	{ "f", 1, "Zg==", "Zg" },
	{ "fo", 2, "Zm8=", "Zm8" },
	{ "foo", 3, "Zm9v", "Zm9v" },
	{ "foob", 4, "Zm9vYg==", "Zm9vYg" },
	{ "fooba", 5, "Zm9vYmE=", "Zm9vYmE" },
	{ "foobar", 6, "Zm9vYmFy", "Zm9vYmFy" },
	{ "\0\0\0", 3, "AAAA", "AAAA" },
	{ "\xfb\xff\xbf", 3, "+/+/", "-_-_" },
	{ "\xff", 1, "/w==", "_w" },
};

static void test_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b;
		struct err e;

		buf_init(&b, 100);
		assert_true(base64_encode(&b, cases[i].bytes, cases[i].len));
		assert_string_equal(buf_text(&b), cases[i].usual);
		buf_clear(&b);
		assert_true(
		    base64_encode_url(&b, cases[i].bytes, cases[i].len));
		assert_string_equal(buf_text(&b), cases[i].address);
		assert_int_equal(b.len, BASE64_URL_LEN(cases[i].len));
		buf_clear(&b);
		assert_true(base64_decode(&b, cases[i].usual,
		                          strlen(cases[i].usual), &e));
		assert_int_equal(b.len, cases[i].len);
		assert_memory_equal(buf_text(&b), cases[i].bytes, b.len);
		buf_clear(&b);
		assert_true(base64_decode_url(&b, cases[i].address,
		                              strlen(cases[i].address), &e));
		assert_int_equal(b.len, cases[i].len);
		assert_memory_equal(buf_text(&b), cases[i].bytes, b.len);
		buf_clear(&b);
	}
}

/* Texts that are no usual base64; those of addresses are beside. */
static const char *const bad[] = {
	"Z",     "Zg",       "Zg=",   "Zg===",  "=",        "==",       "====",
	"Zm9v=", "Zm9v====", "Zm 9v", "Zm9v\n", " Zm9",     "Zm9v\r\n", "-_-_",
	"Zh==",  "Zm9=",     "Z=g=",  "=Zg=",   "Zg==Zg==", "Zm9\xc3",
};
static const char *const bad_address[] = {
	"Z", "Zg==", "Zm8=", "+/+/", "Zm9vY", "Zh", "Zm9", "Zm 9v", "Zm9v\n",
};

static void refuse(const char *text, size_t len, bool address)
{
	struct buf b;
	struct err e;

	buf_init(&b, 100);
	buf_str(&b, "before");
	assert_false(address ? base64_decode_url(&b, text, len, &e)
	                     : base64_decode(&b, text, len, &e));
	assert_true(buf_ok(&b));
	assert_string_equal(buf_text(&b), "before");
	buf_clear(&b);
}

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(bad[i], strlen(bad[i]), false);
	for (size_t i = 0; i < sizeof(bad_address) / sizeof(bad_address[0]);
	     i++)
		refuse(bad_address[i], strlen(bad_address[i]), true);
	refuse("AA\0A", 4, false);
	refuse("AA\0A", 4, true);
}

/* Every single letter behind three others: 64 of 256 are letters. */
static void test_letters(void **state)
{
	int taken = 0, taken_address = 0;

	(void)state;
	for (int c = 0; c < 256; c++) {
		char text[4] = { 'A', 'A', 'A', (char)c };
		struct buf b;
		struct err e;

		buf_init(&b, 100);
		taken += base64_decode(&b, text, 4, &e);
		taken_address += base64_decode_url(&b, text, 4, &e);
		buf_clear(&b);
	}
	assert_int_equal(taken, 65); /* with "AAA=" */
	assert_int_equal(taken_address, 64);
}

static void test_ceiling(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 5);
	assert_false(base64_decode(&b, "Zm9vYmFy", 8, &e));
	assert_int_equal(b.len, 0);
	buf_clear(&b);
}

/* Every length of random bytes comes back. */
static void test_back(void **state)
{
	uint8_t bytes[200];

	(void)state;
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		struct buf text, back;
		struct err e;

		buf_init(&text, 1000);
		buf_init(&back, 1000);
		assert_true(random_bytes(bytes, len, &e));
		assert_true(base64_encode(&text, bytes, len));
		assert_true(
		    base64_decode(&back, buf_text(&text), text.len, &e));
		assert_int_equal(back.len, len);
		assert_memory_equal(buf_text(&back), bytes, len);
		buf_clear(&text);
		buf_clear(&back);
		assert_true(base64_encode_url(&text, bytes, len));
		assert_int_equal(text.len, BASE64_URL_LEN(len));
		assert_true(
		    base64_decode_url(&back, buf_text(&text), text.len, &e));
		assert_memory_equal(buf_text(&back), bytes, len);
		buf_clear(&text);
		buf_clear(&back);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_letters),  cmocka_unit_test(test_ceiling),
		cmocka_unit_test(test_back),
	};

	return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
