/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/paragraph.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define WORD_BYTES 1024 /* longer ones are cut */

static void add_spaces(struct buf *out, size_t from, size_t to)
{
	for (; from < to; from++)
		buf_char(out, ' ');
}

/* Append a word; returns the column behind it. */
static size_t add_word(struct buf *out, const char *word, size_t indent,
                       size_t at, size_t width)
{
	size_t columns = text_width(word);

	if (at > indent && at + 1 + columns > width) {
		buf_char(out, '\n');
		at = 0;
	} else if (at > indent) {
		buf_char(out, ' ');
		at++;
	}
	add_spaces(out, at, indent);
	buf_str(out, word);
	return (at > indent ? at : indent) + columns;
}

void paragraph_add(struct buf *out, const char *text, size_t indent, size_t at,
                   size_t width)
{
	char raw[WORD_BYTES];
	char word[WORD_BYTES];

	while (*text) {
		size_t len = strcspn(text, " \n");

		if (len > 0) {
			snprintf(raw, sizeof(raw), "%.*s", (int)len, text);
			text_clean(word, sizeof(word), raw);
			at = add_word(out, word, indent, at, width);
		}
		text += len;
		if (*text == '\n' && text[1]) {
			buf_char(out, '\n');
			at = 0;
		}
		text += *text != '\0';
	}
	buf_char(out, '\n');
}
