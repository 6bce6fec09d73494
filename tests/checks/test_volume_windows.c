/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/folder.h"
#include "checks/probe/windows/volume.h"

#include <string.h>

/* Two disks: C: and D: on the first, E: on the second, F: on both; nobody
   knows of G:. S: is a folder of E:, and N: another machine's. */
static const struct volume_drive drives[] = {
	{ .root = "C:\\",
	  .name = "\\\\?\\Volume{aaaa}\\",
	  .ready = true,
	  .disk = { 0 },
	  .disks = 1 },
	{ .root = "D:\\", .ready = true, .disk = { 0 }, .disks = 1 },
	{ .root = "E:\\",
	  .name = "\\\\?\\Volume{bbbb}\\",
	  .ready = true,
	  .disk = { 1 },
	  .disks = 1 },
	{ .root = "F:\\", .ready = true, .disk = { 1, 0 }, .disks = 2 },
	{ .root = "G:\\", .ready = true },
	{ .root = "N:\\", .kind = VOLUME_NETWORK },
	{ .root = "S:\\", .kind = VOLUME_ALIAS, .target = "E:\\copies" },
	{ .root = "T:\\", .kind = VOLUME_ALIAS, .target = "T:\\again" },
};
static const struct volumes all = { drives,
	                            sizeof(drives) / sizeof(drives[0]) };

static void finds_the_drive_of_a_path(void **state)
{
	static const struct {
		const char *path;
		const char *root; /* NULL: none */
	} cases[] = {
		{ "C:\\Windows", "C:\\" },
		{ "c:/windows", "C:\\" },
		{ "\\\\?\\D:\\x", "D:\\" },
		{ "\\\\?\\Volume{bbbb}\\x", "E:\\" },
		{ "\\\\?\\Volume{bbbb}", "E:\\" },
		{ "\\\\?\\Volume{cccc}\\", NULL },
		{ "S:\\today", "E:\\" },
		{ "N:\\x", "N:\\" },
		{ "T:\\x", NULL },
		{ "X:\\x", NULL },
		{ "\\\\nas\\share", NULL },
		{ "relative", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct volume_drive *d = volume_find(&all, cases[i].path);

		if (cases[i].root)
			assert_string_equal(d ? d->root : cases[i].path,
			                    cases[i].root);
		else
			assert_null(d);
	}
}

static void knows_what_shares_a_disk(void **state)
{
	(void)state;
	assert_int_equal(volume_together(&drives[0], &drives[0]), TRI_YES);
	assert_int_equal(volume_together(&drives[0], &drives[1]), TRI_YES);
	assert_int_equal(volume_together(&drives[0], &drives[2]), TRI_NO);
	assert_int_equal(volume_together(&drives[3], &drives[0]), TRI_YES);
	assert_int_equal(volume_together(&drives[0], &drives[4]), TRI_UNKNOWN);
	assert_int_equal(volume_together(&drives[4], &drives[4]), TRI_YES);
}

static void tells_another_machine(void **state)
{
	static const struct {
		const char *path;
		bool remote, local;
	} cases[] = {
		{ "\\\\nas\\share", true, false },
		{ "//nas/share", true, false },
		{ "\\\\?\\UNC\\nas\\share", true, false },
		{ "\\\\?\\C:\\x", false, false },
		{ "\\\\.\\C:", false, false },
		{ "C:\\x", false, true },
		{ "z:", false, true },
		{ "\\x", false, false },
		{ "\\\\", false, false },
		{ "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(volume_remote(cases[i].path), cases[i].remote);
		assert_int_equal(volume_local(cases[i].path), cases[i].local);
	}
}

static void lists_the_drive_of_windows(void **state)
{
	struct arena *a = arena_new(1 << 20);
	const struct volume_drive *d;
	const char *system;
	struct volumes v;

	(void)state;
	volume_list(&v, a);
	system = folder_path(FOLDER_SYSTEM, a);
	assert_non_null(system);
	d = volume_find(&v, system);
	assert_non_null(d);
	assert_true(d->system && d->ready);
	assert_int_equal(d->kind, VOLUME_FIXED);
	assert_true(d->free >= 0 && d->free <= d->size);
	arena_free(a);
}

static void holds_what_is_in_it(void **state)
{
	static const struct {
		const char *folder, *path;
		bool holds;
	} cases[] = {
		{ "C:\\Users\\clerk\\OneDrive", "c:/users/CLERK/onedrive",
		  true },
		{ "C:/Users/clerk/OneDrive/",
		  "C:\\Users\\clerk\\OneDrive\\Documents", true },
		{ "C:\\Users\\clerk\\OneDrive",
		  "C:\\Users\\clerk\\OneDrive2\\Documents", false },
		{ "C:\\Users\\clerk\\OneDrive", "C:\\Users\\clerk", false },
		{ "G:\\", "G:\\Mon Drive", true },
		{ "", "C:\\x", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(folder_holds(cases[i].folder, cases[i].path),
		                 cases[i].holds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_drive_of_a_path),
		cmocka_unit_test(knows_what_shares_a_disk),
		cmocka_unit_test(tells_another_machine),
		cmocka_unit_test(lists_the_drive_of_windows),
		cmocka_unit_test(holds_what_is_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
