/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/source.h"

static enum tree_result source_read(const void *ctx, const char *path,
                                    struct buf *out)
{
	return tree_read(ctx, path, out);
}

static enum tree_result source_glob(const void *ctx, const char *pattern,
                                    bool (*each)(void *to, const char *path),
                                    void *to)
{
	return tree_glob(ctx, pattern, each, to);
}

struct source source_tree(const struct probe_context *c)
{
	return (struct source){ c, source_read, source_glob };
}
