/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_LINES_H
#define CHECKS_PROBE_LINUX_LINES_H

#include "core/err.h"

#include <stdbool.h>

/*
 * A text file read line by line in little memory, however large it is. A name
 * that ends in ".lz4" is unpacked on the way.
 */
struct lines;

/*
 * Open the regular file at path. NULL and e on failure; e->sys holds ENOENT,
 * EACCES... when the system refused, 0 when it is packed in a way we cannot
 * unpack. The caller closes it.
 */
struct lines *lines_open(const char *path, struct err *e);

/*
 * The next line, without its end and cut at 4095 bytes; valid until the next
 * call. NULL at the end, or when reading failed: lines_failed() tells.
 */
char *lines_next(struct lines *l);

/* Whether reading stopped before the end of the file; e says why. */
bool lines_failed(const struct lines *l, struct err *e);

/* Free it; NULL is fine. */
void lines_close(struct lines *l);

#endif
