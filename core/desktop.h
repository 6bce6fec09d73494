/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_DESKTOP_H
#define CORE_DESKTOP_H

#include "core/err.h"

#include <stdbool.h>

/* Whether there is a desktop that could show a file. */
bool desktop_there(void);

/*
 * Ask the desktop to show a file with the program that it has for it. Does
 * not wait for that program; true means it was asked.
 */
bool desktop_show(const char *path, struct err *e);

/*
 * The language that the person's desktop speaks, as ISO 639-1 names it; NULL
 * where only the environment tells. Static.
 */
const char *desktop_language(void);

#endif
