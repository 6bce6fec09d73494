/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"
#include "core/wide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <cmocka.h>

static void test_there_and_back(void **state)
{
	static const struct {
		const char *utf8;
		const wchar_t *text;
	} cases[] = {
		{ "", L"" },
		{ "Mairie", L"Mairie" },
		{ "é œ €", L"\u00e9 \u0153 \u20ac" },
		{ "日本", L"\u65e5\u672c" },
		{ "😀!", L"\U0001f600!" },
		{ "\xf4\x8f\xbf\xbf", L"\U0010ffff" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		wchar_t *text = wide_text(cases[i].utf8);
		char *utf8 = wide_utf8(cases[i].text);
		struct arena *a = arena_new(1000);

		assert_non_null(text);
		assert_int_equal(wcscmp(text, cases[i].text), 0);
		assert_string_equal(utf8, cases[i].utf8);
		assert_string_equal(wide_keep(cases[i].text, a), cases[i].utf8);
		free(text);
		free(utf8);
		arena_free(a);
	}
}

static void test_half_a_pair(void **state)
{
	static const struct {
		wchar_t text[6];
		const char *utf8;
	} cases[] = {
		{ { 0xd800, 0 }, "\xef\xbf\xbd" },
		{ { 0xdc00, 0 }, "\xef\xbf\xbd" },
		{ { 'a', 0xd83d, 'b', 0 },
		  "a\xef\xbf\xbd"
		  "b" },
		{ { 0xd83d, 0xd83d, 0xde00, 0 }, "\xef\xbf\xbd😀" },
		{ { 0xde00, 0xd83d, 0 }, "\xef\xbf\xbd\xef\xbf\xbd" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *utf8 = wide_utf8(cases[i].text);

		assert_string_equal(utf8, cases[i].utf8);
		free(utf8);
	}
}

static void test_bad_utf8(void **state)
{
	static const char *const bad[] = { "\xff", "a\xc3", "\xc0\x80",
		                           "\xed\xa0\x80", "\xf5\x80\x80\x80" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		errno = 0;
		assert_null(wide_text(bad[i]));
		assert_int_equal(errno, EILSEQ);
		assert_null(wide_path(bad[i]));
	}
}

static void test_a_full_arena(void **state)
{
	struct arena *a = arena_new(4);

	(void)state;
	assert_null(wide_keep(L"plus que quatre", a));
	arena_free(a);
}

static void test_paths(void **state)
{
	static const struct {
		const char *path;
		const char *want; /* NULL: refused, and then */
		int why;          /* errno */
	} cases[] = {
		{ "C:/garde/a.json", "\\\\?\\C:\\garde\\a.json", 0 },
		{ "C:\\garde/x/../a", "\\\\?\\C:\\garde\\a", 0 },
		{ "E:\\", "\\\\?\\E:\\", 0 },
		{ "//nas/mairie/é", "\\\\?\\UNC\\nas\\mairie\\é", 0 },
		{ "\\\\?\\C:\\a", "\\\\?\\C:\\a", 0 },
		{ "\\\\?\\UNC\\nas\\a\\b", "\\\\?\\UNC\\nas\\a\\b", 0 },
		{ "C:/console/nuls/com10/comx.txt",
		  "\\\\?\\C:\\console\\nuls\\com10\\comx.txt", 0 },
		{ "", NULL, ENOENT },
		{ "NUL", NULL, EINVAL },
		{ "nul.json", NULL, EINVAL },
		{ "C:/garde/con", NULL, EINVAL },
		{ "C:/garde/Com1.tar.gz", NULL, EINVAL },
		{ "C:/garde/LPT9", NULL, EINVAL },
		{ "C:/garde/com\xc2\xb2", NULL, EINVAL },
		{ "C:/aux/garde", NULL, EINVAL },
		{ "C:/prn .x/garde", NULL, EINVAL },
		{ "\\\\?\\C:\\a\\nul", NULL, EINVAL },
		{ "C:/garde/a.json:flux", NULL, EINVAL },
		{ "C:/garde/a.json::$DATA", NULL, EINVAL },
		{ "C:/garde:flux/a", NULL, EINVAL },
		{ "//nas/mairie/a:b", NULL, EINVAL },
		{ "\\\\.\\C:", NULL, EINVAL },
		{ "\\\\.\\pipe\\x", NULL, EINVAL },
		{ "//./PhysicalDrive0", NULL, EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		wchar_t *path;
		char *utf8;

		errno = 0;
		path = wide_path(cases[i].path);
		if (!path != !cases[i].want)
			fail_msg("%s: %s", cases[i].path,
			         path ? "taken" : "refused");
		if (!path) {
			assert_int_equal(errno, cases[i].why);
			continue;
		}
		utf8 = wide_utf8(path);
		assert_string_equal(utf8, cases[i].want);
		free(utf8);
		free(path);
	}
}

static void test_a_relative_path_becomes_absolute(void **state)
{
	wchar_t *path = wide_path("a/b");
	wchar_t here[600];
	DWORD len = GetCurrentDirectoryW(500, here);

	(void)state;
	assert_in_range(len, 1, 500);
	wcscat(here, here[len - 1] == L'\\' ? L"a\\b" : L"\\a\\b");
	assert_non_null(path);
	assert_int_equal(wcscmp(path + 4, here), 0);
	free(path);
}

static void test_errors(void **state)
{
	static const struct {
		unsigned long error;
		int number;
	} cases[] = {
		{ ERROR_SUCCESS, 0 },
		{ ERROR_FILE_NOT_FOUND, ENOENT },
		{ ERROR_PATH_NOT_FOUND, ENOENT },
		{ ERROR_ACCESS_DENIED, EACCES },
		{ ERROR_WRITE_PROTECT, EROFS },
		{ ERROR_DISK_FULL, ENOSPC },
		{ ERROR_HANDLE_DISK_FULL, ENOSPC },
		{ ERROR_SHARING_VIOLATION, EBUSY },
		{ 0xdeadbeef, EIO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(wide_errno(cases[i].error), cases[i].number);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_half_a_pair),
		cmocka_unit_test(test_bad_utf8),
		cmocka_unit_test(test_a_full_arena),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_a_relative_path_becomes_absolute),
		cmocka_unit_test(test_errors),
	};

	return cmocka_run_group_tests_name("wide", tests, NULL, NULL);
}
