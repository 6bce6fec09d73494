/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/sshd_config.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const char *text;
	size_t size;
};

static enum tree_result read_again(const void *ctx, const char *path,
                                   struct buf *out)
{
	const struct input *in = ctx;

	if (strstr(path, "denied"))
		return TREE_DENIED;
	return buf_add(out, in->text, in->size) ? TREE_OK : TREE_FAILED;
}

/* Every pattern matches itself and another. */
static enum tree_result two_files(const void *ctx, const char *pattern,
                                  bool (*each)(void *to, const char *path),
                                  void *to)
{
	(void)ctx;
	return each(to, pattern) && each(to, "/other") ? TREE_OK : TREE_FAILED;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { (const char *)data, size };
	struct source from = { &in, read_again, two_files };
	struct arena *a = arena_new(1u << 20);
	struct sshd_config conf;
	struct err e;

	if (sshd_config_parse(&conf, in.text, size, &from, a, &e) &&
	    (!conf.root || conf.port < 1 || conf.port > 65535))
		abort();
	arena_free(a);
	return 0;
}
