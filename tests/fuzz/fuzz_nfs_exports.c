/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/nfs_exports.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(1u << 20);
	struct rows rows;

	rows_init(&rows, a, sizeof(struct nfs_export));
	if (nfs_exports_parse(&rows, (const char *)data, size)) {
		const struct nfs_export *row = rows.data;

		for (size_t i = 0; i < rows.count; i++)
			if (!row[i].path || !row[i].client)
				abort();
	}
	arena_free(a);
	return 0;
}
