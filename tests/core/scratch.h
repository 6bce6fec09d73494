/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_SCRATCH_H
#define TESTS_CORE_SCRATCH_H

#include "core/clock.h"
#include "core/file.h"
#include "core/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include "core/wide.h"
#include <windows.h>
#else
#include <unistd.h>
#endif

/* A folder of a test's own, with a name that clerks give, and its removal. */

static char scratch[512];

/* A path in it; the next call but three takes its place. */
static inline const char *scratch_path(const char *name)
{
	static char path[4][1024];
	static unsigned turn;
	char *out = path[turn++ % 4];

	snprintf(out, sizeof(path[0]), "%s/%s", scratch, name);
	return out;
}

static inline int scratch_open(void **state)
{
	struct arena *a = arena_new(1u << 16);
	const char *folder = a ? place_temporary(a) : NULL;
	struct err e;
	bool ok;

	(void)state;
	if (folder)
		snprintf(scratch, sizeof(scratch), "%s/essai é œ 日本 %lld",
		         folder, (long long)clock_ticks());
	ok = folder && file_mkdir(scratch, &e);
	arena_free(a);
	return ok ? 0 : -1;
}

static inline bool scratch_remove_folder(const char *path)
{
#ifdef _WIN32
	wchar_t *wide = wide_path(path);
	bool ok = wide && RemoveDirectoryW(wide);

	free(wide);
	return ok;
#else
	return rmdir(path) == 0;
#endif
}

static inline bool scratch_remove(void *ctx, const char *name)
{
	const char *folder = ctx;
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = malloc(size);
	struct err e;

	if (!path)
		return false;
	snprintf(path, size, "%s/%s", folder, name);
	if (file_is_link(path) || !file_list(path, scratch_remove, path, &e))
		(void)file_remove(path);
	(void)scratch_remove_folder(path);
	free(path);
	return true;
}

static inline int scratch_close(void **state)
{
	struct err e;

	(void)state;
	file_list(scratch, scratch_remove, scratch, &e);
	return scratch_remove_folder(scratch) ? 0 : -1;
}

#endif
