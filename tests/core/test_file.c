/* SPDX-License-Identifier: Apache-2.0 */
#include "core/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[64];

static int setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/garde file é XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static bool remove_one(void *ctx, const char *name)
{
	char path[512];

	(void)ctx;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (unlink(path) != 0)
		rmdir(path);
	return true;
}

static int teardown(void **state)
{
	struct err e;

	(void)state;
	file_list(folder, remove_one, NULL, &e);
	return rmdir(folder);
}

static const char *in_folder(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

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
	struct stat st;

	(void)state;
	assert_true(file_write(in_folder("a"), "un", 2, &e));
	assert_int_equal(stat(in_folder("a"), &st), 0);
	assert_int_equal(chmod(in_folder("a"), 0640), 0);
	assert_true(file_write(in_folder("a"), "deux", 4, &e));
	assert_int_equal(stat(in_folder("a"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	buf_init(&b, 4);
	assert_true(file_read(in_folder("a"), &b, &e));
	assert_string_equal(buf_text(&b), "deux");
	buf_clear(&b);
	buf_init(&b, 3);
	assert_false(file_read(in_folder("a"), &b, &e));
	assert_non_null(strstr(e.text, "larger than 3 bytes"));
	buf_clear(&b);
}

static void test_what_is_not_a_file(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 100);
	assert_false(file_read(in_folder("none"), &b, &e));
	assert_int_equal(e.sys, ENOENT);
	assert_false(file_read(folder, &b, &e));
	assert_int_equal(e.sys, EISDIR);
	assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
	assert_false(file_read(in_folder("pipe"), &b, &e));
	assert_non_null(strstr(e.text, "not a file"));
	assert_false(file_read("/dev/zero", &b, &e));
	buf_clear(&b);
}

static void test_a_failed_write_leaves_nothing(void **state)
{
	struct err e;
	unsigned before;

	(void)state;
	assert_true(file_mkdir(in_folder("dir"), &e));
	count = 0;
	assert_true(file_list(folder, count_one, NULL, &e));
	before = count;
	/* A folder cannot be replaced by a file. */
	assert_false(file_write(in_folder("dir"), "x", 1, &e));
	count = 0;
	assert_true(file_list(folder, count_one, NULL, &e));
	assert_int_equal(count, before);
	assert_false(file_write(in_folder("no/such/file"), "x", 1, &e));
	assert_int_equal(e.sys, ENOENT);
}

static void test_devices_and_links(void **state)
{
	struct buf b;
	struct err e;
	struct stat st;

	(void)state;
	/* A rename over a device would break the machine. */
	assert_int_equal(mkfifo(in_folder("null"), 0600), 0);
	assert_false(file_write(in_folder("null"), "x", 1, &e));
	assert_int_equal(stat(in_folder("null"), &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	assert_true(file_write("/dev/null", "x", 1, &e));
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	assert_false(file_write("/dev/full", "x", 1, &e));
	assert_int_equal(e.sys, ENOSPC);
	/* A planted link leads nowhere. */
	assert_true(file_write(in_folder("kept"), "kept", 4, &e));
	assert_int_equal(symlink("kept", in_folder("link")), 0);
	assert_true(file_write(in_folder("link"), "new", 3, &e));
	buf_init(&b, 100);
	assert_true(file_read(in_folder("kept"), &b, &e));
	assert_string_equal(buf_text(&b), "kept");
	buf_clear(&b);
	/* Not into a device either, nor into a pipe among our files. */
	assert_int_equal(symlink("/dev/full", in_folder("to-full")), 0);
	assert_true(file_is_link(in_folder("to-full")));
	assert_true(file_write(in_folder("to-full"), "x", 1, &e));
	assert_false(file_is_link(in_folder("to-full")));
	assert_true(file_replace(in_folder("null"), "x", 1, &e));
	assert_int_equal(lstat(in_folder("null"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
}

static void test_folders(void **state)
{
	struct err e;
	char deep[600];

	(void)state;
	assert_true(file_mkdir(in_folder("x/y/z"), &e));
	assert_true(file_exists(in_folder("x/y/z")));
	assert_true(file_mkdir(in_folder("x/y/z"), &e));
	assert_true(file_can_write(in_folder("x/y/z"), &e));
	assert_false(file_can_write(in_folder("nowhere"), &e));
	assert_true(file_write(in_folder("f"), "", 0, &e));
	snprintf(deep, sizeof(deep), "%s", in_folder("f/under"));
	assert_false(file_mkdir(deep, &e));
	assert_false(file_mkdir(in_folder("f"), &e));
	assert_false(file_list(in_folder("nowhere"), count_one, NULL, &e));
	rmdir(in_folder("x/y/z"));
	rmdir(in_folder("x/y"));
}

static char seen[100];

static bool note(void *ctx, const char *name)
{
	(void)ctx;
	strncat(seen, name, sizeof(seen) - strlen(seen) - 1);
	return strlen(seen) < 3;
}

static void test_list_in_order_until_told(void **state)
{
	struct err e;

	(void)state;
	assert_true(file_mkdir(in_folder("list"), &e));
	for (const char *c = "dbca"; *c; c++) {
		char name[16];

		snprintf(name, sizeof(name), "list/%c", *c);
		assert_true(file_write(in_folder(name), "", 0, &e));
	}
	assert_true(file_list(in_folder("list"), note, NULL, &e));
	assert_string_equal(seen, "abc");
	for (const char *c = "dbca"; *c; c++) {
		char name[16];

		snprintf(name, sizeof(name), "list/%c", *c);
		unlink(in_folder(name));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_then_read),
		cmocka_unit_test(test_what_is_not_a_file),
		cmocka_unit_test(test_a_failed_write_leaves_nothing),
		cmocka_unit_test(test_devices_and_links),
		cmocka_unit_test(test_folders),
		cmocka_unit_test(test_list_in_order_until_told),
	};

	return cmocka_run_group_tests_name("file", tests, setup, teardown);
}
