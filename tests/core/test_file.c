/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/core/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <errno.h>
#include <cmocka.h>

static unsigned count;

static bool count_one(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	count++;
	return true;
}

static void test_write_then_read(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	assert_true(file_write(scratch_path("a"), "un", 2, &e));
	assert_true(file_write(scratch_path("a"), "deux", 4, &e));
	buf_init(&b, 4);
	assert_true(file_read(scratch_path("a"), &b, &e));
	assert_string_equal(buf_text(&b), "deux");
	buf_clear(&b);
	buf_init(&b, 3);
	assert_false(file_read(scratch_path("a"), &b, &e));
	assert_non_null(strstr(e.text, "larger than 3 bytes"));
	buf_clear(&b);
}

static void test_what_cannot_be_read(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 100);
	assert_false(file_read(scratch_path("none"), &b, &e));
	assert_int_equal(e.sys, ENOENT);
	assert_false(file_read(scratch_path("no/none"), &b, &e));
	assert_int_equal(e.sys, ENOENT);
	assert_false(file_read(scratch, &b, &e));
	assert_int_equal(e.sys, EISDIR);
	buf_clear(&b);
}

static void test_a_failed_write_leaves_nothing(void **state)
{
	struct err e;
	unsigned before;

	(void)state;
	assert_true(file_mkdir(scratch_path("dir"), &e));
	count = 0;
	assert_true(file_list(scratch, count_one, NULL, &e));
	before = count;
	/* A folder cannot be replaced by a file. */
	assert_false(file_write(scratch_path("dir"), "x", 1, &e));
	count = 0;
	assert_true(file_list(scratch, count_one, NULL, &e));
	assert_int_equal(count, before);
	assert_false(file_write(scratch_path("no/such/file"), "x", 1, &e));
	assert_int_equal(e.sys, ENOENT);
}

static void test_other_names(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	assert_true(file_write(scratch_path("old"), "un", 2, &e));
	assert_true(file_write(scratch_path("new"), "deux", 4, &e));
	assert_true(file_rename(scratch_path("old"), scratch_path("new"), &e));
	assert_false(file_exists(scratch_path("old")));
	buf_init(&b, 100);
	assert_true(file_read(scratch_path("new"), &b, &e));
	assert_string_equal(buf_text(&b), "un");
	buf_clear(&b);
	assert_false(file_rename(scratch_path("old"), scratch_path("new"), &e));
	assert_int_equal(e.sys, ENOENT);
	assert_true(file_remove(scratch_path("new")));
	assert_false(file_exists(scratch_path("new")));
	assert_true(file_remove(scratch_path("new")));
	assert_true(file_remove(scratch_path("no/such/file")));
	assert_false(file_remove(scratch));
}

/* More than the 260 characters that Windows had for long. */
static void test_long_paths(void **state)
{
	char deep[900] = "";
	struct buf b;
	struct err e;

	(void)state;
	while (strlen(deep) < 330)
		strcat(deep, "un sous-dossier de la mairie/");
	assert_true(file_mkdir(scratch_path(deep), &e));
	strcat(deep, "décision œuvre 日本.json");
	assert_true(file_write(scratch_path(deep), "un", 2, &e));
	assert_true(file_write(scratch_path(deep), "deux", 4, &e));
	assert_true(file_exists(scratch_path(deep)));
	buf_init(&b, 100);
	assert_true(file_read(scratch_path(deep), &b, &e));
	assert_string_equal(buf_text(&b), "deux");
	buf_clear(&b);
	assert_true(file_remove(scratch_path(deep)));
}

static void test_folders(void **state)
{
	struct err e;

	(void)state;
	assert_true(file_mkdir(scratch_path("x/y/z"), &e));
	assert_true(file_exists(scratch_path("x/y/z")));
	assert_true(file_mkdir(scratch_path("x/y/z"), &e));
	assert_true(file_can_write(scratch_path("x/y/z"), &e));
	assert_false(file_can_write(scratch_path("nowhere"), &e));
	assert_true(file_write(scratch_path("f"), "", 0, &e));
	assert_false(file_mkdir(scratch_path("f/under"), &e));
	assert_false(file_mkdir(scratch_path("f"), &e));
	assert_false(file_list(scratch_path("nowhere"), count_one, NULL, &e));
}

static char seen[100];

static bool note(void *ctx, const char *name)
{
	(void)ctx;
	strncat(seen, name, sizeof(seen) - strlen(seen) - 1);
	return strlen(seen) < 4;
}

static void test_list_in_order_until_told(void **state)
{
	static const char *const names[] = { "é", "b", "a", "C", "Z" };
	struct err e;

	(void)state;
	assert_true(file_mkdir(scratch_path("list"), &e));
	count = 0;
	assert_true(file_list(scratch_path("list"), count_one, NULL, &e));
	assert_int_equal(count, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char name[32];

		snprintf(name, sizeof(name), "list/%s", names[i]);
		assert_true(file_write(scratch_path(name), "", 0, &e));
	}
	assert_true(file_list(scratch_path("list"), note, NULL, &e));
	assert_string_equal(seen, "CZab");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_then_read),
		cmocka_unit_test(test_what_cannot_be_read),
		cmocka_unit_test(test_a_failed_write_leaves_nothing),
		cmocka_unit_test(test_other_names),
		cmocka_unit_test(test_long_paths),
		cmocka_unit_test(test_folders),
		cmocka_unit_test(test_list_in_order_until_told),
	};

	return cmocka_run_group_tests_name("file", tests, scratch_open,
	                                   scratch_close);
}
