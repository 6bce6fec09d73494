/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/naming.h"
#include "coordinator/opening.h"
#include "coordinator/packed.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What an opener that was taken over might say. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(16u << 20);
	struct opening o;
	struct document d;
	struct err e;

	if (!a)
		return 0;
	if (opening_parse(&o, data, size, a, &e)) {
		char again[SUBMISSION_FIELD];

		/* Nothing of the reply goes out but names of the schema. */
		naming_find(again, o.field);
		require(strcmp(again, o.field) == 0);
		require(strspn(o.field, "abcdefghijklmnopqrstuvwxyz_.[]") ==
		        strlen(o.field));
		if (o.status == 200) {
			require(strlen(o.hash) == HASH_TEXT - 1);
			require(strlen(o.kit) + strlen(o.token) + o.len +
			            o.brief_len <=
			        size);
			(void)packed_read_plain(&d, o.brief, o.brief_len, a,
			                        &e);
		}
	}
	arena_free(a);
	return 0;
}
