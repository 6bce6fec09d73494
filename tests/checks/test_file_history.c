/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/file_history.h"

#include <string.h>

#define HEAD                                         \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>" \
	"<DataProtectionUserConfig SchemaVersion=\"1\">"
#define TAIL "</DataProtectionUserConfig>"

static const char whole[] =
    HEAD "<UserName>clerk</UserName><PCName>PC-1</PCName>"
	 "<Library><LibraryName>*7b0d</LibraryName>"
	 "<Folder>C:\\Users\\clerk\\Documents</Folder></Library>"
	 "<UserFolder>C:\\Users\\clerk\\Desktop</UserFolder>"
	 "<DPFrequency>3600</DPFrequency><DPStatus>ENABLED</DPStatus>"
	 "<Target><TargetName>Mairie &amp; Co</TargetName>"
	 "<TargetUrl>E:\\</TargetUrl>"
	 "<TargetVolumePath>\\\\?\\Volume{1234}\\</TargetVolumePath>"
	 "<TargetDriveType>FIXED</TargetDriveType>"
	 "<TargetBackupStorePath>clerk\\PC-1\\Data</TargetBackupStorePath>"
	 "</Target>" TAIL;

static void reads_what_windows_writes(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct file_history h;

	(void)state;
	assert_true(file_history_parse(whole, strlen(whole), a, &h));
	assert_int_equal(h.on, TRI_YES);
	assert_string_equal(h.target, "E:\\");
	assert_string_equal(h.volume, "\\\\?\\Volume{1234}\\");
	assert_string_equal(h.store, "clerk\\PC-1\\Data");
	assert_string_equal(
	    h.what, "C:\\Users\\clerk\\Documents, C:\\Users\\clerk\\Desktop");
	arena_free(a);
}

static void knows_on_from_off_from_untold(void **state)
{
	static const struct {
		const char *text;
		enum tri on;
	} cases[] = {
		{ HEAD "<DPStatus>DISABLED</DPStatus>" TAIL, TRI_NO },
		{ HEAD "<DPStatus>Enabled</DPStatus>" TAIL, TRI_YES },
		{ HEAD "<DPStatus>PERHAPS</DPStatus>" TAIL, TRI_UNKNOWN },
		{ HEAD TAIL, TRI_UNKNOWN },
	};
	struct arena *a = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct file_history h;

		assert_true(file_history_parse(cases[i].text,
		                               strlen(cases[i].text), a, &h));
		assert_int_equal(h.on, cases[i].on);
		assert_null(h.target);
		assert_null(h.what);
	}
	arena_free(a);
}

static void takes_no_other_file(void **state)
{
	static const char *const others[] = {
		"", "<", "<Task/>", "hello",
		"<!DOCTYPE x [<!ENTITY a \"b\">]>" HEAD TAIL
	};
	struct arena *a = arena_new(1 << 16);
	struct file_history h;

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(
		    file_history_parse(others[i], strlen(others[i]), a, &h));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_windows_writes),
		cmocka_unit_test(knows_on_from_off_from_untold),
		cmocka_unit_test(takes_no_other_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
