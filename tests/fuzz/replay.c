/* SPDX-License-Identifier: Apache-2.0 */
#include "core/argument.h"
#include "core/file.h"

#include <stdint.h>
#include <stdio.h>

/*
 * Run a fuzzer's entry over every file of its corpus, each also cut at every
 * byte of its first 512, so that what was found once stays a test under any
 * compiler.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CUTS 512 /* bytes */

struct replay {
	const char *folder;
	unsigned files;
	unsigned inputs;
};

static bool replay_one(void *ctx, const char *name)
{
	struct replay *r = ctx;
	struct buf data;
	struct err e;
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", r->folder, name);
	buf_init(&data, 16u << 20);
	if (!file_read(path, &data, &e)) {
		fprintf(stderr, "%s\n", e.text);
		buf_clear(&data);
		return false;
	}
	for (size_t cut = 0; cut < data.len && cut < CUTS; cut++, r->inputs++)
		LLVMFuzzerTestOneInput((const uint8_t *)data.data, cut);
	LLVMFuzzerTestOneInput((const uint8_t *)buf_text(&data), data.len);
	r->inputs++;
	r->files++;
	buf_clear(&data);
	return true;
}

int main(int argc, char **argv)
{
	struct replay r = { 0 };
	struct err e;

	argv = argument_list(&argc, argv);
	if (argc != 2) {
		fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
		return 2;
	}
	r.folder = argv[1];
	if (!file_list(r.folder, replay_one, &r, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	printf("%u files, %u inputs\n", r.files, r.inputs);
	return r.files == 0;
}
