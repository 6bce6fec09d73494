/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/smb_conf.h"
#include "tests/fuzz/again.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct again in = { (const char *)data, size };
	struct source from = { .ctx = &in, .read = again_read };
	struct arena *a = arena_new(1u << 20);
	struct smb_usershare usershare;
	struct smb_conf conf;
	struct err e;
	char *text;
	bool old;

	if (smb_conf_parse(&conf, in.text, size, &from, a, &e)) {
		const struct smb_share *row = conf.shares.data;

		for (size_t i = 0; i < conf.shares.count; i++)
			if (!row[i].name ||
			    smb_conf_lists(row[i].valid_users, ""))
				abort();
		if (conf.min_protocol)
			smb_conf_smb1(conf.min_protocol, &old, &e);
	}
	text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	if (smb_conf_usershare(&usershare, text, a) && !usershare.path)
		abort();
	free(text);
	arena_free(a);
	return 0;
}
