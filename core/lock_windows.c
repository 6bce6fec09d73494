/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lock.h"

#include "core/wide.h"

#include <stdlib.h>
#include <windows.h>

/* A lock on the first byte, which also works on a shared folder. */
struct lock {
	HANDLE file;
};

/* Open the file, made if need be and hidden as its dot would elsewhere. */
static HANDLE open_file(const char *path)
{
	wchar_t *wide = wide_path(path);
	HANDLE file;

	if (!wide) {
		SetLastError(ERROR_INVALID_NAME);
		return INVALID_HANDLE_VALUE;
	}
	file = CreateFileW(
	    wide, GENERIC_READ | GENERIC_WRITE,
	    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
	    OPEN_ALWAYS, FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_OPEN_REPARSE_POINT,
	    NULL);
	free(wide);
	return file;
}

enum lock_result lock_open(struct lock **out, const char *path)
{
	OVERLAPPED at = { 0 };
	HANDLE file = open_file(path);

	*out = NULL;
	if (file == INVALID_HANDLE_VALUE)
		return GetLastError() == ERROR_SHARING_VIOLATION ? LOCK_BUSY
		                                                 : LOCK_MISSING;
	if (!LockFileEx(file,
	                LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0,
	                1, 0, &at)) {
		DWORD error = GetLastError();

		CloseHandle(file);
		return error == ERROR_LOCK_VIOLATION ||
		               error == ERROR_IO_PENDING
		           ? LOCK_BUSY
		           : LOCK_MISSING;
	}
	*out = malloc(sizeof(**out));
	if (!*out) {
		CloseHandle(file);
		return LOCK_MISSING;
	}
	(*out)->file = file;
	return LOCK_TAKEN;
}

void lock_close(struct lock *l)
{
	OVERLAPPED at = { 0 };

	if (!l)
		return;
	/* Closing alone lets go of it only when Windows has time. */
	UnlockFileEx(l->file, 0, 1, 0, &at);
	CloseHandle(l->file);
	free(l);
}
