/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "checks/probe/linux/gvdb.h"
#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * Déjà Dup ("Sauvegardes" of GNOME) keeps its settings in dconf; last-backup
 * is set when a copy succeeded.
 */

#define VALUE 1024 /* bytes */

struct settings {
	struct backup_scan *scan;
	struct buf file;
	const char *home;
	const char *where;
};

static bool get(const struct settings *t, const char *key, char out[VALUE])
{
	char whole[200];

	snprintf(whole, sizeof(whole), "/org/gnome/deja-dup/%s", key);
	return gvdb_find(t->file.data, t->file.len, whole, out, VALUE);
}

/* "2026-11-20T08:15:30Z", or with microseconds or an offset of time. */
static int64_t last_backup(const struct settings *t)
{
	char text[VALUE];
	int64_t time;
	int hours = 0;
	int minutes = 0;
	char sign = '+';

	if (!get(t, "last-backup", text) || strlen(text) < 19)
		return CELL_UNKNOWN;
	for (const char *p = text + 19; *p; p++)
		if ((*p == '+' || *p == '-') &&
		    sscanf(p, "%c%2d:%2d", &sign, &hours, &minutes) >= 2)
			break;
	text[19] = 'Z';
	text[20] = '\0';
	if (!date_parse(text, &time))
		return CELL_UNKNOWN;
	return time -
	       (sign == '-' ? -1 : 1) * (hours * INT64_C(3600) + minutes * 60);
}

/* A removable disk, by the number of its file system. */
static struct backup_copy *on_drive(const struct settings *t)
{
	struct backup_scan *s = t->scan;
	char uuid[VALUE] = "";
	char folder[VALUE] = "";
	char name[VALUE] = "";
	struct backup_copy *copy;
	struct disks disks;
	const char *source;

	get(t, "drive/uuid", uuid);
	get(t, "drive/folder", folder);
	get(t, "drive/name", name);
	copy = backup_scan_copy(
	    s, "deja-dup",
	    arena_fmt(s->a, "%s/%s", name[0] ? name : uuid, folder), NULL,
	    t->where);
	source = arena_fmt(s->a, "UUID=%s", uuid);
	if (!copy || !source || !uuid[0])
		return copy;
	copy->row.place = "removable";
	copy->row.plugged =
	    disk_device(s->c, source, &disks) ? TRI_YES : TRI_NO;
	if (disks.count && !disk_removable(s->c, &disks))
		copy->row.place = "other-disk";
	return copy;
}

static struct backup_copy *on_cloud(const struct settings *t,
                                    const char *backend)
{
	struct backup_copy *copy =
	    backup_scan_copy(t->scan, "deja-dup", NULL, NULL, t->where);

	if (!copy)
		return NULL;
	copy->row.place = "cloud";
	copy->row.target = arena_strdup(t->scan->a, backend);
	return copy;
}

static struct backup_copy *add_row(const struct settings *t)
{
	char backend[VALUE] = "google"; /* the default of its schema */
	char target[VALUE] = "";
	char folder[VALUE] = "";

	get(t, "backend", backend);
	if (strcmp(backend, "drive") == 0)
		return on_drive(t);
	if (strcmp(backend, "local") == 0 || strcmp(backend, "file") == 0) {
		get(t, "local/folder", target);
		return backup_scan_copy(
		    t->scan, "deja-dup",
		    target[0] == '/'
			? target
			: arena_fmt(t->scan->a, "%s/%s", t->home, target),
		    t->home, t->where);
	}
	if (strcmp(backend, "remote") == 0) {
		get(t, "remote/uri", target);
		get(t, "remote/folder", folder);
		return backup_scan_copy(t->scan, "deja-dup", target, t->home,
		                        t->where);
	}
	return on_cloud(t, backend);
}

/* The folders, "$HOME" being the default and written as such. */
static void add_sources(const struct settings *t, struct backup_copy *copy)
{
	char list[VALUE] = "$HOME";
	char *cursor = list;
	char *line;

	if (!get(t, "include-list", list))
		memcpy(list, "$HOME", sizeof("$HOME"));
	while ((line = text_line(&cursor)))
		backup_scan_what(t->scan, copy,
		                 strcmp(line, "$HOME") == 0 ? t->home : line);
}

static void read_user(struct backup_scan *s, const char *home)
{
	struct settings t = { .scan = s, .home = home };
	char path[TREE_PATH];
	char periodic[VALUE] = "";
	struct backup_copy *copy;
	int64_t last;

	if (!tree_path(path, "%s/.config/dconf/user", home))
		return;
	t.where = path;
	buf_init(&t.file, TREE_CAP);
	backup_scan_note(s, tree_read(s->c, path, &t.file), path);
	last = last_backup(&t);
	get(&t, "periodic", periodic);
	/* Opened once and left alone, it copies nothing. */
	copy = last != CELL_UNKNOWN || strcmp(periodic, "true") == 0
	           ? add_row(&t)
	           : NULL;
	if (copy) {
		add_sources(&t, copy);
		backup_scan_success(s, copy, last == CELL_UNKNOWN ? 0 : last);
		backup_scan_schedule(
		    copy, strcmp(periodic, "true") == 0 ? TRI_YES : TRI_NO);
	}
	buf_clear(&t.file);
}

static void dejadup_look(struct backup_scan *s)
{
	for (size_t i = 0; i < s->users.count; i++)
		if (user_keeps_files(&s->users.row[i]))
			read_user(s, s->users.row[i].home);
}

static const char *const programs[] = { NULL };

const struct backup_tool backup_tool_dejadup = {
	.programs = programs,
	.look = dejadup_look,
};
