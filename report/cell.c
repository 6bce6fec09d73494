/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cell.h"

#include "core/text.h"
#include "report/wrap.h"

#include <string.h>

/* Characters that look like nothing, or like a space, in front of others. */
static bool blank(uint32_t c)
{
	return c == ' ' || c == 0xA0 || c == 0xAD || c == 0x1680 ||
	       c == 0x180E || (c >= 0x2000 && c <= 0x200F) || c == 0x202F ||
	       (c >= 0x205F && c <= 0x2064) || c == 0x3000;
}

/*
 * What a spreadsheet could take for a formula (OWASP, CSV Injection): some
 * skip the spaces before it, and some read the wide signs of East Asia.
 */
static bool is_formula(const char *text)
{
	uint32_t c;

	do
		c = text_next(&text);
	while (blank(c));
	return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xFF1D ||
	       c == 0xFF0B || c == 0xFF0D || c == 0xFF20 || c == 0x2212;
}

void cell_text(struct buf *out, const char *text, struct arena *a)
{
	const char *clean = wrap_clean(out, text, a);

	if (!clean)
		return;
	buf_char(out, '"');
	if (is_formula(clean) || (text && *text && strchr("\t\r\n", *text)))
		buf_char(out, '\'');
	for (; *clean; clean++) {
		if (*clean == '"')
			buf_char(out, '"');
		buf_char(out, *clean);
	}
	buf_char(out, '"');
}
