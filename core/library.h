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
 * Open the first library of names (ended by NULL) that this system has, and
 * fill every slot. It stays open until the program ends. On failure
 * e->sys is ENOENT when there is no such library, ENOSYS when it lacks a
 * function; slots may be filled in part.
 */
bool library_load(const char *const *names, const struct library_symbol *symbol,
                  size_t count, struct err *e);

#endif
