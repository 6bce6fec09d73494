/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_tools.h"

#include "checks/probe/net/backup_listing.h"
#include "core/date.h"
#include "core/text.h"

#include <string.h>

/*
 * Copies that lie on a disk, by the names that the baseline knows: a folder
 * "Sauvegarde" on a stick, an image of Macrium. What a file's ending tells is
 * put to the program that writes such files; the rest was made by hand, or
 * by something that left no other trace.
 */

#define BY_HAND "by-hand"
#define DEPTH   2    /* folders below the one of copies */
#define LOOKS   4000 /* entries of one folder of copies */

static const struct {
	const char *pattern;
	const char *tool;
} endings[] = {
	{ "*.mrimg", "macrium" }, { "*.mrbak", "macrium" },
	{ "*.tib", "acronis" },   { "*.tibx", "acronis" },
	{ "*.vbk", "veeam" },     { "*.vib", "veeam" },
	{ "*.adi", "aomei" },     { "*.afi", "aomei" },
	{ "*.pbd", "easeus" },
};

#define ENDINGS (sizeof(endings) / sizeof(endings[0]))

/* The newest file by the tool that made it; the last is for all others. */
struct finds {
	struct backup_scan *scan;
	int64_t newest[ENDINGS + 1]; /* 0: none */
	unsigned left;
};

struct level {
	struct finds *finds;
	const char *folder;
	unsigned depth;
};

static void note(struct finds *f, const char *name, const struct tree_stat *st)
{
	size_t i = 0;

	while (i < ENDINGS && !text_like(endings[i].pattern, name))
		i++;
	if (st->size > 0 && st->mtime <= f->scan->c->now + DATE_DAY &&
	    st->mtime > f->newest[i])
		f->newest[i] = st->mtime;
}

static bool see_below(void *ctx, const char *name, const struct tree_stat *st)
{
	const struct level *l = ctx;
	char path[TREE_PATH];

	if (l->finds->left == 0)
		return false;
	l->finds->left--;
	if (!st->folder) {
		note(l->finds, name, st);
	} else if (l->depth > 0 && !st->link &&
	           tree_path(path, "%s\\%s", l->folder, name)) {
		struct level below = { l->finds, path, l->depth - 1 };

		(void)tree_list(path, see_below, &below);
	}
	return true;
}

static void tell(struct backup_scan *s, const struct finds *f,
                 const char *target)
{
	for (size_t i = 0; i <= ENDINGS; i++) {
		const char *tool = i < ENDINGS ? endings[i].tool : BY_HAND;
		struct backup_copy *copy;

		if (f->newest[i] == 0)
			continue;
		copy = backup_scan_copy(s, tool, target, target);
		if (!copy)
			return;
		backup_scan_success(s, copy, f->newest[i]);
		if (i == ENDINGS)
			backup_scan_schedule(copy, TRI_NO);
	}
}

/* Folders whose dates their own family reads. */
static bool of_others(const char *name)
{
	return text_same(name, "WindowsImageBackup") ||
	       text_same(name, "FileHistory");
}

struct root {
	struct backup_listing listing;
	struct finds files; /* copies that lie in the root itself */
};

static bool see_root(void *ctx, const char *name, const struct tree_stat *st)
{
	struct root *r = ctx;
	size_t before = r->listing.count;

	if (st->folder && of_others(name))
		return true;
	backup_listing_add(&r->listing, name, st->folder, st->size, st->mtime);
	if (!st->folder && r->listing.count > before)
		note(&r->files, name, st);
	return true;
}

static void look_drive(struct backup_scan *s, const struct volume_drive *d)
{
	struct root r = { .files = { .scan = s } };

	if (!d->ready ||
	    (d->kind != VOLUME_FIXED && d->kind != VOLUME_REMOVABLE))
		return;
	backup_listing_init(&r.listing, s->c->baseline, s->c->now, false);
	(void)tree_list(d->root, see_root, &r);
	tell(s, &r.files, d->root);
	for (size_t i = 0; i < r.listing.folders; i++) {
		struct finds f = { .scan = s, .left = LOOKS };
		char folder[TREE_PATH];
		struct level level = { &f, folder, DEPTH };

		if (!tree_path(folder, "%s%s", d->root, r.listing.folder[i]))
			continue;
		(void)tree_list(folder, see_below, &level);
		tell(s, &f, folder);
	}
}

static void hand_look(struct backup_scan *s)
{
	for (size_t i = 0; i < s->volumes.count; i++)
		look_drive(s, &s->volumes.row[i]);
}

const struct backup_tool backup_tool_hand = {
	.look = hand_look,
};
