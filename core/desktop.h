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

#endif
