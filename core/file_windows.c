/* SPDX-License-Identifier: Apache-2.0 */
#include "core/file.h"

#include "core/clock.h"
#include "core/wide.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define HELD_MS       1000 /* an antivirus looks at a new file no longer */
#define PAUSE_MS      20   /* between two tries */
#define CHUNK         (1u << 20)
#define TEMPORARY_MAX 16 /* ".tmp-" and six letters, with a NUL */
#define TRIES         100

static bool refuse(struct err *e, const char *what, const char *path)
{
	return err_sys(e, wide_errno(GetLastError()), "cannot %s %s", what,
	               path);
}

/* As wide_path(), with the reason in e. */
static wchar_t *to_path(const char *path, const char *what, struct err *e)
{
	wchar_t *wide = wide_path(path);

	if (!wide)
		err_sys(e, errno, "cannot %s %s", what, path);
	return wide;
}

static bool is_folder(const wchar_t *path)
{
	DWORD attributes = GetFileAttributesW(path);

	return attributes != INVALID_FILE_ATTRIBUTES &&
	       attributes & FILE_ATTRIBUTE_DIRECTORY;
}

static bool read_all(HANDLE file, struct buf *out, const char *name,
                     struct err *e)
{
	char chunk[16384];

	for (;;) {
		DWORD n = 0;

		if (!ReadFile(file, chunk, sizeof(chunk), &n, NULL)) {
			/* The other end of a pipe went away. */
			if (GetLastError() == ERROR_BROKEN_PIPE)
				return true;
			return refuse(e, "read", name);
		}
		if (n == 0)
			return true;
		if (!buf_add(out, chunk, n))
			return err_set(e, "%s is larger than %zu bytes", name,
			               out->limit);
	}
}

static HANDLE open_to_read(const wchar_t *path)
{
	return CreateFileW(
	    path, GENERIC_READ,
	    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
	    OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
}

bool file_read(const char *path, struct buf *out, struct err *e)
{
	wchar_t *wide = to_path(path, "open", e);
	HANDLE file;
	bool ok = false;

	if (!wide)
		return false;
	if (is_folder(wide)) {
		free(wide);
		return err_sys(e, EISDIR, "cannot read %s", path);
	}
	file = open_to_read(wide);
	free(wide);
	if (file == INVALID_HANDLE_VALUE)
		return refuse(e, "open", path);
	if (GetFileType(file) != FILE_TYPE_DISK)
		err_set(e, "%s is not a file", path);
	else
		ok = read_all(file, out, path, e);
	CloseHandle(file);
	return ok;
}

bool file_read_stdin(struct buf *out, struct err *e)
{
	return read_all(GetStdHandle(STD_INPUT_HANDLE), out, "standard input",
	                e);
}

static bool write_all(HANDLE file, const char *data, size_t len)
{
	while (len > 0) {
		DWORD part = len < CHUNK ? (DWORD)len : CHUNK;
		DWORD n = 0;

		if (!WriteFile(file, data, part, &n, NULL))
			return false;
		if (n == 0) {
			SetLastError(ERROR_DISK_FULL);
			return false;
		}
		data += n;
		len -= n;
	}
	return true;
}

/* Six letters that this process, and others, hardly take twice. */
static void add_letters(wchar_t *out)
{
	static volatile LONG turn;
	LARGE_INTEGER ticks;
	uint64_t n;

	QueryPerformanceCounter(&ticks);
	n = (uint64_t)ticks.QuadPart * 0x9e3779b97f4a7c15u;
	n ^= (uint64_t)GetCurrentProcessId() * 0xff51afd7ed558ccdu;
	n += (uint64_t)InterlockedIncrement(&turn) * 0xc4ceb9fe1a85ec53u;
	n ^= n >> 32;
	for (int i = 0; i < 6; i++, n /= 26)
		*out++ = (wchar_t)(L'a' + n % 26);
	*out = L'\0';
}

/* Make a new file beside path; *name, from the heap, is where. */
static HANDLE open_temporary(const wchar_t *path, wchar_t **name)
{
	static const wchar_t mark[] = L"" FILE_TEMPORARY;
	size_t len = wcslen(path);
	HANDLE file = INVALID_HANDLE_VALUE;

	*name = malloc((len + TEMPORARY_MAX) * sizeof(**name));
	if (!*name) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return file;
	}
	wmemcpy(*name, path, len);
	wmemcpy(*name + len, mark, wcslen(mark));
	for (int i = 0; i < TRIES; i++) {
		add_letters(*name + len + wcslen(mark));
		/* No link can stand there: it has to be new. */
		file = CreateFileW(*name, GENERIC_WRITE, 0, NULL, CREATE_NEW,
		                   FILE_ATTRIBUTE_NORMAL, NULL);
		if (file != INVALID_HANDLE_VALUE ||
		    GetLastError() != ERROR_FILE_EXISTS)
			break;
	}
	return file;
}

