/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/rsync_list.h"

#include <string.h>

#define SEED 4 /* bytes in front of the frames */

/* The fourth byte of a frame's head. */
#define FRAME_DATA 7

/* What the first byte of an entry says of it. */
#define SAME_MODE 0x02u
#define SAME_NAME 0x20u /* it begins like the last one */
#define LONG_NAME 0x40u
#define SAME_TIME 0x80u

#define KIND        0170000u /* of mode */
#define KIND_FOLDER 0040000u
#define KIND_FILE   0100000u

void rsync_list_init(struct rsync_list *l, struct backup_listing *out)
{
	memset(l, 0, sizeof(*l));
	l->out = out;
}

/* Where the bytes that wait are read; at is too far when they run out. */
struct reader {
	const uint8_t *data;
	size_t len;
	size_t at;
};

static uint32_t number(struct reader *r, size_t bytes)
{
	uint32_t n = 0;

	for (size_t i = 0; i < bytes && r->at + i < r->len; i++)
		n |= (uint32_t)r->data[r->at + i] << (8 * i);
	r->at += bytes;
	return n;
}

/* A length: 32 bits, or 64 when these are all set. */
static int64_t length(struct reader *r)
{
	uint32_t low = number(r, 4), high;

	if (low != UINT32_MAX)
		return low;
	low = number(r, 4);
	high = number(r, 4) & INT32_MAX;
	return (int64_t)((uint64_t)high << 32 | low);
}

static void tell(struct rsync_list *l, int64_t size)
{
	uint32_t kind = l->mode & KIND;

	l->entries++;
	if (kind == KIND_FILE || kind == KIND_FOLDER)
		backup_listing_add(l->out, l->name, kind == KIND_FOLDER, size,
		                   l->time);
}

/* One entry of r; false when it is not there yet, or the list is over. */
static bool entry(struct rsync_list *l, struct reader *r)
{
	uint32_t flags = number(r, 1), same, rest;
	int64_t size;
	int64_t time = l->time;
	uint32_t mode = l->mode;
	size_t name_at;

	if (flags == 0) {
		l->over = true;
		return false;
	}
	same = flags & SAME_NAME ? number(r, 1) : 0;
	rest = number(r, flags & LONG_NAME ? 4 : 1);
	if (r->at > r->len)
		return false;
	if (same > strlen(l->name) || rest > RSYNC_LIST_NAME - same) {
		l->over = true;
		return false;
	}
	name_at = r->at;
	r->at += rest;
	size = length(r);
	if (!(flags & SAME_TIME))
		time = number(r, 4);
	if (!(flags & SAME_MODE))
		mode = number(r, 4);
	if (r->at > r->len)
		return false;
	memcpy(l->name + same, r->data + name_at, rest);
	l->name[same + rest] = '\0';
	l->time = time;
	l->mode = mode;
	tell(l, size);
	return true;
}

/* Read the whole entries of what waits. */
static void read_entries(struct rsync_list *l)
{
	size_t done = 0;

	while (!l->over && done < l->waiting) {
		struct reader r = { l->waits + done, l->waiting - done, 0 };

		if (!entry(l, &r))
			break;
		done += r.at;
	}
	l->waiting -= done;
	memmove(l->waits, l->waits + done, l->waiting);
}

/* Bytes inside a frame; how many were taken. */
static size_t inside(struct rsync_list *l, const uint8_t *data, size_t len)
{
	size_t n = len < l->frame ? len : l->frame;

	if (l->data) {
		size_t room = sizeof(l->waits) - l->waiting;

		n = n < room ? n : room;
		memcpy(l->waits + l->waiting, data, n);
		l->waiting += n;
		read_entries(l);
		/* No entry is that long. */
		l->over = l->over || l->waiting == sizeof(l->waits);
	}
	l->frame -= n;
	return n;
}

bool rsync_list_take(struct rsync_list *l, const uint8_t *data, size_t len)
{
	while (len > 0 && !l->over) {
		size_t n = 1;

		if (l->seed < SEED) {
			l->seed++;
		} else if (l->frame > 0) {
			n = inside(l, data, len);
		} else {
			l->head[l->head_len++] = *data;
			if (l->head_len == sizeof(l->head)) {
				struct reader r = { l->head, 4, 0 };

				l->frame = number(&r, 3);
				l->data = l->head[3] == FRAME_DATA;
				l->over = l->head[3] < FRAME_DATA;
				l->head_len = 0;
			}
		}
		data += n;
		len -= n;
	}
	return !l->over;
}
