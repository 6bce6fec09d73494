/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/sshd_config.h"
#include "tests/fuzz/again.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
	struct again in = { (const char *)data, size };
	struct source from = { &in, again_read, two_files };
	struct arena *a = arena_new(1u << 20);
	struct sshd_config conf;
	struct err e;

	if (sshd_config_parse(&conf, in.text, size, &from, a, &e) &&
	    (!conf.root || conf.port < 1 || conf.port > 65535))
		abort();
	arena_free(a);
	return 0;
}
