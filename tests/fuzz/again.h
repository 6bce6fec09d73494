/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_AGAIN_H
#define TESTS_FUZZ_AGAIN_H

#include "checks/probe/source.h"

#include <string.h>

/* A source in which every file that is included is the input again. */
struct again {
	const char *text;
	size_t size;
};

/* As source.read; ctx is a struct again. A name may say that it is closed. */
static inline enum tree_result again_read(const void *ctx, const char *path,
                                          struct buf *out)
{
	const struct again *in = ctx;

	if (strstr(path, "denied"))
		return TREE_DENIED;
	return buf_add(out, in->text, in->size) ? TREE_OK : TREE_FAILED;
}

#endif
