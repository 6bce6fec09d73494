/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_PLANTED_H
#define TESTS_CHECKS_PLANTED_H

#include "checks/probe/probe.h"
#include "core/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A small machine planted in a temporary folder, for probes that read under
 * a root. Include it behind cmocka.h.
 */

/* One file, folder or link of it. */
struct planted {
	const char *path; /* as the machine says it; a folder ends with "/" */
	const char *text; /* content of a file */
	const char *link; /* or where a link points */
	int64_t mtime;    /* time, 0: whatever */
	unsigned mode;    /* 0: 0644, folders 0755 */
};

/* The parents of path made, and its place on this system in out. */
static inline void planted_place(const char *root, const char *path,
                                 char out[4096])
{
	struct err e;
	char *slash;

	snprintf(out, 4096, "%s%s", root, path);
	slash = strrchr(out, '/');
	*slash = '\0';
	assert_true(file_mkdir(out, &e));
	*slash = '/';
}

static inline void planted_mtime(const char *root, const char *path,
                                 int64_t mtime)
{
	struct timespec times[2] = { { .tv_sec = (time_t)mtime },
		                     { .tv_sec = (time_t)mtime } };
	char place[4096];

	snprintf(place, sizeof(place), "%s%s", root, path);
	assert_int_equal(utimensat(AT_FDCWD, place, times, AT_SYMLINK_NOFOLLOW),
	                 0);
}

static inline void planted_add(const char *root, const struct planted *p)
{
	size_t len = strlen(p->path);
	char place[4096];
	struct err e;

	planted_place(root, p->path, place);
	if (p->link)
		assert_int_equal(symlink(p->link, place), 0);
	else if (p->path[len - 1] != '/')
		assert_true(file_write(place, p->text ? p->text : "",
		                       p->text ? strlen(p->text) : 0, &e));
	if (p->mode)
		assert_int_equal(chmod(place, p->mode), 0);
	if (p->mtime)
		planted_mtime(root, p->path, p->mtime);
}

/* An empty machine; its root, "/tmp/planted.XXXXXX", is written to root. */
static inline void planted_new(char root[64])
{
	const char *tmp = getenv("TMPDIR");

	if (!tmp || strlen(tmp) > 40)
		tmp = "/tmp";
	snprintf(root, 64, "%s/planted.XXXXXX", tmp);
	assert_non_null(mkdtemp(root));
	/* Another account must be able to read what is open to it. */
	assert_int_equal(chmod(root, 0755), 0);
}

static inline bool planted_remove(void *ctx, const char *name)
{
	char place[4096];
	struct stat st;
	struct err e;

	snprintf(place, sizeof(place), "%s/%s", (const char *)ctx, name);
	if (lstat(place, &st) == 0 && S_ISDIR(st.st_mode)) {
		(void)chmod(place, 0700);
		file_list(place, planted_remove, place, &e);
	}
	return remove(place) == 0;
}

/* Remove the machine and everything in it. */
static inline void planted_free(const char *root)
{
	struct err e;

	file_list(root, planted_remove, (void *)(uintptr_t)root, &e);
	(void)remove(root);
}

#endif
