/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/packed.h"

#include <stdint.h>
#include <stdlib.h>

/* What a store says a document is: read, and written again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(32u << 20);
	struct document d, again;
	struct buf b;
	struct err e;

	buf_init(&b, 8u << 20);
	if (a && packed_read(&d, data, size, a, &e)) {
		if (!packed_write(&b, &d, &e) ||
		    (!packed_read(&again, b.data, b.len, a, &e) &&
		     !arena_full(a)))
			abort();
	}
	buf_clear(&b);
	arena_free(a);
	return 0;
}