/*
 * Whether the last error may pass, because somebody who looks at every new
 * file holds this one. Waits a little if so.
 */
static bool is_held(int64_t until)
{
	DWORD error = GetLastError();

	if (error != ERROR_ACCESS_DENIED && error != ERROR_SHARING_VIOLATION &&
	    error != ERROR_LOCK_VIOLATION)
		return false;
	if (clock_ticks() >= until)
		return false;
	clock_wait(PAUSE_MS);
	SetLastError(error);
	return true;
}

/* The attributes of a file marked as read only, which hinders; else 0. */
static DWORD read_only(const wchar_t *path)
{
	DWORD attributes = GetFileAttributesW(path);

	if (attributes == INVALID_FILE_ATTRIBUTES ||
	    attributes & FILE_ATTRIBUTE_DIRECTORY ||
	    !(attributes & FILE_ATTRIBUTE_READONLY))
		return 0;
	return attributes;
}

/* As rename() of POSIX: over a file that is there, even marked read only. */
static bool move(const wchar_t *from, const wchar_t *to)
{
	int64_t until = clock_ticks() + HELD_MS;
	DWORD marked = read_only(to);
	DWORD error;

	if (marked)
		SetFileAttributesW(to,
		                   marked & ~(DWORD)FILE_ATTRIBUTE_READONLY);
	do {
		if (MoveFileExW(from, to,
		                MOVEFILE_REPLACE_EXISTING |
		                    MOVEFILE_WRITE_THROUGH))
			return true;
		if (is_folder(to))
			break;
	} while (is_held(until));
	error = GetLastError();
	if (marked)
		SetFileAttributesW(to, marked);
	SetLastError(error);
	return false;
}

static bool erase(const wchar_t *path)
{
	int64_t until = clock_ticks() + HELD_MS;
	DWORD marked = read_only(path);

	if (marked)
		SetFileAttributesW(path,
		                   marked & ~(DWORD)FILE_ATTRIBUTE_READONLY);
	do {
		if (DeleteFileW(path))
			return true;
		if (GetLastError() == ERROR_FILE_NOT_FOUND ||
		    GetLastError() == ERROR_PATH_NOT_FOUND)
			return true;
		if (is_folder(path))
			break;
	} while (is_held(until));
	return false;
}

/* Fill the new file and give it its name. The file is closed. */
static bool fill(HANDLE file, const wchar_t *from, const wchar_t *to,
                 const void *data, size_t len)
{
	bool ok = write_all(file, data, len) && FlushFileBuffers(file);
	DWORD error = GetLastError();

	if (!CloseHandle(file) && ok) {
		ok = false;
		error = GetLastError();
	}
	if (ok && !move(from, to)) {
		ok = false;
		error = GetLastError();
	}
	if (!ok)
		erase(from);
	SetLastError(error);
	return ok;
}

bool file_replace(const char *path, const void *data, size_t len, struct err *e)
{
	wchar_t *to = to_path(path, "write", e);
	wchar_t *from;
	HANDLE file;
	bool ok = false;

	if (!to)
		return false;
	/* Later, it would only say that it is denied. */
	if (is_folder(to)) {
		free(to);
		return err_sys(e, EISDIR, "cannot write %s", path);
	}
	file = open_temporary(to, &from);
	if (file != INVALID_HANDLE_VALUE)
		ok = fill(file, from, to, data, len);
	if (!ok)
		refuse(e, "write", path);
	free(from);
	free(to);
	return ok;
}

/* There are no names for streams here: wide_path() refuses NUL and CON. */
bool file_write(const char *path, const void *data, size_t len, struct err *e)
{
	return file_replace(path, data, len, e);
}

/* The part of a path of wide_path() behind its drive or its share. */
static wchar_t *behind_root(wchar_t *path)
{
	bool share = wcsncmp(path, L"\\\\?\\UNC\\", 8) == 0;
	wchar_t *p = path + (share ? 8 : 4);

	for (int parts = share ? 2 : 1; parts > 0 && *p; parts--) {
		p += wcscspn(p, L"\\");
		p += *p == L'\\';
	}
	return p;
}

