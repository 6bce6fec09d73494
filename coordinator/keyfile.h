/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_KEYFILE_H
#define COORDINATOR_KEYFILE_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <sys/stat.h>

/* The files of keyring.h: of this user alone, and never half written. */

#define KEYFILE_BYTES 16384 /* largest */

/* Whether a file or a folder is for this user alone; what is its name. */
bool keyfile_owned(const struct stat *st, const char *what, struct err *e);

/*
 * The text of a file of a folder, in KEYFILE_BYTES + 1, to be freed; NULL and e
 * otherwise.
 */
char *keyfile_read(int folder, const char *name, struct err *e);

/*
 * Put a text under a name that is not there yet, whole or not at all: a
 * temporary, fsync, link, fsync. path is the folder's, for messages. False and
 * e otherwise; e->sys is EEXIST when another was first.
 */
bool keyfile_write(int folder, const char *path, const char *name,
                   const struct buf *text, struct err *e);

#endif
