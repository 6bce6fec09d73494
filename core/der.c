/* SPDX-License-Identifier: Apache-2.0 */
#include "core/der.h"

#include <string.h>

#define LENGTH_BYTES 4 /* of a length, at most */

/* Read a length; 0: it is none, else how many bytes it took. */
static size_t read_length(const struct der *from, size_t *len)
{
	size_t count;

	if (from->left < 1)
		return 0;
	*len = from->at[0];
	if (*len < 0x80)
		return 1;
	count = *len - 0x80;
	if (count == 0 || count > LENGTH_BYTES || from->left < 1 + count)
		return 0;
	*len = 0;
	for (size_t i = 1; i <= count; i++)
		*len = *len << 8 | from->at[i];
	if (from->at[1] == 0 || *len < 0x80)
		return 0;
	return 1 + count;
}

/* Measure the next value: its head, and what it holds. */
static bool measure(const struct der *from, size_t *head, struct der *content)
{
	struct der length;
	size_t took, len;

	if (from->left < 2 || (from->at[0] & 0x1f) == 0x1f)
		return false;
	length.at = from->at + 1;
	length.left = from->left - 1;
	took = read_length(&length, &len);
	if (took == 0 || len > length.left - took)
		return false;
	*head = 1 + took;
	content->at = from->at + *head;
	content->left = len;
	return true;
}

static void advance(struct der *from, size_t len)
{
	from->at += len;
	from->left -= len;
}

bool der_take(struct der *from, uint8_t tag, struct der *content)
{
	size_t head;

	if (from->left == 0 || from->at[0] != tag ||
	    !measure(from, &head, content))
		return false;
	advance(from, head + content->left);
	return true;
}

bool der_next(struct der *from, struct der *whole)
{
	struct der content;
	size_t head;

	if (!measure(from, &head, &content))
		return false;
	whole->at = from->at;
	whole->left = head + content.left;
	advance(from, whole->left);
	return true;
}

bool der_match(struct der *from, const void *bytes, size_t len)
{
	if (from->left < len || memcmp(from->at, bytes, len) != 0)
		return false;
	advance(from, len);
	return true;
}
