/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_place.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* Folders that disks are mounted in when someone plugs them. */
static bool passing(const char *path)
{
	return mounts_below(path, "/media") ||
	       mounts_below(path, "/run/media") || mounts_below(path, "/mnt");
}

/*
 * The configured mount that should hold path, if it is not mounted now: what
 * lies there then is not the disk that was meant.
 */
static const struct mount *unmounted(const struct backup_scan *s,
                                     const char *path)
{
	const struct mount *wanted = mounts_find(&s->configured, path);
	const struct mount *held = mounts_find(&s->mounts, path);

	if (!wanted || strcmp(wanted->point, "/") == 0 || !held)
		return NULL;
	if (strlen(held->point) >= strlen(wanted->point) &&
	    strcmp(held->type, "autofs") != 0)
		return NULL;
	return wanted;
}

/* The mount of path and its links followed, in real when it can be. */
static const struct mount *holder(struct backup_scan *s, const char *path,
                                  char real[TREE_PATH])
{
	const struct mount *m = mounts_find(&s->mounts, path);

	if (m && (mounts_remote(m) || strcmp(m->type, "autofs") == 0))
		return m;
	if (tree_real(s->c, path, real) != TREE_OK)
		return m;
	return mounts_find(&s->mounts, real);
}

enum backup_reach backup_place_reach(struct backup_scan *s, const char *path)
{
	char real[TREE_PATH];
	const struct mount *m;
	struct tree_stat st;

	if (unmounted(s, path))
		return BACKUP_AWAY;
	m = holder(s, path, real);
	if (m && strcmp(m->type, "autofs") == 0)
		return BACKUP_AWAY;
	if (m && mounts_remote(m))
		return BACKUP_REMOTE;
	if (tree_stat(s->c, path, &st) != TREE_ABSENT)
		return BACKUP_HERE;
	return passing(path) && (!m || !passing(m->point)) ? BACKUP_AWAY
	                                                   : BACKUP_MISSING;
}

/* The disks of a file system, seen through the file that a loop is in. */
static void disks_of(struct backup_scan *s, const struct mount *m,
                     struct disks *out)
{
	char path[TREE_PATH];
	const struct mount *below;
	char *text;

	disk_mount(s->c, m, out);
	if (out->count != 1 || !text_begins(out->name[0], "loop") ||
	    !tree_path(path, "/sys/class/block/%s/loop/backing_file",
	               out->name[0]) ||
	    tree_text(s->c, path, s->a, &text) != TREE_OK)
		return;
	below = mounts_find(&s->mounts, text_trim(text));
	if (below && below != m)
		disk_mount(s->c, below, out);
}

/* Whether a target shares a disk with the files at path. */
static bool same_as(struct backup_scan *s, const struct mount *target,
                    const struct disks *disks, const char *path)
{
	const struct mount *m = mounts_find(&s->mounts, path);
	struct disks own;

	if (!m)
		return false;
	if (m == target || (m->device && target->device &&
	                    strcmp(m->device, target->device) == 0))
		return true;
	disks_of(s, m, &own);
	return disk_meet(&own, disks);
}

/* Whether a target shares a disk with anything that is copied there. */
static bool same_disk(struct backup_scan *s, const char *what,
                      const struct mount *target, const struct disks *disks)
{
	bool known = false;
	char *list = what ? arena_strdup(s->a, what) : NULL;

	while (list && *list) {
		char *next = strstr(list, ", ");

		if (next)
			*next = '\0';
		if (list[0] == '/') {
			known = true;
			if (same_as(s, target, disks, list))
				return true;
		}
		list = next ? next + 2 : NULL;
	}
	return !known && (same_as(s, target, disks, "/") ||
	                  same_as(s, target, disks, "/home"));
}

static bool in_memory(const struct mount *m)
{
	return strcmp(m->type, "tmpfs") == 0 || strcmp(m->type, "ramfs") == 0 ||
	       strcmp(m->type, "overlay") == 0;
}

/* A folder on a disk of this machine. */
static const char *local_place(struct backup_scan *s, const char *what,
                               const struct mount *m)
{
	struct disks disks;

	disks_of(s, m, &disks);
	if (in_memory(m) || same_disk(s, what, m, &disks))
		return "same-disk";
	if (disk_removable(s->c, &disks))
		return "removable";
	return disks.count ? "other-disk" : NULL;
}

