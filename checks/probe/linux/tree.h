/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_TREE_H
#define CHECKS_PROBE_LINUX_TREE_H

#include "checks/probe/probe.h"
#include "checks/probe/source.h"
#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reading the machine under the root of a context. Every path is absolute
 * and as the machine itself says it ("/etc/passwd"); with a root, links are
 * followed inside it and ".." never leaves it.
 */

#define TREE_PATH 4096       /* bytes of a path; Linux PATH_MAX */
#define TREE_CAP  (1u << 20) /* bytes: ample for any configuration */
#define TREE_LINK 40         /* links followed, as the kernel's limit */

struct tree_stat {
	bool file; /* a regular file */
	bool folder;
	unsigned mode; /* the twelve bits of permission */
	int64_t owner; /* uid */
	int64_t group; /* gid */
	int64_t size;  /* bytes */
	int64_t mtime; /* time */
};

/* The state of a fact that could not be read, or KNOWN for TREE_OK. */
enum fact_state tree_fact(enum tree_result r);

/* A path made as printf() does; false if it does not fit. */
bool tree_path(char out[TREE_PATH], const char *fmt, ...) ERR_PRINTF(2, 3);

/*
 * The name under which the system that we run on knows path, links followed,
 * for a library that opens files itself.
 */
enum tree_result tree_host(const struct probe_context *c, const char *path,
                           char out[TREE_PATH]);

/* Append the file to out, whose limit is the most it may be. */
enum tree_result tree_read(const struct probe_context *c, const char *path,
                           struct buf *out);

/*
 * The file, at most TREE_CAP bytes, as text of a: NUL-terminated, and bytes
 * behind a NUL in the file are lost. *out is NULL unless TREE_OK.
 */
enum tree_result tree_text(const struct probe_context *c, const char *path,
                           struct arena *a, char **out);

/* What is at path, links followed. */
enum tree_result tree_stat(const struct probe_context *c, const char *path,
                           struct tree_stat *out);

/* Whether a file or a folder can be seen at path. */
bool tree_exists(const struct probe_context *c, const char *path);

/* The text of the link at path; TREE_ABSENT also when it is no link. */
enum tree_result tree_link(const struct probe_context *c, const char *path,
                           char out[TREE_PATH]);

/*
 * The path without any link, as the machine says it. TREE_ABSENT when its
 * end is not there.
 */
enum tree_result tree_real(const struct probe_context *c, const char *path,
                           char out[TREE_PATH]);

/*
 * Call each(ctx, name) for the names in a folder, in byte order, as
 * file_list() does.
 */
enum tree_result tree_list(const struct probe_context *c, const char *folder,
                           bool (*each)(void *ctx, const char *name),
                           void *ctx);

/*
 * Call each(ctx, path) for what matches a pattern as a shell would: any
 * component may hold * ? [a-z], a leading dot is matched by a dot only. Ends
 * when each returns false, or after 1,000 paths. The result is the worst of
 * the folders it had to list, where an absent one is TREE_OK.
 */
enum tree_result tree_glob(const struct probe_context *c, const char *pattern,
                           bool (*each)(void *ctx, const char *path),
                           void *ctx);

/* Set *found if something matches a pattern; the result is tree_glob()'s. */
enum tree_result tree_match(const struct probe_context *c, const char *pattern,
                            bool *found);

#endif
