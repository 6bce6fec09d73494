/* SPDX-License-Identifier: Apache-2.0 */
#include "core/random.h"

#include "core/base64.h"
#include "core/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

/* Over 64 draws every bit of every byte is seen both ways (2^-63 a bit). */
static void test_bytes(void **state)
{
	uint8_t ones[32] = { 0 }, zeros[32] = { 0 };

	(void)state;
	for (int round = 0; round < 64; round++) {
		uint8_t bytes[32];
		struct err e;

		assert_true(random_bytes(bytes, sizeof(bytes), &e));
		for (size_t i = 0; i < sizeof(bytes); i++) {
			ones[i] |= bytes[i];
			zeros[i] |= (uint8_t)~bytes[i];
		}
	}
	for (size_t i = 0; i < sizeof(ones); i++) {
		assert_int_equal(ones[i], 0xff);
		assert_int_equal(zeros[i], 0xff);
	}
}

static void test_token(void **state)
{
	char token[RANDOM_TOKEN], other[RANDOM_TOKEN];
	struct buf bytes;
	struct err e;

	(void)state;
	buf_init(&bytes, 32);
	assert_true(random_token(token, &e));
	assert_true(random_token(other, &e));
	assert_int_equal(strlen(token), RANDOM_TOKEN - 1);
	assert_string_not_equal(token, other);
	assert_true(base64_decode_url(&bytes, token, strlen(token), &e));
	assert_int_equal(bytes.len, 32);
	buf_clear(&bytes);
}

static void test_secret(void **state)
{
	char secret[] = "mot de passe";

	(void)state;
	assert_true(secret_same(secret, "mot de passe", 12));
	assert_false(secret_same(secret, "mot de passE", 12));
	assert_false(secret_same(secret, "Mot de passe", 12));
	assert_true(secret_same(secret, "Mot de passe", 0));
	secret_clear(secret, 4);
	assert_memory_equal(secret, "\0\0\0\0de passe", 12);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_token),
		cmocka_unit_test(test_secret),
	};

	return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
