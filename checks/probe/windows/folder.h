/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_FOLDER_H
#define CHECKS_PROBE_WINDOWS_FOLDER_H

#include "core/arena.h"

#include <stdbool.h>

/* Folders that Windows knows by a name of its own. */
enum folder_id {
	FOLDER_DOCUMENTS, /* of the user */
	FOLDER_DESKTOP,
	FOLDER_PICTURES,
	FOLDER_PROFILE,      /* C:\Users\clerk */
	FOLDER_LOCAL,        /* AppData\Local */
	FOLDER_ROAMING,      /* AppData\Roaming */
	FOLDER_PROGRAM_DATA, /* of the machine */
	FOLDER_PROGRAMS,
	FOLDER_PROGRAMS_32,
	FOLDER_SYSTEM, /* C:\Windows\System32 */
	FOLDER_COUNT
};

/* The path of a folder, in a; NULL when Windows does not tell. */
const char *folder_path(enum folder_id id, struct arena *a);

/*
 * Whether path is folder or in it, whatever the capitals of ASCII letters,
 * the sort of slashes, and slashes at the end.
 */
bool folder_holds(const char *folder, const char *path);

#endif
