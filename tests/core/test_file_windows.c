/* SPDX-License-Identifier: Apache-2.0 */
/* What may happen to files on Windows alone. The rest is in test_file.c. */
#include "core/lock.h"
#include "core/wide.h"
#include "tests/core/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <windows.h>
#include <cmocka.h>

#define KILLS     50
#define DOC_BYTES 200000

static unsigned count;

static bool count_one(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	count++;
	return true;
}

static unsigned count_all(void)
{
	struct err e;

	count = 0;
	assert_true(file_list(scratch, count_one, NULL, &e));
	return count;
}

static void assert_content(const char *name, const char *want)
{
	struct buf b;
	struct err e;

	buf_init(&b, 1000);
	assert_true(file_read(scratch_path(name), &b, &e));
	assert_string_equal(buf_text(&b), want);
	buf_clear(&b);
}

static DWORD attributes(const char *name, DWORD set)
{
	wchar_t *path = wide_path(scratch_path(name));
	DWORD found;

	assert_non_null(path);
	if (set)
		assert_true(SetFileAttributesW(path, set));
	found = GetFileAttributesW(path);
	free(path);
	return found;
}

static void test_no_device_and_no_stream(void **state)
{
	static const char *const names[] = { "NUL",      "con",    "COM1.txt",
		                             "aux.json", "a:flux", "LPT1" };
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 100);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path = scratch_path(names[i]);

		assert_false(file_write(path, "x", 1, &e));
		assert_int_equal(e.sys, EINVAL);
		assert_false(file_read(path, &b, &e));
		assert_false(file_mkdir(path, &e));
		assert_false(file_exists(path));
	}
	assert_false(file_write("CON", "x", 1, &e));
	buf_clear(&b);
	assert_int_equal(count_all(), 0);
}

/* Files copied from a disc keep its mark. */
static void test_marked_read_only(void **state)
{
	struct err e;

	(void)state;
	assert_true(file_write(scratch_path("a"), "un", 2, &e));
	attributes("a", FILE_ATTRIBUTE_READONLY);
	assert_true(file_write(scratch_path("a"), "deux", 4, &e));
	assert_content("a", "deux");
	attributes("a", FILE_ATTRIBUTE_READONLY);
	assert_true(file_remove(scratch_path("a")));
	assert_int_equal(count_all(), 0);
}

static HANDLE hold(const char *name)
{
	wchar_t *path = wide_path(scratch_path(name));
	HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL,
	                          OPEN_EXISTING, 0, NULL);

	free(path);
	assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
	return file;
}

static DWORD WINAPI let_go(void *file)
{
	Sleep(300);
	CloseHandle(file);
	return 0;
}

/* As an antivirus does, which looks at what was just written. */
static void test_held_by_another(void **state)
{
	HANDLE file, thread;
	struct err e;

	(void)state;
	assert_true(file_write(scratch_path("a"), "un", 2, &e));
	thread = CreateThread(NULL, 0, let_go, hold("a"), 0, NULL);
	assert_true(file_write(scratch_path("a"), "deux", 4, &e));
	WaitForSingleObject(thread, INFINITE);
	CloseHandle(thread);
	assert_content("a", "deux");
	thread = CreateThread(NULL, 0, let_go, hold("a"), 0, NULL);
	assert_true(file_remove(scratch_path("a")));
	WaitForSingleObject(thread, INFINITE);
	CloseHandle(thread);
	/* Who never lets go: the old one stays whole, and nothing beside. */
	assert_true(file_write(scratch_path("a"), "un", 2, &e));
	file = hold("a");
	assert_false(file_write(scratch_path("a"), "deux", 4, &e));
	assert_true(e.sys == EACCES || e.sys == EBUSY);
	CloseHandle(file);
	assert_content("a", "un");
	assert_int_equal(count_all(), 1);
	assert_true(file_remove(scratch_path("a")));
}

static void test_a_second_lock_is_busy(void **state)
{
	struct lock *first, *second;

	(void)state;
	assert_int_equal(lock_open(&first, scratch_path(".l")), LOCK_TAKEN);
	assert_int_equal(lock_open(&second, scratch_path(".l")), LOCK_BUSY);
	assert_null(second);
	assert_true(attributes(".l", 0) & FILE_ATTRIBUTE_HIDDEN);
	lock_close(first);
	assert_int_equal(lock_open(&second, scratch_path(".l")), LOCK_TAKEN);
	lock_close(second);
	assert_true(file_remove(scratch_path(".l")));
}

/* Start this program again to write a document over and over. */
static HANDLE start_writer(const char *path)
{
	wchar_t line[2048], program[1024];
	STARTUPINFOW start = { .cb = sizeof(start) };
	PROCESS_INFORMATION process;
	wchar_t *wide = wide_text(path);

	assert_true(GetModuleFileNameW(NULL, program, 1024) < 1024);
	_snwprintf(line, 2048, L"\"%ls\" \"%ls\"", program, wide);
	free(wide);
	assert_true(CreateProcessW(program, line, NULL, NULL, FALSE, 0, NULL,
	                           NULL, &start, &process));
	CloseHandle(process.hThread);
	return process.hProcess;
}

static int write_for_ever(const wchar_t *wide)
{
	static char document[DOC_BYTES];
	char *path = wide_utf8(wide);
	struct err e;

	for (char c = 'a';; c = (char)(c == 'z' ? 'a' : c + 1)) {
		memset(document, c, sizeof(document));
		if (!file_replace(path, document, sizeof(document), &e))
			return 1;
	}
}

static bool remove_temporary(void *ctx, const char *name)
{
	(void)ctx;
	return !strstr(name, FILE_TEMPORARY) || file_remove(scratch_path(name));
}

static void test_killed_in_mid_write(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 2 * DOC_BYTES);
	assert_true(file_write(scratch_path("doc"), "", 0, &e));
	for (unsigned i = 0; i < KILLS; i++) {
		HANDLE writer;

		/* What the last one was at when it ended. */
		file_list(scratch, remove_temporary, NULL, &e);
		writer = start_writer(scratch_path("doc"));
		/* Until it writes, then at any point of a write. */
		for (unsigned t = 0; t < 1000 && count_all() < 2; t++)
			Sleep(1);
		Sleep(i * 7 % 23);
		assert_true(TerminateProcess(writer, 9));
		WaitForSingleObject(writer, INFINITE);
		CloseHandle(writer);
		buf_clear(&b);
		assert_true(file_read(scratch_path("doc"), &b, &e));
		assert_true(b.len == 0 || b.len == DOC_BYTES);
		for (size_t at = 1; at < b.len; at++)
			assert_int_equal(b.data[at], b.data[0]);
	}
	assert_int_equal(b.len, DOC_BYTES);
	buf_clear(&b);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_device_and_no_stream),
		cmocka_unit_test(test_marked_read_only),
		cmocka_unit_test(test_held_by_another),
		cmocka_unit_test(test_a_second_lock_is_busy),
		cmocka_unit_test(test_killed_in_mid_write),
	};

	(void)argv;
	if (argc > 1) {
		const wchar_t *line = GetCommandLineW();
		wchar_t path[1024] = L"";

		/* "program" "path", as start_writer() made it. */
		line = wcschr(line + 1, L'"') + 3;
		wcsncpy(path, line, wcslen(line) - 1);
		return write_for_ever(path);
	}
	return cmocka_run_group_tests_name("file of Windows", tests,
	                                   scratch_open, scratch_close);
}
