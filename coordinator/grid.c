/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/grid.h"

#include "core/text.h"

#include <stdint.h>
#include <string.h>

#define MARK "\xef\xbb\xbf" /* that begins a file of UTF-8 */

/* What 0x80 to 0x9f are in Windows-1252; 0: nothing. */
static const uint16_t windows[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
	0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* Bytes of Windows-1252 as UTF-8; at most 3 for each. */
static void decode(char *out, const unsigned char *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint32_t point = data[i];

		if (point >= 0x80 && point < 0xa0)
			point = windows[point - 0x80];
		out += text_encode(out, point ? point : '?');
	}
	*out = '\0';
}

/* The separator that the first line has most of, outside quotes. */
static char find_separator(const char *s)
{
	static const char candidates[] = ";,\t";
	size_t count[3] = { 0, 0, 0 };
	size_t best = 0;
	bool quoted = false;

	for (; *s && (quoted || (*s != '\n' && *s != '\r')); s++) {
		const char *one = strchr(candidates, *s);

		if (*s == '"')
			quoted = !quoted;
		else if (one && !quoted)
			count[one - candidates]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return candidates[best];
}

bool grid_open(struct grid *g, const void *data, size_t len, struct arena *a,
               struct err *e)
{
	bool utf8;
	char *copy;

	if (len > GRID_BYTES)
		return err_set(e, "the table is too large");
	if (len == 0 || memchr(data, '\0', len))
		return err_set(e, "this is no table: save it as CSV");
	utf8 = text_valid(data, len);
	copy = arena_alloc(a, utf8 ? len + 1 : 3 * len + 1, 1);
	if (!copy)
		return err_set(e, "out of memory");
	if (utf8)
		memcpy(copy, data, len);
	else
		decode(copy, data, len);
	*g = (struct grid){ .at = copy, .line = 1 };
	if (text_begins(copy, MARK))
		g->at += strlen(MARK);
	g->separator = find_separator(g->at);
	return true;
}

/* The end of a line that stands here, CR LF being one; 0 bytes for none. */
static size_t line_end(const char *s)
{
	if (*s == '\r')
		return s[1] == '\n' ? 2 : 1;
	return *s == '\n';
}

/* Take a cell in quotes, "" being one of them; *at is behind it then. */
static char *take_quoted(struct grid *g)
{
	char *start = ++g->at;
	char *to = start;

	while (*g->at && (*g->at != '"' || g->at[1] == '"')) {
		if (*g->at == '"')
			g->at++;
		if (*g->at == '\n')
			g->line++;
		*to++ = *g->at++;
	}
	if (*g->at)
		g->at++;
	/* What stands behind the quotes belongs to nothing. */
	while (*g->at && *g->at != g->separator && !line_end(g->at))
		g->at++;
	/* to is before *at, but when quotes never end: there is the NUL. */
	if (*g->at || to < g->at)
		*to = '\0';
	return start;
}

bool grid_next(struct grid *g, struct grid_row *row)
{
	bool empty = true;

	while (empty && *g->at) {
		bool more = true;

		*row = (struct grid_row){ .line = g->line };
		while (more) {
			char *cell = g->at;
			char *end;
			size_t len;

			while (*g->at == ' ')
				g->at++;
			if (*g->at == '"') {
				cell = take_quoted(g);
				end = NULL;
			} else {
				while (*g->at && *g->at != g->separator &&
				       !line_end(g->at))
					g->at++;
				end = g->at;
			}
			more = *g->at == g->separator;
			len = more ? 1 : line_end(g->at);
			if (!more && len)
				g->line++;
			g->at += len;
			if (end)
				*end = '\0';
			cell = text_trim(cell);
			empty = empty && !*cell;
			if (row->cells < GRID_CELLS)
				row->cell[row->cells++] = cell;
		}
	}
	return !empty;
}
