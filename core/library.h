/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_LIBRARY_H
#define CORE_LIBRARY_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/* A function that is looked for in a library. */
struct library_symbol {
	const char *name;
	void *slot; /* address of a pointer to such a function */
};

/*
 * From now on libraries come from the system's own folder alone, also those
 * that another library asks for: first thing in main(). Nothing to do where
 * the program's and the current folder are never looked into.
 */
void library_prepare(void);

/*
 * Open the first library of names (ended by NULL) that this system has, and
 * fill every slot. A name without a folder is one of the system's; what else
 * is opened has its whole path. It stays open until the program ends. On
 * failure e->sys is ENOENT when there is no such library, ENOSYS when it
 * lacks a function; slots may be filled in part.
 */
bool library_load(const char *const *names, const struct library_symbol *symbol,
                  size_t count, struct err *e);

#endif
