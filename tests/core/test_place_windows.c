/* SPDX-License-Identifier: Apache-2.0 */
#include "core/argument.h"
#include "core/wide.h"
#include "tests/core/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <windows.h>
#include <cmocka.h>

#include <aclapi.h>

static struct arena *arena;

static int open_all(void **state)
{
	arena = arena_new(1u << 20);
	return arena ? scratch_open(state) : -1;
}

static int close_all(void **state)
{
	arena_free(arena);
	return scratch_close(state);
}

static void test_places(void **state)
{
	const char *program = place_program(arena);
	const char *data = place_data(arena);
	const char *temporary = place_temporary(arena);

	(void)state;
	assert_non_null(program);
	assert_true(file_exists(program));
	assert_non_null(data);
	assert_non_null(strstr(data, ":\\"));
	assert_string_equal(data + strlen(data) - 6, "\\garde");
	assert_non_null(temporary);
	assert_string_equal(temporary + strlen(temporary) - 6, "\\garde");
	assert_int_equal(place_user(), 0);
}

static void test_private(void **state)
{
	const char *folder = scratch_path("à moi/seul");
	wchar_t *path = wide_path(folder);
	PSECURITY_DESCRIPTOR descriptor = NULL;
	ACL *list = NULL;
	BYTE everyone[SECURITY_MAX_SID_SIZE];
	DWORD size = sizeof(everyone);
	struct err e;

	(void)state;
	assert_true(CreateWellKnownSid(WinWorldSid, NULL, everyone, &size));
	assert_true(place_make_private(folder, &e));
	assert_true(place_make_private(folder, &e));
	assert_true(file_can_write(folder, &e));
	assert_int_equal(GetNamedSecurityInfoW(path, SE_FILE_OBJECT,
	                                       DACL_SECURITY_INFORMATION, NULL,
	                                       NULL, &list, NULL, &descriptor),
	                 ERROR_SUCCESS);
	assert_non_null(list);
	for (DWORD i = 0; i < list->AceCount; i++) {
		ACCESS_ALLOWED_ACE *ace;

		assert_true(GetAce(list, i, (void **)&ace));
		if (ace->Header.AceType == ACCESS_ALLOWED_ACE_TYPE)
			assert_false(EqualSid(&ace->SidStart, everyone));
	}
	LocalFree(descriptor);
	free(path);
	assert_true(file_write(scratch_path("fichier"), "", 0, &e));
	assert_false(place_make_private(scratch_path("fichier"), &e));
}

static void test_arguments(void **state)
{
	char *given[] = { NULL };
	int count = 0;
	char **words = argument_list(&count, given);

	(void)state;
	assert_true(words != given);
	assert_in_range(count, 1, 10);
	assert_non_null(strstr(words[0], "test_place_windows"));
	assert_null(words[count]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_private),
		cmocka_unit_test(test_arguments),
	};

	return cmocka_run_group_tests_name("place of Windows", tests, open_all,
	                                   close_all);
}
