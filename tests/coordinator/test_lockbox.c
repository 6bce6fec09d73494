/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/lockbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW    INT64_C(1795336200)
#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static char folder[2][32] = { "/tmp/test-lockbox-XXXXXX",
	                      "/tmp/test-lockbox-XXXXXX" };
static struct keyring *keys[2];

static int prepare(void **state)
{
	struct err e;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_non_null(mkdtemp(folder[i]));
		keys[i] = keyring_open(folder[i], "Essai", NOW, true, &e);
		assert_non_null(keys[i]);
	}
	return 0;
}

static int tidy(void **state)
{
	char command[80];

	(void)state;
	for (int i = 0; i < 2; i++) {
		keyring_close(keys[i]);
		snprintf(command, sizeof(command), "rm -rf -- %s", folder[i]);
		assert_int_equal(system(command), 0);
	}
	return 0;
}

static void test_opens_what_it_sealed(void **state)
{
	static const char *const secrets[] = {
		"", "a", SECRET,
		"sixty-three letters are the most that a secret of ours may have"
	};
	char sealed[LOCKBOX_TEXT], again[LOCKBOX_TEXT], out[LOCKBOX_SECRET];
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		assert_true(
		    lockbox_seal(sealed, keys[0], "zoé", secrets[i], &e));
		assert_true(
		    lockbox_seal(again, keys[0], "zoé", secrets[i], &e));
		/* Nobody sees that two are the same. */
		assert_string_not_equal(sealed, again);
		assert_true(secrets[i][0] == '\0' || i == 1 ||
		            !strstr(sealed, secrets[i]));
		assert_true(lockbox_open(out, keys[0], "zoé", sealed, &e));
		assert_string_equal(out, secrets[i]);
	}
	assert_false(lockbox_seal(sealed, keys[0], "zoé",
	                          "sixty-four letters are one more than a "
	                          "secret of ours may ever have",
	                          &e));
}

static void test_opens_nothing_else(void **state)
{
	static const char *const none[] = {
		"", "AAAA", SECRET, "not base64!",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	};
	char sealed[LOCKBOX_TEXT], out[LOCKBOX_SECRET];
	struct err e;

	(void)state;
	assert_true(lockbox_seal(sealed, keys[0], "zoé", SECRET, &e));
	assert_false(lockbox_open(out, keys[1], "zoé", sealed, &e));
	assert_string_equal(e.text, "it was sealed with another key");
	assert_false(lockbox_open(out, keys[0], "léo", sealed, &e));
	assert_false(lockbox_open(out, NULL, "zoé", sealed, &e));
	assert_false(lockbox_seal(sealed, NULL, "zoé", SECRET, &e));
	for (size_t i = 0; sealed[i]; i++) {
		char before = sealed[i];

		sealed[i] = before == 'A' ? 'B' : 'A';
		assert_false(lockbox_open(out, keys[0], "zoé", sealed, &e));
		sealed[i] = before;
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(lockbox_open(out, keys[0], "zoé", none[i], &e));
	assert_true(lockbox_open(out, keys[0], "zoé", sealed, &e));
}

/* For its owner alone, the same at the next start, and none of an opener's. */
static void test_its_key(void **state)
{
	char path[80], sealed[LOCKBOX_TEXT], out[LOCKBOX_SECRET];
	struct keyring *again;
	struct stat st;
	struct err e;

	(void)state;
	snprintf(path, sizeof(path), "%s/keys/" KEYRING_BOX, folder[0]);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 65);
	assert_true(lockbox_seal(sealed, keys[0], "zoé", SECRET, &e));
	again = keyring_open(folder[0], "Essai", NOW + 1, false, &e);
	assert_non_null(again);
	assert_true(lockbox_open(out, again, "zoé", sealed, &e));
	keyring_only_open(again);
	assert_false(lockbox_open(out, again, "zoé", sealed, &e));
	keyring_close(again);
	assert_int_equal(truncate(path, 40), 0);
	assert_null(keyring_open(folder[0], "Essai", NOW, true, &e));
	assert_non_null(strstr(e.text, KEYRING_BOX));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_opens_what_it_sealed),
		cmocka_unit_test(test_opens_nothing_else),
		cmocka_unit_test(test_its_key),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
