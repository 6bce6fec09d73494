/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/file_history.h"

#include "checks/probe/windows/decode/unicode.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The file as it is read: its bytes become text, and that is looked at. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(1 << 20);
	struct file_history h;
	struct buf text;

	buf_init(&text, 1 << 20);
	if (a && unicode_text(data, size, &text)) {
		if (!text_valid(buf_text(&text), text.len))
			abort();
		if (file_history_parse(buf_text(&text), text.len, a, &h) &&
		    h.what && strlen(h.what) > 600)
			abort();
	}
	buf_clear(&text);
	arena_free(a);
	return 0;
}
