/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/disk.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 8 /* encryption on LVM on RAID is 3 */

struct search {
	const struct probe_context *c;
	struct disks *out;
	const char *folder; /* whose slaves are listed */
	int depth;
	bool found; /* a slave */
};

static void add_name(struct disks *d, const char *name)
{
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->name[i], name) == 0)
			return;
	if (d->count < DISK_MAX && strlen(name) < DISK_NAME)
		snprintf(d->name[d->count++], DISK_NAME, "%s", name);
}

static bool add_path(struct search *s, const char *path);

static bool add_slave(void *ctx, const char *name)
{
	struct search *s = ctx;
	const char *folder = s->folder;
	char path[TREE_PATH];

	s->found = true;
	s->depth++;
	if (s->depth < DEPTH_MAX && tree_path(path, "%s/%s", folder, name))
		add_path(s, path);
	s->depth--;
	s->folder = folder;
	return s->out->count < DISK_MAX;
}

/* Add the disks of a device by its folder in /sys. */
static bool add_path(struct search *s, const char *path)
{
	char real[TREE_PATH];
	char more[TREE_PATH];
	char *slash;

	if (tree_real(s->c, path, real) != TREE_OK)
		return false;
	if (tree_path(more, "%s/partition", real) && tree_exists(s->c, more)) {
		slash = strrchr(real, '/');
		*slash = '\0';
	}
	if (tree_path(more, "%s/slaves", real)) {
		s->found = false;
		s->folder = more;
		tree_list(s->c, more, add_slave, s);
		if (s->found)
			return true;
	}
	slash = strrchr(real, '/');
	if (slash)
		add_name(s->out, slash + 1);
	/* Whoever listed us has at least one slave: us. */
	s->found = true;
	return true;
}

static bool add_device(struct search *s, const char *device)
{
	char real[TREE_PATH];
	char path[TREE_PATH];

	if (device[0] != '/' || tree_real(s->c, device, real) != TREE_OK)
		return false;
	return tree_path(path, "/sys/class/block/%s", strrchr(real, '/') + 1) &&
	       add_path(s, path);
}

void disk_mount(const struct probe_context *c, const struct mount *m,
                struct disks *out)
{
	struct search s = { .c = c, .out = out };
	char path[TREE_PATH];

	memset(out, 0, sizeof(*out));
	/* btrfs and ZFS have device numbers of their own, not the disk's. */
	if (m->device && tree_path(path, "/sys/dev/block/%s", m->device) &&
	    add_path(&s, path))
		return;
	add_device(&s, m->source);
}

bool disk_device(const struct probe_context *c, const char *source,
                 struct disks *out)
{
	static const char *const kinds[][2] = {
		{ "UUID=", "uuid" },
		{ "LABEL=", "label" },
		{ "PARTUUID=", "partuuid" },
		{ "PARTLABEL=", "partlabel" },
	};
	struct search s = { .c = c, .out = out };
	char path[TREE_PATH];
	struct tree_stat st;

	memset(out, 0, sizeof(*out));
	if (!tree_path(path, "%s", source))
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *value = source + strlen(kinds[i][0]);

		if (!text_begins(source, kinds[i][0]))
			continue;
		value += *value == '"';
		if (!tree_path(path, "/dev/disk/by-%s/%.*s", kinds[i][1],
		               (int)strcspn(value, "\""), value))
			return false;
	}
	if (path[0] != '/' || tree_stat(c, path, &st) != TREE_OK)
		return false;
	add_device(&s, path);
	return true;
}

bool disk_meet(const struct disks *a, const struct disks *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			if (strcmp(a->name[i], b->name[j]) == 0)
				return true;
	return false;
}

/* Whether the small file at path begins with text. */
static bool says(const struct probe_context *c, const char *name,
                 const char *file, const char *text)
{
	char path[TREE_PATH];
	struct buf data;
	bool yes;

	if (!tree_path(path, "/sys/class/block/%s/%s", name, file))
		return false;
	buf_init(&data, 4096);
	yes = tree_read(c, path, &data) == TREE_OK &&
	      text_begins(buf_text(&data), text);
	buf_clear(&data);
	return yes;
}

bool disk_removable(const struct probe_context *c, const struct disks *d)
{
	for (size_t i = 0; i < d->count; i++) {
		char path[TREE_PATH];
		char real[TREE_PATH];

		if (says(c, d->name[i], "removable", "1") ||
		    says(c, d->name[i], "device/type", "SD"))
			return true;
		/* A USB disk says "removable 0"; its place in /sys tells. */
		if (tree_path(path, "/sys/class/block/%s", d->name[i]) &&
		    tree_real(c, path, real) == TREE_OK && strstr(real, "/usb"))
			return true;
	}
	return false;
}
