/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_FILE_HISTORY_H
#define CHECKS_PROBE_WINDOWS_DECODE_FILE_HISTORY_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What Windows' File History was told, in its Config1.xml. All texts are as
 * they stand there, NULL when they do not.
 */
struct file_history {
	const char *target; /* "E:\" or "\\nas\copies\" */
	const char *volume; /* "\\?\Volume{...}\" */
	const char *store;  /* folder of the copies below the target */
	const char *what;   /* folders that are copied, joined by ", " */
	enum tri on;        /* as the user left it */
};

/*
 * Read the text of the file, UTF-8 of len bytes. False when it is none of
 * File History's; texts live in a.
 */
bool file_history_parse(const char *text, size_t len, struct arena *a,
                        struct file_history *out);

#endif
