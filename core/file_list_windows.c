/* SPDX-License-Identifier: Apache-2.0 */
#include "core/file.h"

#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define NAMES_MAX 10000 /* in one folder */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_dots(const wchar_t *name)
{
	return wcscmp(name, L".") == 0 || wcscmp(name, L"..") == 0;
}

/* Names of the search that begins with first. */
static bool read_names(HANDLE search, WIN32_FIND_DATAW *first, char **names,
                       size_t *count, struct err *e)
{
	do {
		if (is_dots(first->cFileName))
			continue;
		names[*count] = wide_utf8(first->cFileName);
		if (!names[*count])
			return err_set(e, "out of memory");
		(*count)++;
	} while (*count < NAMES_MAX && FindNextFileW(search, first));
	return true;
}

/* Look for all names in a folder of wide_path(). */
static HANDLE find_all(const wchar_t *folder, WIN32_FIND_DATAW *first)
{
	size_t len = wcslen(folder);
	wchar_t *pattern = malloc((len + 3) * sizeof(*pattern));
	HANDLE search;

	if (!pattern) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return INVALID_HANDLE_VALUE;
	}
	wmemcpy(pattern, folder, len);
	if (len > 0 && folder[len - 1] == L'\\')
		len--;
	wmemcpy(pattern + len, L"\\*", 3);
	search = FindFirstFileExW(pattern, FindExInfoBasic, first,
	                          FindExSearchNameMatch, NULL, 0);
	free(pattern);
	return search;
}

/* Begin to list; with no error, INVALID_HANDLE_VALUE is an empty folder. */
static HANDLE begin(const char *folder, WIN32_FIND_DATAW *first, int *error)
{
	wchar_t *wide = wide_path(folder);
	HANDLE search;

	*error = errno;
	if (!wide)
		return INVALID_HANDLE_VALUE;
	search = find_all(wide, first);
	*error = 0;
	if (search == INVALID_HANDLE_VALUE) {
		DWORD attributes;

		*error = wide_errno(GetLastError());
		/* The top of an empty stick has not even dots. */
		attributes = GetFileAttributesW(wide);
		if (*error == ENOENT && attributes != INVALID_FILE_ATTRIBUTES)
			*error =
			    attributes & FILE_ATTRIBUTE_DIRECTORY ? 0 : ENOTDIR;
	}
	free(wide);
	return search;
}

bool file_list(const char *folder, bool (*each)(void *ctx, const char *name),
               void *ctx, struct err *e)
{
	WIN32_FIND_DATAW first;
	int error;
	HANDLE search = begin(folder, &first, &error);
	char **names;
	size_t count = 0;
	bool ok;

	if (error)
		return err_sys(e, error, "cannot list %s", folder);
	if (search == INVALID_HANDLE_VALUE)
		return true;
	names = calloc(NAMES_MAX, sizeof(*names));
	ok = names ? read_names(search, &first, names, &count, e)
	           : err_set(e, "out of memory");
	FindClose(search);
	if (ok)
		qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; ok && i < count; i++)
		if (!each(ctx, names[i]))
			break;
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return ok;
}
