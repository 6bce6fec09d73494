/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Paths are UTF-8 on every system. */

/*
 * Append the whole file at path to out, whose limit is the most it may be.
 * Only a regular file is read (a pipe or a device would hang). e->sys holds
 * ENOENT, EACCES... when the system refused.
 */
bool file_read(const char *path, struct buf *out, struct err *e);

/* As file_read(), from standard input. */
bool file_read_stdin(struct buf *out, struct err *e);

/* What stands between a file's name and six letters in its temporary's. */
#define FILE_TEMPORARY ".tmp-"

/*
 * Replace what is at path by a file of len bytes: a temporary beside it,
 * fsync, rename, fsync of the folder. On failure what was there is untouched
 * and the temporary is gone. A link is replaced, not followed; so is a pipe,
 * whose other end may be somebody else's.
 */
bool file_replace(const char *path, const void *data, size_t len,
                  struct err *e);

/*
 * As file_replace(), for a path that the user chose: a pipe or a device is
 * written into as it is.
 */
bool file_write(const char *path, const void *data, size_t len, struct err *e);

/* Whether path itself is a link, wherever it leads. */
bool file_is_link(const char *path);

/* Make the folder and its parents; true when it is there already. */
bool file_mkdir(const char *path, struct err *e);

/* Whether a file can be made in the folder; made and removed to know. */
bool file_can_write(const char *folder, struct err *e);

/* Remove a file; true when it is not there any more. */
bool file_remove(const char *path);

/* Give a file another name in the same file system. */
bool file_rename(const char *from, const char *to, struct err *e);

/* Whether something, file or folder, is at path. */
bool file_exists(const char *path);

/*
 * Call each(ctx, name) for the names in a folder, in byte order, "." and
 * ".." left out, 10,000 names at most. Stops early when each returns false.
 */
bool file_list(const char *folder, bool (*each)(void *ctx, const char *name),
               void *ctx, struct err *e);

#endif
