/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/share_entry.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(1u << 20);
	struct share_entry entry;

	if (!a)
		return 0;
	if (share_entry_parse(data, size, a, &entry) && entry.path &&
	    !text_valid(entry.path, strlen(entry.path)))
		abort();
	(void)share_entry_listed(data, size, "srvsvc");
	arena_free(a);
	return 0;
}
