/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of the sequence that lead starts and its smallest value. RFC 3629. */
static int sequence(unsigned char lead, uint32_t *bits, uint32_t *least)
{
	if (lead < 0x80) {
		*bits = lead;
		*least = 0;
		return 1;
	}
	if ((lead & 0xE0) == 0xC0) {
		*bits = lead & 0x1F;
		*least = 0x80;
		return 2;
	}
	if ((lead & 0xF0) == 0xE0) {
		*bits = lead & 0x0F;
		*least = 0x800;
		return 3;
	}
	if ((lead & 0xF8) == 0xF0) {
		*bits = lead & 0x07;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

/* Bytes of the valid code point at s (at most len), 0 if malformed. */
static size_t decode(const char *s, size_t len, uint32_t *out)
{
	uint32_t least = 0;
	int n = sequence((unsigned char)s[0], out, &least);

	if (n == 0 || (size_t)n > len)
		return 0;
	for (int i = 1; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c & 0xC0) != 0x80)
			return 0;
		*out = *out << 6 | (c & 0x3F);
	}
	if (*out < least || *out > 0x10FFFF ||
	    (*out >= 0xD800 && *out <= 0xDFFF))
		return 0;
	return (size_t)n;
}

/* Whether the eight bytes at s are ASCII, none of them NUL. */
static bool is_plain(const char *s)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t eight;

	memcpy(&eight, s, sizeof(eight));
	/* What is less than one borrows from its own high bit first. */
	return ((eight | (eight - ones)) & high) == 0;
}

bool text_valid(const char *s, size_t len)
{
	uint32_t c;

	for (size_t i = 0; i < len;) {
		size_t n;

		if (len - i >= 8 && is_plain(s + i)) {
			i += 8;
			continue;
		}
		n = decode(s + i, len - i, &c);
		if (n == 0 || c == 0)
			return false;
		i += n;
	}
	return true;
}

size_t text_encode(char out[4], uint32_t point)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xe0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

uint32_t text_next(const char **s)
{
	uint32_t c;
	size_t n = 0;

	if (!**s)
		return 0;
	while (n < 4 && (*s)[n])
		n++;
	n = decode(*s, n, &c);
	if (n == 0) {
		(*s)++;
		return 0xFFFD;
	}
	*s += n;
	return c;
}

/* Ranges that take two columns; Unicode 15 EastAsianWidth W and F, coarse. */
static const uint32_t wide[][2] = {
	{ 0x1100, 0x115F },   { 0x2E80, 0x303E },   { 0x3041, 0xA4CF },
	{ 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },   { 0xFE30, 0xFE6F },
	{ 0xFF00, 0xFF60 },   { 0xFFE0, 0xFFE6 },   { 0x1F300, 0x1F64F },
	{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

size_t text_width(const char *s)
{
	size_t n = 0;
	uint32_t c;

	while ((c = text_next(&s))) {
		size_t columns = 1;

		if ((c >= 0x300 && c <= 0x36F) || c == 0x200B || c == 0x200D ||
		    (c >= 0xFE00 && c <= 0xFE0F))
			columns = 0;
		for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
			if (c >= wide[i][0] && c <= wide[i][1])
				columns = 2;
		n += columns;
	}
	return n;
}

/* Code points that could steer a terminal, a page or a reader's eye. */
static bool unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x61C ||
	       c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
	       (c >= 0xE0000 && c <= 0xE007F);
}

void text_clean(char *dst, size_t size, const char *src)
{
	size_t len = 0;

	while (*src) {
		const char *start = src;
		uint32_t c = text_next(&src);
		size_t n = (size_t)(src - start);

		if (unsafe(c)) {
			start = " ";
			n = 1;
		} else if (c == 0xFFFD) {
			start = "\xEF\xBF\xBD";
			n = 3;
		}
		if (len + n >= size)
			break;
		memcpy(dst + len, start, n);
		len += n;
	}
	dst[len] = '\0';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool text_is(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

bool text_same(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

bool text_begins(const char *s, const char *part)
{
	return strncmp(s, part, strlen(part)) == 0;
}

bool text_ends(const char *s, const char *part)
{
	size_t n = strlen(s);
	size_t m = strlen(part);

	return n >= m && strcmp(s + n - m, part) == 0;
}

bool text_has(const char *s, const char *part)
{
	size_t m = strlen(part);

	for (;; s++) {
		size_t i = 0;

		while (i < m && s[i] && lower(s[i]) == lower(part[i]))
			i++;
		if (i == m)
			return true;
		if (!*s)
			return false;
	}
}

int text_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool text_like(const char *pattern, const char *s)
{
	const char *star = NULL, *from = s;

	while (*s) {
		if (*pattern == '*') {
			star = ++pattern;
			from = s;
		} else if (lower(*pattern) == lower(*s)) {
			pattern++;
			s++;
		} else if (star) {
			pattern = star;
			s = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' ||
	       c == '\f';
}

char *text_trim(char *s)
{
	size_t n;

	while (space(*s))
		s++;
	n = strlen(s);
	while (n > 0 && space(s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
}

char *text_line(char **cursor)
{
	char *line = *cursor;
	size_t n;

	if (!line || !*line)
		return NULL;
	n = strcspn(line, "\n");
	*cursor = line + n + (line[n] == '\n');
	line[n] = '\0';
	if (n > 0 && line[n - 1] == '\r')
		line[n - 1] = '\0';
	return line;
}

char *text_word(char **cursor)
{
	char *word = *cursor;
	size_t n = 0;

	if (!word)
		return NULL;
	while (space(*word))
		word++;
	if (!*word) {
		*cursor = word;
		return NULL;
	}
	while (word[n] && !space(word[n]))
		n++;
	*cursor = word + n + (word[n] != '\0');
	word[n] = '\0';
	return word;
}

bool text_int(const char *s, int64_t low, int64_t high, int64_t *out)
{
	char *end;
	intmax_t v;

	if (!(*s >= '0' && *s <= '9') && *s != '-')
		return false;
	errno = 0;
	v = strtoimax(s, &end, 10);
	if (errno || *end || end == s || v < low || v > high)
		return false;
	*out = v;
	return true;
}

/* Longest word compared; ids and options are far shorter. */
#define NEAREST_MAX 64

/* Letters put in, left out, changed, or swapped with their neighbour. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][NEAREST_MAX + 1];
	size_t n = strlen(b);
	size_t i;

	for (size_t j = 0; j <= n; j++)
		rows[0][j] = j;
	for (i = 1; a[i - 1]; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *second = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && second[j - 2] + 1 < best)
				best = second[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[(i - 1) % 3][n];
}

const char *text_nearest(const char *word, const char *const *list,
                         size_t count)
{
	const char *best = NULL;
	size_t near = 0;

	if (strlen(word) > NEAREST_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t d;

		if (strlen(list[i]) > NEAREST_MAX)
			continue;
		d = distance(word, list[i]);
		if (d * 3 <= strlen(list[i]) && (!best || d < near)) {
			best = list[i];
			near = d;
		}
	}
	return best;
}
