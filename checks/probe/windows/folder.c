/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/folder.h"

#include "checks/probe/windows/registry.h"
#include "core/wide.h"

#include <string.h>
#include <windows.h>

#define SHELL_FOLDERS                                                         \
	"SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell " \
	"Folders"
#define PATH_UNITS 1024

/* A value of the registry, which follows where a sync tool moved it, or a
   variable. */
static const struct {
	const char *value;
	const wchar_t *variable;
} folders[FOLDER_COUNT] = {
	[FOLDER_DOCUMENTS] = { "Personal", NULL },
	[FOLDER_DESKTOP] = { "Desktop", NULL },
	[FOLDER_PICTURES] = { "My Pictures", NULL },
	[FOLDER_PROFILE] = { NULL, L"USERPROFILE" },
	[FOLDER_LOCAL] = { "Local AppData", L"LOCALAPPDATA" },
	[FOLDER_ROAMING] = { "AppData", L"APPDATA" },
	[FOLDER_PROGRAM_DATA] = { NULL, L"ProgramData" },
	[FOLDER_PROGRAMS] = { NULL, L"ProgramFiles" },
	[FOLDER_PROGRAMS_32] = { NULL, L"ProgramFiles(x86)" },
	[FOLDER_SYSTEM] = { NULL, NULL },
};

static const char *from_variable(const wchar_t *name, struct arena *a)
{
	wchar_t path[PATH_UNITS];
	DWORD n = GetEnvironmentVariableW(name, path, PATH_UNITS);

	return n > 0 && n < PATH_UNITS ? wide_keep(path, a) : NULL;
}

const char *folder_path(enum folder_id id, struct arena *a)
{
	wchar_t path[PATH_UNITS];
	const char *found = NULL;
	UINT n;

	if (id == FOLDER_SYSTEM) {
		n = GetSystemDirectoryW(path, PATH_UNITS);
		return n > 0 && n < PATH_UNITS ? wide_keep(path, a) : NULL;
	}
	if (folders[id].value)
		(void)registry_text(REGISTRY_USER, SHELL_FOLDERS,
		                    folders[id].value, a, &found);
	if ((!found || !found[0]) && folders[id].variable)
		found = from_variable(folders[id].variable, a);
	return found && found[0] ? found : NULL;
}

static char plain(char c)
{
	if (c == '/')
		return '\\';
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool folder_holds(const char *folder, const char *path)
{
	size_t n = strlen(folder);

	while (n > 0 && plain(folder[n - 1]) == '\\')
		n--;
	for (size_t i = 0; i < n; i++)
		if (plain(folder[i]) != plain(path[i]))
			return false;
	return n > 0 && (path[n] == '\0' || plain(path[n]) == '\\');
}
