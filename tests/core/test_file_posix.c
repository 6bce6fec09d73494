/* SPDX-License-Identifier: Apache-2.0 */
/* What POSIX alone has: modes, pipes, devices. The rest is in test_file.c. */
#include "tests/core/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <errno.h>
#include <sys/stat.h>
#include <cmocka.h>

static void test_a_mode_stays(void **state)
{
	struct err e;
	struct stat st;

	(void)state;
	assert_true(file_write(scratch_path("a"), "un", 2, &e));
	assert_int_equal(stat(scratch_path("a"), &st), 0);
	assert_int_equal(chmod(scratch_path("a"), 0640), 0);
	assert_true(file_write(scratch_path("a"), "deux", 4, &e));
	assert_int_equal(stat(scratch_path("a"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void test_what_is_not_a_file(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 100);
	assert_int_equal(mkfifo(scratch_path("pipe"), 0600), 0);
	assert_false(file_read(scratch_path("pipe"), &b, &e));
	assert_non_null(strstr(e.text, "not a file"));
	assert_false(file_read("/dev/zero", &b, &e));
	buf_clear(&b);
}

static void test_devices_and_links(void **state)
{
	struct buf b;
	struct err e;
	struct stat st;

	(void)state;
	/* A rename over a device would break the machine. */
	assert_int_equal(mkfifo(scratch_path("null"), 0600), 0);
	assert_false(file_write(scratch_path("null"), "x", 1, &e));
	assert_int_equal(stat(scratch_path("null"), &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	assert_true(file_write("/dev/null", "x", 1, &e));
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	assert_false(file_write("/dev/full", "x", 1, &e));
	assert_int_equal(e.sys, ENOSPC);
	/* A planted link leads nowhere. */
	assert_true(file_write(scratch_path("kept"), "kept", 4, &e));
	assert_int_equal(symlink("kept", scratch_path("link")), 0);
	assert_true(file_write(scratch_path("link"), "new", 3, &e));
	buf_init(&b, 100);
	assert_true(file_read(scratch_path("kept"), &b, &e));
	assert_string_equal(buf_text(&b), "kept");
	buf_clear(&b);
	/* Not into a device either, nor into a pipe among our files. */
	assert_int_equal(symlink("/dev/full", scratch_path("to-full")), 0);
	assert_true(file_is_link(scratch_path("to-full")));
	assert_true(file_write(scratch_path("to-full"), "x", 1, &e));
	assert_false(file_is_link(scratch_path("to-full")));
	assert_true(file_replace(scratch_path("null"), "x", 1, &e));
	assert_int_equal(lstat(scratch_path("null"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_mode_stays),
		cmocka_unit_test(test_what_is_not_a_file),
		cmocka_unit_test(test_devices_and_links),
	};

	return cmocka_run_group_tests_name("file of POSIX", tests, scratch_open,
	                                   scratch_close);
}
