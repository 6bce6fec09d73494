/* SPDX-License-Identifier: Apache-2.0 */
#include "core/wide.h"

#include "core/arena.h"
#include "core/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* More than any path or value of Windows: 32,767 characters of UTF-8. */
#define TEXT_MAX (1u << 24)

wchar_t *wide_text(const char *utf8)
{
	size_t len = strlen(utf8);
	wchar_t *out;

	errno = EILSEQ;
	if (len >= TEXT_MAX || !text_valid(utf8, len))
		return NULL;
	/* No code point takes more units of UTF-16 than bytes of UTF-8. */
	out = malloc((len + 1) * sizeof(*out));
	if (!out) {
		errno = ENOMEM;
		return NULL;
	}
	if (MultiByteToWideChar(CP_UTF8, 0, utf8, (int)len + 1, out,
	                        (int)len + 1) == 0) {
		free(out);
		return NULL;
	}
	return out;
}

/* The next code point of UTF-16, U+FFFD for half a pair; 0 at the end. */
static uint32_t next(const wchar_t **text)
{
	uint32_t unit = **text;
	uint32_t low;

	if (unit == 0)
		return 0;
	(*text)++;
	if (unit < 0xd800 || unit > 0xdfff)
		return unit;
	low = **text;
	if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	(*text)++;
	return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

/* As UTF-8 with its NUL into out, which holds 3 bytes a unit and 1 more. */
static void encode(char *out, const wchar_t *text)
{
	uint32_t point;

	while ((point = next(&text)) != 0)
		out += text_encode(out, point);
	*out = '\0';
}

char *wide_utf8(const wchar_t *text)
{
	size_t len = wcslen(text);
	/* A pair is 4 bytes, and text_encode() may be handed 4 at the end. */
	char *out = len < TEXT_MAX ? malloc(len * 3 + 4) : NULL;

	if (out)
		encode(out, text);
	return out;
}

const char *wide_keep(const wchar_t *text, struct arena *a)
{
	char *utf8 = wide_utf8(text);
	char *out = utf8 ? arena_strdup(a, utf8) : NULL;

	free(utf8);
	return out;
}

/*
 * Whether the len units of a path's part name a device: alone, before a dot
 * or before spaces. learn.microsoft.com, "Naming Files, Paths, and
 * Namespaces". Behind \\?\ they would make files that Explorer cannot delete.
 */
static bool is_device(const wchar_t *part, size_t len)
{
	static const wchar_t *const names[] = { L"CON",   L"PRN",    L"AUX",
		                                L"NUL",   L"CONIN$", L"CONOUT$",
		                                L"CLOCK$" };
	size_t n = 0;

	while (n < len && part[n] != L'.')
		n++;
	while (n > 0 && part[n - 1] == L' ')
		n--;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (wcslen(names[i]) == n && _wcsnicmp(part, names[i], n) == 0)
			return true;
	/* The digit may be one of Latin-1's three raised ones. */
	return n == 4 &&
	       (_wcsnicmp(part, L"COM", 3) == 0 ||
	        _wcsnicmp(part, L"LPT", 3) == 0) &&
	       wcschr(L"0123456789\u00b9\u00b2\u00b3", part[3]);
}

/* Whether an absolute path, without a prefix, leads to a plain file. */
static bool is_plain(const wchar_t *path)
{
	const wchar_t *p = path;

	if (p[0] && p[1] == L':')
		p += 2;
	if (wcschr(p, L':'))
		return false;
	while (*p) {
		size_t len = wcscspn(p, L"\\");

		if (len > 0 && is_device(p, len))
			return false;
		p += len + (p[len] == L'\\');
	}
	return true;
}

/* The full path of text, with room units before it; from the heap. */
static wchar_t *absolute(const wchar_t *text, size_t room)
{
	DWORD size = GetFullPathNameW(text, 0, NULL, NULL);
	wchar_t *out;
	DWORD len;

	errno = EINVAL;
	if (size == 0)
		return NULL;
	out = malloc((room + size) * sizeof(*out));
	if (!out)
		return NULL;
	len = GetFullPathNameW(text, size, out + room, NULL);
	if (len > 0 && len < size)
		return out;
	free(out);
	errno = EINVAL;
	return NULL;
}

#define ROOM 8 /* of the longest prefix, \\?\UNC\ */

/* Put the prefix before the path at out + ROOM; false if it has no place. */
static bool put_prefix(wchar_t *out)
{
	wchar_t *path = out + ROOM;
	const wchar_t *prefix = L"\\\\?\\";

	if (wcsncmp(path, L"\\\\?\\", 4) == 0) {
		prefix = L"";
	} else if (wcsncmp(path, L"\\\\.\\", 4) == 0) {
		return false;
	} else if (path[0] == L'\\' && path[1] == L'\\') {
		prefix = L"\\\\?\\UNC\\";
		path += 2;
	}
	if (!is_plain(prefix[0] ? path : path + 4))
		return false;
	wmemmove(out + wcslen(prefix), path, wcslen(path) + 1);
	wmemcpy(out, prefix, wcslen(prefix));
	return true;
}

wchar_t *wide_path(const char *path)
{
	wchar_t *text;
	wchar_t *out;

	if (!path[0]) {
		errno = ENOENT;
		return NULL;
	}
	text = wide_text(path);
	if (!text)
		return NULL;
	out = absolute(text, ROOM);
	free(text);
	if (out && !put_prefix(out)) {
		free(out);
		errno = EINVAL;
		return NULL;
	}
	return out;
}

int wide_errno(unsigned long error)
{
	static const struct {
		unsigned long error;
		int number;
	} table[] = {
		{ ERROR_SUCCESS, 0 },
		{ ERROR_FILE_NOT_FOUND, ENOENT },
		{ ERROR_PATH_NOT_FOUND, ENOENT },
		{ ERROR_INVALID_DRIVE, ENOENT },
		{ ERROR_BAD_NETPATH, ENOENT },
		{ ERROR_BAD_NET_NAME, ENOENT },
		{ ERROR_INVALID_NAME, ENOENT },
		{ ERROR_DIRECTORY, ENOTDIR },
		{ ERROR_ACCESS_DENIED, EACCES },
		{ ERROR_PRIVILEGE_NOT_HELD, EPERM },
		{ ERROR_NOT_ENOUGH_MEMORY, ENOMEM },
		{ ERROR_OUTOFMEMORY, ENOMEM },
		{ ERROR_NO_SYSTEM_RESOURCES, ENOMEM },
		{ ERROR_COMMITMENT_LIMIT, ENOMEM },
		{ ERROR_WRITE_PROTECT, EROFS },
		{ ERROR_DISK_FULL, ENOSPC },
		{ ERROR_HANDLE_DISK_FULL, ENOSPC },
		{ ERROR_SHARING_VIOLATION, EBUSY },
		{ ERROR_LOCK_VIOLATION, EBUSY },
		{ ERROR_BUSY, EBUSY },
		{ ERROR_FILE_EXISTS, EEXIST },
		{ ERROR_ALREADY_EXISTS, EEXIST },
		{ ERROR_DIR_NOT_EMPTY, ENOTEMPTY },
		{ ERROR_NOT_SAME_DEVICE, EXDEV },
		{ ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG },
		{ ERROR_BUFFER_OVERFLOW, ENAMETOOLONG },
		{ ERROR_TOO_MANY_OPEN_FILES, EMFILE },
		{ ERROR_INVALID_HANDLE, EBADF },
		{ ERROR_INVALID_PARAMETER, EINVAL },
		{ ERROR_NO_UNICODE_TRANSLATION, EILSEQ },
		{ ERROR_NOT_SUPPORTED, ENOSYS },
		{ ERROR_INVALID_FUNCTION, ENOSYS },
		{ ERROR_CALL_NOT_IMPLEMENTED, ENOSYS },
		{ ERROR_PROC_NOT_FOUND, ENOSYS },
		{ ERROR_MOD_NOT_FOUND, ENOENT },
		{ ERROR_BROKEN_PIPE, EPIPE },
		{ ERROR_NO_DATA, EPIPE },
		{ ERROR_SEM_TIMEOUT, ETIMEDOUT },
		{ WAIT_TIMEOUT, ETIMEDOUT },
		{ ERROR_CANCELLED, ECANCELED },
		{ ERROR_OPERATION_ABORTED, ECANCELED },
		{ ERROR_NOT_READY, ENODEV },
		{ ERROR_DEV_NOT_EXIST, ENODEV },
		{ ERROR_DEVICE_NOT_CONNECTED, ENODEV },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].error == error)
			return table[i].number;
	return EIO;
}
