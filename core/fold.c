/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fold.h"

#include "core/text.h"

#include <stdint.h>
#include <string.h>

/* What U+00C0 to U+00FF look like without accents; "" for no letter. */
static const char *const latin[64] = {
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i",
	"i", "i", "i", "d", "n", "o", "o",  "o", "o", "o", "",  "o", "u",
	"u", "u", "u", "y", "t", "s", "a",  "a", "a", "a", "a", "a", "ae",
	"c", "e", "e", "e", "e", "i", "i",  "i", "i", "d", "n", "o", "o",
	"o", "o", "o", "",  "o", "u", "u",  "u", "u", "y", "t", "y",
};

/* The few letters of names of France beyond those. */
static const struct {
	uint32_t point;
	const char *text;
} others[] = {
	{ 0x0152, "oe" }, { 0x0153, "oe" }, { 0x0178, "y" },
	{ 0x1E9E, "s" },  { 0x0131, "i" },  { 0x0160, "s" },
	{ 0x0161, "s" },  { 0x017D, "z" },  { 0x017E, "z" },
};

/* The letters of a point in out, which has room for one of ASCII. */
static const char *letters(uint32_t point, char out[2])
{
	out[0] = out[1] = '\0';
	if (point >= 'A' && point <= 'Z')
		out[0] = (char)(point - 'A' + 'a');
	else if ((point >= 'a' && point <= 'z') ||
	         (point >= '0' && point <= '9'))
		out[0] = (char)point;
	else if (point >= 0xC0 && point <= 0xFF)
		return latin[point - 0xC0];
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].point == point)
			return others[i].text;
	return out;
}

/* A mark that stands on the letter before it, as Apple writes accents. */
static bool combines(uint32_t point)
{
	return point >= 0x0300 && point <= 0x036F;
}

void fold_text(char *dst, size_t size, const char *src)
{
	size_t len = 0;
	bool gap = false;
	uint32_t point;

	if (size == 0)
		return;
	while ((point = text_next(&src))) {
		char one[2];
		const char *text = letters(point, one);
		size_t need = strlen(text);

		if (combines(point))
			continue;
		if (need == 0) {
			gap = true;
			continue;
		}
		if (len + need + (gap && len > 0) >= size)
			break;
		if (gap && len > 0)
			dst[len++] = ' ';
		gap = false;
		memcpy(dst + len, text, need);
		len += need;
	}
	dst[len] = '\0';
}
