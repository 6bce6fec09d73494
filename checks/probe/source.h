/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_SOURCE_H
#define CHECKS_PROBE_SOURCE_H

#include "core/buf.h"

#include <stdbool.h>

#define SOURCE_PATH 4096 /* bytes of a path that a parser makes */

/* What came of reading; the worse, the greater. */
enum tree_result {
	TREE_OK,
	TREE_ABSENT, /* nothing is there */
	TREE_DENIED, /* it needs rights we lack */
	TREE_FAILED  /* too large, a loop of links, not a file, an I/O error */
};

/*
 * Where a parser finds the other files that a configuration names: the tree
 * on a machine, anything else under a fuzzer. glob() calls each() for every
 * path that fits the pattern, until it returns false.
 */
struct source {
	const void *ctx;
	enum tree_result (*read)(const void *ctx, const char *path,
	                         struct buf *out);
	enum tree_result (*glob)(const void *ctx, const char *pattern,
	                         bool (*each)(void *to, const char *path),
	                         void *to);
};

#endif