/* A mounted network share, or a rented store that looks like one. */
static const char *remote_place(const struct mount *m)
{
	static const char *const cloud[] = {
		"fuse.rclone", "fuse.s3fs",      "fuse.gcsfuse",
		"fuse.goofys", "fuse.onedriver", "fuse.google-drive-ocamlfuse",
	};

	for (size_t i = 0; i < sizeof(cloud) / sizeof(cloud[0]); i++)
		if (strcmp(m->type, cloud[i]) == 0)
			return "cloud";
	return "network";
}

/* A folder whose disk is not mounted. */
static void fill_away(struct backup_scan *s, struct backup_copy *copy)
{
	const struct mount *wanted = unmounted(s, copy->target.path);
	struct mount stand_in = { .point = "", .source = "", .type = "" };
	struct disks disks;

	copy->row.plugged = TRI_NO;
	copy->row.place = "removable";
	if (!wanted)
		return;
	if (mounts_remote(wanted)) {
		copy->row.place = "network";
		return;
	}
	if (!disk_device(s->c, wanted->source, &disks))
		return;
	/* It is plugged in: only its mount is missing. */
	copy->row.plugged = TRI_YES;
	if (same_disk(s, copy->row.what, &stand_in, &disks))
		copy->row.place = "same-disk";
	else if (!disk_removable(s->c, &disks))
		copy->row.place = "other-disk";
}

/* rclone's name for a store, in whoever's configuration has it. */
static const char *rclone_type(struct backup_scan *s, const char *remote,
                               const char *home)
{
	char path[TREE_PATH];
	char *text;
	char *line;
	bool inside = false;

	if (!tree_path(path, "%s/.config/rclone/rclone.conf", home))
		return NULL;
	text = backup_scan_text(s, path);
	while ((line = text_line(&text))) {
		size_t n = strlen(line);

		line = text_trim(line);
		if (line[0] == '[')
			inside = n > 2 && strlen(remote) == n - 2 &&
			         strncmp(line + 1, remote, n - 2) == 0;
		else if (inside && text_begins(line, "type") &&
		         strchr(line, '='))
			return text_trim(strchr(line, '=') + 1);
	}
	return NULL;
}

static const char *rclone_place(struct backup_scan *s, const char *remote)
{
	static const char *const network[] = { "sftp",   "smb",  "ftp",
		                               "webdav", "http", "hdfs" };
	static const char *const vague[] = { "crypt",   "alias",    "union",
		                             "chunker", "compress", "local",
		                             "combine", "hasher" };

	for (size_t i = 0; i < s->users.count; i++) {
		const struct user *u = &s->users.row[i];
		const char *type;

		if (!user_keeps_files(u))
			continue;
		type = rclone_type(s, remote, u->home);
		for (size_t j = 0;
		     type && j < sizeof(network) / sizeof(network[0]); j++)
			if (strcmp(type, network[j]) == 0)
				return "network";
		for (size_t j = 0; type && j < sizeof(vague) / sizeof(vague[0]);
		     j++)
			if (strcmp(type, vague[j]) == 0)
				return NULL;
		if (type)
			return "cloud";
	}
	return remote[0] == ':' ? "cloud" : NULL;
}

void backup_place_fill(struct backup_scan *s, struct backup_copy *copy)
{
	const struct backup_target *t = &copy->target;
	char real[TREE_PATH];
	const struct mount *m;

	if (copy->row.place)
		return;
	if (!t->path) {
		copy->row.place =
		    t->remote ? rclone_place(s, t->remote) : t->place;
		return;
	}
	switch (backup_place_reach(s, t->path)) {
	case BACKUP_AWAY:
		fill_away(s, copy);
		return;
	case BACKUP_MISSING:
		/* The disk is here, the copy is not: there is none. */
		copy->row.last_success = 0;
		copy->row.plugged = TRI_NO;
		break;
	case BACKUP_HERE:
	case BACKUP_REMOTE:
		copy->row.plugged = TRI_YES;
		break;
	}
	m = holder(s, t->path, real);
	if (m)
		copy->row.place = mounts_remote(m)
		                      ? remote_place(m)
		                      : local_place(s, copy->row.what, m);
}
