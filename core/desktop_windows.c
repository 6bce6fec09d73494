/* SPDX-License-Identifier: Apache-2.0 */
#include "core/desktop.h"

#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <windows.h>

#include <objbase.h>
#include <shellapi.h>

/* Whether somebody sees the desktop: not a service, nor a scheduled task. */
bool desktop_there(void)
{
	USEROBJECTFLAGS flags = { 0 };
	DWORD got;

	return GetUserObjectInformationW(GetProcessWindowStation(), UOI_FLAGS,
	                                 &flags, sizeof(flags), &got) &&
	       flags.dwFlags & WSF_VISIBLE;
}

/* The shell takes no \\?\ before a path. */
static const wchar_t *plain(wchar_t *path)
{
	if (wcsncmp(path, L"\\\\?\\UNC\\", 8) == 0) {
		path[6] = L'\\';
		return path + 6;
	}
	return path + 4;
}

static bool show(const wchar_t *path)
{
	SHELLEXECUTEINFOW info = { .cbSize = sizeof(info),
		                   .fMask =
		                       SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI,
		                   .lpVerb = L"open",
		                   .lpFile = path,
		                   .nShow = SW_SHOWNORMAL };
	HRESULT hr = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED |
	                                      COINIT_DISABLE_OLE1DDE);
	bool ok = ShellExecuteExW(&info);
	DWORD error = GetLastError();

	if (SUCCEEDED(hr))
		CoUninitialize();
	SetLastError(error);
	return ok;
}

bool desktop_show(const char *path, struct err *e)
{
	wchar_t *wide = wide_path(path);
	bool ok;

	if (!wide)
		return err_sys(e, errno, "cannot show %s", path);
	ok = show(plain(wide));
	if (!ok)
		err_sys(e, wide_errno(GetLastError()), "cannot show %s", path);
	free(wide);
	return ok;
}

/* What the system's own windows are written in, whatever dates look like. */
const char *desktop_language(void)
{
	return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_ENGLISH ? "en"
	                                                                 : "fr";
}