/* Make one folder, unless something is there. */
static bool make_one(const wchar_t *path)
{
	return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES ||
	       CreateDirectoryW(path, NULL) ||
	       GetLastError() == ERROR_ALREADY_EXISTS;
}

bool file_mkdir(const char *path, struct err *e)
{
	wchar_t *wide = to_path(path, "make the folder", e);
	wchar_t *p;
	bool ok = true;

	if (!wide)
		return false;
	p = behind_root(wide);
	while (ok && *p) {
		wchar_t end;

		p += wcscspn(p, L"\\");
		end = *p;
		*p = L'\0';
		ok = make_one(wide);
		if (!ok)
			refuse(e, "make the folder", path);
		else if (!is_folder(wide))
			ok = err_set(e, "%s is not a folder", path);
		*p = end;
		p += end != L'\0';
	}
	if (ok && !is_folder(wide))
		ok = refuse(e, "make the folder", path);
	free(wide);
	return ok;
}

bool file_can_write(const char *folder, struct err *e)
{
	char path[4096];
	wchar_t *wide;
	wchar_t *name;
	HANDLE file;

	if (snprintf(path, sizeof(path), "%s/.garde", folder) >=
	    (int)sizeof(path))
		return err_set(e, "the path %s is too long", folder);
	wide = to_path(path, "write", e);
	if (!wide)
		return false;
	file = open_temporary(wide, &name);
	if (file == INVALID_HANDLE_VALUE) {
		refuse(e, "write", path);
	} else {
		CloseHandle(file);
		erase(name);
	}
	free(name);
	free(wide);
	return file != INVALID_HANDLE_VALUE;
}

bool file_remove(const char *path)
{
	wchar_t *wide = wide_path(path);
	bool ok = wide && erase(wide);

	free(wide);
	return ok;
}

bool file_rename(const char *from, const char *to, struct err *e)
{
	wchar_t *source = to_path(from, "rename", e);
	wchar_t *target = source ? to_path(to, "rename", e) : NULL;
	bool ok = false;

	if (target) {
		ok = move(source, target);
		if (!ok)
			refuse(e, "rename", from);
	}
	free(source);
	free(target);
	return ok;
}

/* The tag of the link or placeholder at path; 0 when it cannot be read. */
static DWORD link_tag(const wchar_t *path)
{
	FILE_ATTRIBUTE_TAG_INFO info = { 0 };
	HANDLE file = CreateFileW(
	    path, FILE_READ_ATTRIBUTES,
	    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
	    OPEN_EXISTING,
	    FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, NULL);

	if (file == INVALID_HANDLE_VALUE)
		return 0;
	if (!GetFileInformationByHandleEx(file, FileAttributeTagInfo, &info,
	                                  sizeof(info)))
		info.ReparseTag = 0;
	CloseHandle(file);
	return info.ReparseTag;
}

/* Whether a link at path leads somewhere. */
static bool leads(const wchar_t *path)
{
	HANDLE file = CreateFileW(
	    path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
	    NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);

	if (file == INVALID_HANDLE_VALUE)
		return GetLastError() == ERROR_ACCESS_DENIED ||
		       GetLastError() == ERROR_SHARING_VIOLATION;
	CloseHandle(file);
	return true;
}

bool file_exists(const char *path)
{
	wchar_t *wide = wide_path(path);
	DWORD attributes =
	    wide ? GetFileAttributesW(wide) : INVALID_FILE_ATTRIBUTES;
	bool there = attributes != INVALID_FILE_ATTRIBUTES;

	if (there && attributes & FILE_ATTRIBUTE_REPARSE_POINT)
		there = leads(wide);
	free(wide);
	return there;
}

/*
 * Links and junctions stand for another name; the placeholders of OneDrive
 * and of deduplication are reparse points too, and no links.
 */
bool file_is_link(const char *path)
{
	wchar_t *wide = wide_path(path);
	DWORD attributes =
	    wide ? GetFileAttributesW(wide) : INVALID_FILE_ATTRIBUTES;
	bool link = false;

	if (attributes != INVALID_FILE_ATTRIBUTES &&
	    attributes & FILE_ATTRIBUTE_REPARSE_POINT) {
		DWORD tag = link_tag(wide);

		link = tag == 0 || IsReparseTagNameSurrogate(tag);
	}
	free(wide);
	return link;
}
