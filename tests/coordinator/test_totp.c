/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* "12345678901234567890", the secret of RFC 6238's appendix B. */
static const char rfc[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/* Its last six digits of eight are what six digits give. */
static void codes_are_those_of_the_rfc(void **state)
{
	static const struct {
		int64_t time;
		const char *code;
	} cases[] = {
		{ 59, "287082" },         { 1111111109, "081804" },
		{ 1111111111, "050471" }, { 1234567890, "005924" },
		{ 2000000000, "279037" }, { 20000000000, "353130" },
	};
	char code[TOTP_CODE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(totp_code(code, rfc, cases[i].time / TOTP_STEP));
		assert_string_equal(code, cases[i].code);
	}
	assert_false(totp_code(code, "", 1));
	assert_false(totp_code(code, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", 1));
	assert_false(totp_code(code, rfc, -1));
}

static void a_step_to_either_side_is_fine_and_none_twice(void **state)
{
	const int64_t now = 1234567890;
	const int64_t step = now / TOTP_STEP;
	char code[TOTP_CODE];
	int64_t used = 0;

	(void)state;
	for (int64_t s = step - 3; s <= step + 3; s++) {
		assert_true(totp_code(code, rfc, s));
		assert_int_equal(totp_check(rfc, code, now, 0, &used),
		                 s >= step - 1 && s <= step + 1);
		if (s >= step - 1 && s <= step + 1)
			assert_int_equal(used, s);
		assert_false(totp_check(rfc, code, now, s, &used));
	}
}

static void only_six_digits_are_a_code(void **state)
{
	static const char *const bad[] = { "",         "00592",  "0059245",
		                           "00592a",   "-05924", "005924x",
		                           "００5924", "0x5924" };
	int64_t step;

	(void)state;
	assert_true(totp_check(rfc, " 005 924 ", 1234567890, 0, &step));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(totp_check(rfc, bad[i], 1234567890, 0, &step));
}

static void a_secret_follows_from_its_seed(void **state)
{
	char one[TOTP_SECRET];
	char two[TOTP_SECRET];
	char code[TOTP_CODE];

	(void)state;
	totp_derive(one, "a");
	assert_int_equal(strlen(one), TOTP_SECRET - 1);
	/* SHA-256 of "a" begins with ca978112ca1b...; in base32 ZKLYCEWK... */
	assert_true(strncmp(one, "ZKLYCEWK", 8) == 0);
	totp_derive(two, "b");
	assert_string_not_equal(one, two);
	assert_true(totp_code(code, one, 1));
}

static void names_are_escaped_in_the_address(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	totp_uri(&out, rfc, "anne&x=1", "Syndicat é:1");
	assert_string_equal(buf_text(&out),
	                    "otpauth://totp/Syndicat%20%C3%A9%3A1:anne%26x%3D1"
	                    "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	                    "&issuer=Syndicat%20%C3%A9%3A1"
	                    "&algorithm=SHA1&digits=6&period=30");
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_the_rfc),
		cmocka_unit_test(a_step_to_either_side_is_fine_and_none_twice),
		cmocka_unit_test(only_six_digits_are_a_code),
		cmocka_unit_test(a_secret_follows_from_its_seed),
		cmocka_unit_test(names_are_escaped_in_the_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
