/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_SOURCE_H
#define CHECKS_PROBE_LINUX_SOURCE_H

#include "checks/probe/linux/tree.h"

/*
 * Where a parser finds the other files that a configuration names: the tree
 * on a machine, anything else under a fuzzer. As tree_read(), tree_glob().
 */
struct source {
	const void *ctx;
	enum tree_result (*read)(const void *ctx, const char *path,
	                         struct buf *out);
	enum tree_result (*glob)(const void *ctx, const char *pattern,
	                         bool (*each)(void *to, const char *path),
	                         void *to);
};

/* The files under the root of c, which must stay while it is used. */
struct source source_tree(const struct probe_context *c);

#endif
