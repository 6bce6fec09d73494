/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/disk.h"
#include "checks/probe/linux/encryption.h"
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/smartd.h"
#include "checks/probe/linux/user.h"
#include "checks/probe/probe.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct reading {
	const struct probe_context *c;
	struct arena *arena;
	struct mounts mounts;
	const struct mount *root; /* holds the system */
	const struct mount *home; /* holds the daily account's files */
	struct rows volumes;
	struct rows disks;
	bool mute; /* a disk's health could not be read */
};

/* File systems that keep files of this machine on a disk of it. */
static bool keeps_files(const struct mount *m)
{
	static const char *const types[] = {
		"ext2",  "ext3",     "ext4",    "xfs",      "btrfs",    "vfat",
		"exfat", "ntfs",     "ntfs3",   "fuseblk",  "f2fs",     "jfs",
		"zfs",   "reiserfs", "hfsplus", "bcachefs", "ecryptfs",
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(m->type, types[i]) == 0)
			return true;
	/* A container sees its root through an overlay */
	return strcmp(m->type, "overlay") == 0 && strcmp(m->point, "/") == 0;
}

/* Whether the system or what people make lies there, and not only a boot
   loader or a disk that comes and goes. */
static bool of_system(const struct reading *r, const struct mount *m)
{
	static const char *const folders[] = { "/usr", "/var", "/home",
		                               "/srv", "/opt", "/root" };

	if (m == r->root || m == r->home)
		return true;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (mounts_below(m->point, folders[i]))
			return true;
	return false;
}

/* One file system may be seen at several points: the shortest is kept. */
static bool seen_elsewhere(const struct reading *r, const struct mount *m)
{
	for (size_t i = 0; i < r->mounts.count; i++) {
		const struct mount *o = &r->mounts.row[i];

		if (o != m && m->device && o->device &&
		    strcmp(o->device, m->device) == 0 && keeps_files(o) &&
		    (strlen(o->point) < strlen(m->point) ||
		     (strlen(o->point) == strlen(m->point) && o < m)))
			return true;
	}
	return false;
}

static void measure(const struct probe_context *c, struct volume *row)
{
	struct statvfs st;

	row->size = row->free = CELL_UNKNOWN;
	if (!c->live || statvfs(row->mount, &st) != 0)
		return;
	row->size = (int64_t)(st.f_blocks * st.f_frsize);
	row->free = (int64_t)(st.f_bavail * st.f_frsize);
}

static void add_volume(struct reading *r, const struct mount *m)
{
	struct tree_stat st;
	struct disks disks;
	struct volume *row;

	/* Containers bind single files, which are nobody's volume */
	if (!keeps_files(m) || seen_elsewhere(r, m) ||
	    (tree_stat(r->c, m->point, &st) == TREE_OK && !st.folder))
		return;
	row = rows_add(&r->volumes);
	if (!row)
		return;
	disk_mount(r->c, m, &disks);
	row->mount = m->point;
	row->encrypted = encryption_mount(r->c, m);
	row->removable = disks.count == 0
	                     ? TRI_UNKNOWN
	                     : know_tri(disk_removable(r->c, &disks));
	row->system = know_tri(of_system(r, m));
	measure(r->c, row);
}

/* Whether a thief who takes the machine can read it. */
static void encrypted(const struct reading *r, struct facts *f)
{
	enum tri root = r->root ? encryption_mount(r->c, r->root) : TRI_UNKNOWN;
	enum tri home = r->home ? encryption_mount(r->c, r->home) : root;

	if (root == TRI_YES && home == TRI_YES)
		know_bool(&f->disk_encrypted, true);
	else if (home == TRI_NO && encryption_folders(r->c, r->home))
		know_not(&f->disk_encrypted.fact, FACT_FAILED,
		         "fscrypt encrypts single folders");
	else if (root == TRI_NO || home == TRI_NO)
		know_bool(&f->disk_encrypted, false);
	else
		know_not(&f->disk_encrypted.fact, FACT_FAILED,
		         "the disks below cannot be seen");
}

static bool virtual_disk(const char *name, const char *model)
{
	static const char *const begins[] = { "loop", "ram", "zram",  "dm-",
		                              "md",   "sr",  "fd",    "nbd",
		                              "vd",   "xvd", "zd",    "drbd",
		                              "mtd",  "rbd", "mmcblk" };
	static const char *const models[] = { "QEMU",          "VBOX",
		                              "Virtual",       "VMware",
		                              "Cloud",         "PersistentDisk",
		                              "Amazon Elastic" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (text_begins(name, begins[i]))
			return true;
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (text_has(model, models[i]))
			return true;
	return false;
}

static bool add_disk(void *ctx, const char *name)
{
	struct reading *r = ctx;
	struct disk_health *row;
	char path[TREE_PATH];
	char *model;

	if (!tree_path(path, "/sys/block/%s/device/model", name))
		return true;
	tree_text(r->c, path, r->arena, &model);
	model = model ? text_trim(model) : NULL;
	if (virtual_disk(name, model ? model : ""))
		return true;
	row = rows_add(&r->disks);
	if (!row)
		return false;
	row->device = arena_strdup(r->arena, name);
	row->model = model;
	row->failing = smartd_failing(r->c, model ? model : "");
	r->mute = r->mute || row->failing == TRI_UNKNOWN;
	return true;
}

static void health(struct reading *r, struct facts *f)
{
	enum tree_result found = tree_list(r->c, "/sys/block", add_disk, r);
	struct fact_disk_health *out = &f->disk_health;

	out->row = r->disks.data;
	out->count = r->disks.count;
	if (found != TREE_OK)
		know_not(&out->fact, FACT_FAILED, "cannot list /sys/block");
	else if (out->count == 0)
		know_not(&out->fact, FACT_ABSENT,
		         "no disk here can speak of its health");
	else if (!r->mute)
		out->fact.state = FACT_KNOWN;
	else if (r->c->live && geteuid() == 0)
		know_not(&out->fact, FACT_FAILED, "smartd does not run");
	else
		know_not(&out->fact, FACT_DENIED,
		         "asking a disk needs root, and smartd does not run");
}

static void disk_read(const struct probe_context *c, struct facts *f,
                      struct arena *a)
{
	struct reading r = { .c = c, .arena = a };
	enum tree_result found = mounts_list(c, a, &r.mounts);
	const struct user *u;
	struct users users;

	rows_init(&r.volumes, a, sizeof(struct volume));
	rows_init(&r.disks, a, sizeof(struct disk_health));
	user_list(c, a, &users);
	u = user_daily(&users, c->user);
	r.root = mounts_find(&r.mounts, "/");
	r.home = mounts_find(&r.mounts, u && u->uid != 0 && u->home[0] == '/'
	                                    ? u->home
	                                    : "/home");
	for (size_t i = 0; i < r.mounts.count; i++)
		add_volume(&r, &r.mounts.row[i]);
	f->disk_volumes.row = r.volumes.data;
	f->disk_volumes.count = r.volumes.count;
	f->disk_volumes.fact.state = FACT_KNOWN;
	if (found != TREE_OK)
		know_not(&f->disk_volumes.fact, FACT_FAILED,
		         "cannot read /proc/self/mountinfo");
	encrypted(&r, f);
	health(&r, f);
}

static const char *const more[] = { "disk.health", NULL };

const struct probe probe_disk = {
	.area = "disk", .deadline = 4000, .read = disk_read, .more_rights = more
};
