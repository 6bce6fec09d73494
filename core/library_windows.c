/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

void library_prepare(void)
{
	/* The first rules what the loader looks through when it is asked for a
	 * bare name, the second takes the current folder out of the rest. */
	SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
	SetDllDirectoryW(L"");
}

/*
 * And before any constructor: the one of the guard of the stack has Windows
 * load its cryptography. Where the C library looks for what to call first:
 * learn.microsoft.com, "CRT initialization".
 */
__attribute__((section(".CRT$XCB"),
               used)) static void (*const early)(void) = library_prepare;

static bool refuse(struct err *e, int sys, const char *what)
{
	if (sys == ENOENT)
		err_set(e, "the library %s is not installed", what);
	else
		err_set(e, "the library has no function %s", what);
	e->sys = sys;
	return false;
}

/* "C:\..." and nothing that depends on where we are. */
static bool absolute(const wchar_t *path)
{
	return ((path[0] >= L'A' && path[0] <= L'Z') ||
	        (path[0] >= L'a' && path[0] <= L'z')) &&
	       path[1] == L':' && path[2] == L'\\';
}

/* Its neighbours may be loaded too, where the whole path was given. */
static HMODULE open_one(const char *name)
{
	wchar_t *wide = wide_text(name);
	HMODULE library = NULL;

	if (wide && absolute(wide))
		library = LoadLibraryExW(wide, NULL,
		                         LOAD_LIBRARY_SEARCH_SYSTEM32 |
		                             LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR);
	else if (wide && !wcspbrk(wide, L"\\/:"))
		library =
		    LoadLibraryExW(wide, NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
	free(wide);
	return library;
}

bool library_load(const char *const *names, const struct library_symbol *symbol,
                  size_t count, struct err *e)
{
	HMODULE library = NULL;

	for (size_t i = 0; names[i] && !library; i++)
		library = open_one(names[i]);
	if (!library)
		return refuse(e, ENOENT, names[0]);
	for (size_t i = 0; i < count; i++) {
		FARPROC found = GetProcAddress(library, symbol[i].name);

		if (!found) {
			FreeLibrary(library);
			return refuse(e, ENOSYS, symbol[i].name);
		}
		memcpy(symbol[i].slot, &found, sizeof(found));
	}
	return true;
}
