/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLACE_H
#define CORE_PLACE_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Folders that the system gives the program. Paths live in the arena; NULL
 * when there is no such folder or memory ran out. Nothing is made.
 */

/* The folder that the program's own file is in. */
const char *place_program(struct arena *a);

/* Whether what is in that folder was installed, rather than put there. */
bool place_is_installed(const char *folder, struct arena *a);

/* The path of what is in a folder, as people of this system write it. */
const char *place_inside(struct arena *a, const char *folder, const char *name);

/* Where this user's programs keep their data, with "/garde" behind it. */
const char *place_data(struct arena *a);

/* A folder for temporary files that is this user's only. */
const char *place_temporary(struct arena *a);

/*
 * Make the folder (and its parents) for this user's eyes only, or accept
 * the one that is there if it is no link and nobody else's.
 */
bool place_make_private(const char *folder, struct err *e);

/*
 * Number of the account that the program serves: who asked for
 * administrator's rights with sudo, else who runs it.
 */
int64_t place_user(void);

/*
 * From now on new files are for this user's eyes only; when folder is not
 * NULL, for those too who may enter it.
 */
void place_guard(const char *folder);

#endif
