/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/share_entry.h"

#include "checks/facts.h"
#include "core/buf.h"
#include "core/text.h"

#include <stdint.h>
#include <string.h>

#define TEXT_BYTES 2048 /* of one text; a path of a share is shorter */

/* The unit at that place; zero behind the end. */
static uint32_t unit(const uint8_t *data, size_t len, size_t at)
{
	return at + 2 <= len ? (uint32_t)data[at] | (uint32_t)data[at + 1] << 8
	                     : 0;
}

/* The code point at *at, moved behind it; half a pair is U+FFFD. */
static uint32_t point(const uint8_t *data, size_t len, size_t *at)
{
	uint32_t high = unit(data, len, *at);
	uint32_t low = unit(data, len, *at + 2);

	*at += 2;
	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	*at += 2;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* The next text, moving *at behind it; false at the end of the list. */
static bool next_text(const uint8_t *data, size_t len, size_t *at,
                      struct buf *out)
{
	char bytes[4];
	uint32_t c;

	buf_clear(out);
	if (unit(data, len, *at) == 0)
		return false;
	while ((c = point(data, len, at)) != 0)
		buf_add(out, bytes, text_encode(bytes, c));
	return true;
}

bool share_entry_parse(const uint8_t *data, size_t len, struct arena *a,
                       struct share_entry *out)
{
	struct buf text;
	size_t at = 0;
	bool ok = true;

	*out = (struct share_entry){ .type = CELL_UNKNOWN };
	buf_init(&text, TEXT_BYTES);
	while (ok && next_text(data, len, &at, &text)) {
		const char *s = buf_text(&text);

		ok = buf_ok(&text);
		if (text_begins(s, "Path="))
			out->path = arena_strdup(a, s + strlen("Path="));
		else if (text_begins(s, "Type="))
			ok = ok && text_int(s + strlen("Type="), 0, UINT32_MAX,
			                    &out->type);
	}
	buf_clear(&text);
	return ok && (out->path || out->type != CELL_UNKNOWN);
}

bool share_entry_listed(const uint8_t *data, size_t len, const char *name)
{
	struct buf text;
	bool found = false;
	size_t at = 0;

	buf_init(&text, TEXT_BYTES);
	while (!found && next_text(data, len, &at, &text))
		found = buf_ok(&text) && text_same(buf_text(&text), name);
	buf_clear(&text);
	return found;
}
