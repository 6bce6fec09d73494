/* SPDX-License-Identifier: Apache-2.0 */
#include "core/place.h"

#include "core/file.h"
#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <aclapi.h>
#include <objbase.h>
#include <sddl.h>
#include <shlobj.h>

#define PATH_UNITS 32768 /* the longest path of Windows */

/* Ours alone, the system's and the administrators', who can take it anyway. */
#define OURS L"D:P(A;OICI;FA;;;%ls)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"

/* Without what long paths begin with, which no person wants to read. */
static const wchar_t *plain(wchar_t *path)
{
	if (wcsncmp(path, L"\\\\?\\UNC\\", 8) == 0) {
		path[6] = L'\\';
		return path + 6;
	}
	return wcsncmp(path, L"\\\\?\\", 4) == 0 ? path + 4 : path;
}

const char *place_program(struct arena *a)
{
	wchar_t *path = malloc(PATH_UNITS * sizeof(*path));
	const char *folder = NULL;
	DWORD len =
	    path ? GetModuleFileNameW(NULL, path, PATH_UNITS) : PATH_UNITS;
	wchar_t *end = NULL;

	if (len > 0 && len < PATH_UNITS)
		end = wcsrchr(path, L'\\');
	if (end) {
		/* The top of a stick keeps its backslash: E: is elsewhere. */
		end[end > path && end[-1] == L':'] = L'\0';
		folder = wide_keep(plain(path), a);
	}
	free(path);
	return folder;
}

/* A folder that Windows knows by its id; NULL if it has none. */
static const char *known(const GUID *id, struct arena *a)
{
	wchar_t *path = NULL;
	const char *folder = NULL;

	if (SUCCEEDED(
		SHGetKnownFolderPath(id, KF_FLAG_DONT_VERIFY, NULL, &path)))
		folder = wide_keep(path, a);
	CoTaskMemFree(path);
	return folder;
}

/* Whether path is in the folder, whatever the case of its letters. */
static bool is_in(const char *path, const char *folder)
{
	wchar_t *p = wide_text(path);
	wchar_t *f = wide_text(folder);
	size_t len = f ? wcslen(f) : 0;
	bool in =
	    p && f && _wcsnicmp(p, f, len) == 0 && (!p[len] || p[len] == L'\\');

	free(p);
	free(f);
	return in;
}

bool place_is_installed(const char *folder, struct arena *a)
{
	const GUID *const ids[] = { &FOLDERID_ProgramFiles,
		                    &FOLDERID_ProgramFilesX64,
		                    &FOLDERID_ProgramFilesX86,
		                    &FOLDERID_UserProgramFiles,
		                    &FOLDERID_Windows };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		const char *system = known(ids[i], a);

		if (system && is_in(folder, system))
			return true;
	}
	return false;
}

const char *place_inside(struct arena *a, const char *folder, const char *name)
{
	size_t len = strlen(folder);
	bool ends = len > 0 && strchr("/\\", folder[len - 1]);

	return arena_fmt(a, ends ? "%s%s" : "%s\\%s", folder, name);
}

const char *place_data(struct arena *a)
{
	const char *folder = known(&FOLDERID_LocalAppData, a);

	return folder ? arena_fmt(a, "%s\\garde", folder) : NULL;
}

const char *place_temporary(struct arena *a)
{
	wchar_t path[MAX_PATH + 2];
	DWORD len = GetTempPathW(MAX_PATH + 2, path);
	const char *folder;

	if (len == 0 || len > MAX_PATH + 1)
		return NULL;
	folder = wide_keep(path, a);
	/* It ends with a backslash. */
	return folder ? arena_fmt(a, "%sgarde", folder) : NULL;
}

/* A part of this process's token, from the heap. */
static void *token_part(TOKEN_INFORMATION_CLASS class)
{
	HANDLE token;
	DWORD size = 0;
	void *part = NULL;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return NULL;
	GetTokenInformation(token, class, NULL, 0, &size);
	if (size > 0)
		part = malloc(size);
	if (part && !GetTokenInformation(token, class, part, size, &size)) {
		free(part);
		part = NULL;
	}
	CloseHandle(token);
	return part;
}

/*
 * Whether the folder is this user's: what an administrator makes belongs to
 * the owner that its token says, which may be the group.
 */
static bool is_ours(wchar_t *path)
{
	TOKEN_USER *user = token_part(TokenUser);
	TOKEN_OWNER *owner = token_part(TokenOwner);
	PSECURITY_DESCRIPTOR descriptor = NULL;
	PSID sid = NULL;
	bool ours = false;

	if (GetNamedSecurityInfoW(path, SE_FILE_OBJECT,
	                          OWNER_SECURITY_INFORMATION, &sid, NULL, NULL,
	                          NULL, &descriptor) == ERROR_SUCCESS &&
	    sid)
		ours = (user && EqualSid(sid, user->User.Sid)) ||
		       (owner && EqualSid(sid, owner->Owner));
	LocalFree(descriptor);
	free(user);
	free(owner);
	return ours;
}

/* Not SetNamedSecurityInfo(): Wine's adds what the folder above allows. */
static bool close_to_others(const wchar_t *path)
{
	TOKEN_USER *user = token_part(TokenUser);
	PSECURITY_DESCRIPTOR list = NULL;
	wchar_t *sid = NULL;
	wchar_t text[256];
	bool ok = user && ConvertSidToStringSidW(user->User.Sid, &sid) &&
	          _snwprintf(text, 256, OURS, sid) > 0 &&
	          ConvertStringSecurityDescriptorToSecurityDescriptorW(
		      text, SDDL_REVISION_1, &list, NULL) &&
	          SetFileSecurityW(path,
	                           DACL_SECURITY_INFORMATION |
	                               PROTECTED_DACL_SECURITY_INFORMATION,
	                           list);

	LocalFree(list);
	LocalFree(sid);
	free(user);
	return ok;
}

bool place_make_private(const char *folder, struct err *e)
{
	wchar_t *path;
	bool ok;

	if (!file_mkdir(folder, e))
		return false;
	if (file_is_link(folder))
		return err_set(e, "%s is not a folder", folder);
	path = wide_path(folder);
	if (!path)
		return err_sys(e, errno, "cannot use %s", folder);
	ok = is_ours(path) || err_set(e, "%s belongs to somebody else", folder);
	if (ok)
		ok = close_to_others(path) ||
		     err_set(e, "%s is open to others", folder);
	free(path);
	return ok;
}

/* Accounts have no such numbers here. */
int64_t place_user(void)
{
	return 0;
}

/* A new file is for whom its folder is for, by inheritance. */
void place_guard(const char *folder)
{
	(void)folder;
}
