/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/sudoers.h"
#include "tests/fuzz/again.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum tree_result one_file(const void *ctx, const char *pattern,
                                 bool (*each)(void *to, const char *path),
                                 void *to)
{
	(void)ctx;
	(void)pattern;
	return each(to, "/etc/sudoers.d/one") ? TREE_OK : TREE_FAILED;
}

static bool never(void *ctx, const char *group)
{
	(void)ctx;
	return !group;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct again in = { (const char *)data, size };
	struct source from = { &in, again_read, one_file };
	struct arena *a = arena_new(1u << 20);
	struct sudoers s;

	if (sudoers_parse(&s, in.text, size, &from, a))
		sudoers_grant(&s, "a", 1000, never, NULL);
	arena_free(a);
	return 0;
}
