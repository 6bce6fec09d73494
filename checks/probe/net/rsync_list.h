/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_RSYNC_LIST_H
#define CHECKS_PROBE_NET_RSYNC_LIST_H

#include "checks/probe/net/backup_listing.h"

#define RSYNC_LIST_NAME 1024 /* bytes of a path that are followed */

/*
 * The list of files as rsync sends it in protocol 27, the oldest that servers
 * of today take without a word, and simpler than those after: no variable
 * numbers, no digests. Frames in front of it are taken off, too. Bytes may
 * come in any pieces.
 */
struct rsync_list {
	struct backup_listing *out;
	uint8_t waits[2048]; /* bytes that do not yet make an entry */
	size_t waiting;
	uint8_t head[4]; /* of a frame */
	size_t head_len;
	size_t frame; /* bytes of the frame still to come */
	bool data;    /* they are of the list */
	size_t seed;  /* bytes of the seed that came before all frames */
	char name[RSYNC_LIST_NAME + 1]; /* of the last entry */
	int64_t time;
	uint32_t mode;
	size_t entries;
	bool over; /* its end came, or something that is none */
};

/* An empty one, whose entries go to out. */
void rsync_list_init(struct rsync_list *l, struct backup_listing *out);

/* More bytes came; false when it is over. */
bool rsync_list_take(struct rsync_list *l, const uint8_t *data, size_t len);

#endif
