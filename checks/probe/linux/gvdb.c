/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/gvdb.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * Layout, from GLib's gvdb-format.h, all integers little-endian:
 *   header: "GVariant", version 0, options, start and end of the root table
 *   table:  bloom words (low 27 bits: count), buckets, then both arrays,
 *           then items up to the end
 *   item:   hash, parent item, key start, key size (16 bits), type, unused,
 *           start and end of the value
 * A key is cut into pieces, each an item that names its parent.
 */
#define HEADER     24 /* bytes */
#define ITEM       24 /* bytes */
#define NO_PARENT  0xFFFFFFFFu
#define BLOOM_MASK 0x07FFFFFFu
#define PIECES_MAX 64 /* of one key */

struct bytes {
	const unsigned char *at;
	size_t len;
};

static uint32_t word(struct bytes b, size_t at)
{
	const unsigned char *p = b.at + at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static uint64_t integer(struct bytes b)
{
	uint64_t v = 0;

	for (size_t i = b.len; i > 0; i--)
		v = v << 8 | b.at[i - 1];
	return v;
}

/* The part start..end of b; empty if it is not inside. */
static struct bytes part(struct bytes b, size_t start, size_t end)
{
	struct bytes none = { b.at, 0 };

	if (start > end || end > b.len)
		return none;
	none.at += start;
	none.len = end - start;
	return none;
}

/* The items of the root table. */
static struct bytes items(struct bytes file)
{
	struct bytes table;
	uint64_t skip;

	if (memcmp(file.at, "GVariant", 8) != 0 || word(file, 8) != 0)
		return part(file, 0, 0);
	table = part(file, word(file, 16), word(file, 20));
	if (table.len < 8)
		return part(file, 0, 0);
	skip =
	    8 + 4 * ((uint64_t)(word(table, 0) & BLOOM_MASK) + word(table, 4));
	if (skip > table.len)
		return part(file, 0, 0);
	return part(table, (size_t)skip, table.len);
}

/* Whether the pieces from item up to the root spell key. */
static bool item_is(struct bytes file, struct bytes all, size_t item,
                    const char *key)
{
	size_t left = strlen(key);

	for (int i = 0; i < PIECES_MAX; i++) {
		size_t at = item * ITEM;
		size_t start = word(all, at + 8);
		size_t size = (size_t)all.at[at + 12] | (size_t)all.at[at + 13]
		                                            << 8;
		struct bytes piece = part(file, start, start + size);
		uint32_t parent = word(all, at + 4);

		if (piece.len != size || size > left ||
		    memcmp(key + left - size, piece.at, size) != 0)
			return false;
		left -= size;
		if (parent == NO_PARENT)
			return left == 0;
		if (parent >= all.len / ITEM)
			return false;
		item = parent;
	}
	return false;
}

static bool put(char *out, size_t size, const void *text, size_t len)
{
	if (len >= size)
		return false;
	memcpy(out, text, len);
	out[len] = '\0';
	return true;
}

/* The list's strings, each ended by NUL, then the ends of all of them. */
static bool put_list(struct bytes v, char *out, size_t size)
{
	size_t width = v.len <= 0xFF ? 1 : v.len <= 0xFFFF ? 2 : 4;
	uint64_t end;
	size_t n = 0;

	if (v.len == 0)
		return put(out, size, "", 0);
	if (v.len < width)
		return false;
	end = integer(part(v, v.len - width, v.len));
	if (end > v.len || end == 0 || v.at[end - 1] != '\0' || end > size)
		return false;
	for (; n + 1 < end; n++)
		out[n] = v.at[n] ? (char)v.at[n] : '\n';
	out[n] = '\0';
	return true;
}

/* A value in a variant: the bytes, a NUL, the name of its type. */
static bool put_value(struct bytes box, char *out, size_t size)
{
	char type[4] = "";
	struct bytes v;
	size_t n = box.len;
	int done;

	while (n > 0 && box.at[n - 1] != '\0')
		n--;
	if (n == 0 || box.len - n >= sizeof(type))
		return false;
	memcpy(type, box.at + n, box.len - n);
	v = part(box, 0, n - 1);
	if (strcmp(type, "s") == 0)
		return v.len > 0 && !v.at[v.len - 1] &&
		       put(out, size, v.at, v.len - 1);
	if (strcmp(type, "as") == 0)
		return put_list(v, out, size);
	if (strcmp(type, "b") == 0 && v.len == 1)
		done = snprintf(out, size, "%s", v.at[0] ? "true" : "false");
	else if (strcmp(type, "u") == 0 && v.len == 4)
		done = snprintf(out, size, "%" PRIu32, word(v, 0));
	else if (strcmp(type, "i") == 0 && v.len == 4)
		done = snprintf(out, size, "%" PRId32, (int32_t)word(v, 0));
	else if (strcmp(type, "t") == 0 && v.len == 8)
		done = snprintf(out, size, "%" PRIu64, integer(v));
	else if (strcmp(type, "x") == 0 && v.len == 8)
		done = snprintf(out, size, "%" PRId64, (int64_t)integer(v));
	else
		return false;
	return done >= 0 && (size_t)done < size;
}

bool gvdb_find(const void *data, size_t len, const char *key, char *out,
               size_t size)
{
	struct bytes file = { data, len };
	struct bytes all;

	if (len < HEADER)
		return false;
	all = items(file);

	/* Every item is looked at: the hashes of a damaged file prove nothing. */
	for (size_t i = 0; i < all.len / ITEM; i++) {
		size_t at = i * ITEM;

		if (all.at[at + 14] != 'v' || !item_is(file, all, i, key))
			continue;
		return put_value(
		    part(file, word(all, at + 16), word(all, at + 20)), out,
		    size);
	}
	return false;
}
