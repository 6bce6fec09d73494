/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/encryption.h"

#include "core/text.h"

#include <string.h>

#define DEPTH_MAX 8 /* encryption on LVM on RAID is 3 */

struct search {
	const struct probe_context *c;
	int depth;
	const char *folder; /* whose slaves are looked at */
	bool any;           /* it has some */
	enum tri all;       /* they are all encrypted */
};

static enum tri look(const struct probe_context *c, const char *path,
                     int depth);

static bool look_slave(void *ctx, const char *name)
{
	struct search *s = ctx;
	char path[TREE_PATH];
	enum tri one = TRI_UNKNOWN;

	s->any = true;
	if (tree_path(path, "%s/%s", s->folder, name))
		one = look(s->c, path, s->depth + 1);
	if (one == TRI_NO || (one == TRI_UNKNOWN && s->all == TRI_YES))
		s->all = one;
	return true;
}

/* A device by its folder in /sys: dm-crypt itself, or above only such. */
static enum tri look(const struct probe_context *c, const char *path, int depth)
{
	struct search s = { .c = c, .depth = depth, .all = TRI_YES };
	char real[TREE_PATH];
	char more[TREE_PATH];
	enum tri crypt = TRI_NO;
	struct buf uuid;

	if (depth > DEPTH_MAX || tree_real(c, path, real) != TREE_OK)
		return TRI_UNKNOWN;
	buf_init(&uuid, 1024);
	if (tree_path(more, "%s/dm/uuid", real) &&
	    tree_read(c, more, &uuid) == TREE_OK &&
	    text_begins(buf_text(&uuid), "CRYPT-"))
		crypt = TRI_YES;
	buf_clear(&uuid);
	if (crypt == TRI_YES || !tree_path(more, "%s/slaves", real))
		return crypt;
	s.folder = more;
	tree_list(c, more, look_slave, &s);
	return s.any ? s.all : TRI_NO;
}

enum tri encryption_mount(const struct probe_context *c, const struct mount *m)
{
	char path[TREE_PATH];
	char real[TREE_PATH];

	if (strcmp(m->type, "ecryptfs") == 0 ||
	    text_begins(m->type, "fuse.gocryptfs") ||
	    text_begins(m->type, "fuse.encfs"))
		return TRI_YES;
	if (m->device && tree_path(path, "/sys/dev/block/%s", m->device) &&
	    tree_exists(c, path))
		return look(c, path, 0);
	/* btrfs has a device number of its own, not its disk's */
	if (m->source[0] == '/' && tree_real(c, m->source, real) == TREE_OK &&
	    tree_path(path, "/sys/class/block/%s", strrchr(real, '/') + 1) &&
	    tree_exists(c, path))
		return look(c, path, 0);
	return TRI_UNKNOWN;
}

bool encryption_folders(const struct probe_context *c, const struct mount *m)
{
	char path[TREE_PATH];

	return tree_path(path, "%s/.fscrypt/policies",
	                 strcmp(m->point, "/") == 0 ? "" : m->point) &&
	       tree_exists(c, path);
}
