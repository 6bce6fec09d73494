/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * Back In Time keeps "profileN.snapshots.path=..." in a file of settings. Its
 * copies are folders named after their time; "last_snapshot" links to the
 * newest whole one, and the file "info" in it is written last.
 */

#define PROFILES_MAX 9

struct settings {
	struct backup_scan *scan;
	const char *home;
	const char *user;
	const char *where;
	const char *text; /* never cut */
};

/* The value of "profileN.KEY=", copied; NULL when it is not set. */
static const char *get(const struct settings *t, int profile, const char *key)
{
	char name[120];
	const char *p = t->text;
	size_t n;

	snprintf(name, sizeof(name), "profile%d.%s=", profile, key);
	n = strlen(name);
	for (; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (strncmp(p, name, n) == 0)
			return arena_fmt(t->scan->a, "%.*s",
			                 (int)strcspn(p + n, "\r\n"), p + n);
	return NULL;
}

static int64_t look_profile(struct backup_scan *s, const char *path)
{
	char file[TREE_PATH];
	struct tree_stat st;
	enum tree_result r;

	if (!tree_path(file, "%s/last_snapshot/info", path))
		return CELL_UNKNOWN;
	r = backup_scan_note(s, tree_stat(s->c, file, &st), path);
	if (r == TREE_ABSENT && tree_path(file, "%s/last_snapshot/.", path))
		r = tree_stat(s->c, file, &st);
	if (r == TREE_ABSENT)
		return 0;
	return r == TREE_OK ? st.mtime : CELL_UNKNOWN;
}

static struct backup_copy *add_remote(const struct settings *t, int profile)
{
	const char *host = get(t, profile, "snapshots.ssh.host");
	const char *path = get(t, profile, "snapshots.ssh.path");

	return backup_scan_copy(
	    t->scan, "backintime",
	    host ? arena_fmt(t->scan->a, "%s:%s", host, path ? path : "")
		 : NULL,
	    t->home, t->where);
}

static struct backup_copy *add_local(const struct settings *t, int profile,
                                     const char *path)
{
	struct backup_scan *s = t->scan;
	const char *host = get(t, profile, "snapshots.path.host");
	const char *user = get(t, profile, "snapshots.path.user");
	const char *number = get(t, profile, "snapshots.path.profile");
	struct backup_copy *copy =
	    backup_scan_copy(s, "backintime", path, t->home, t->where);
	char folder[TREE_PATH];

	if (copy && copy->target.path && host &&
	    tree_path(folder, "%s/backintime/%s/%s/%s", copy->target.path, host,
	              user ? user : t->user,
	              number ? number : arena_fmt(s->a, "%d", profile)))
		backup_scan_success(s, copy,
		                    backup_scan_newest(s, copy->target.path,
		                                       look_profile, folder));
	return copy;
}

static void read_profile(const struct settings *t, int profile)
{
	const char *mode = get(t, profile, "snapshots.mode");
	const char *path = get(t, profile, "snapshots.path");
	const char *schedule = get(t, profile, "schedule.mode");
	struct backup_copy *copy = NULL;

	if (mode && text_begins(mode, "ssh"))
		copy = add_remote(t, profile);
	else if (path && path[0])
		copy = add_local(t, profile, path);
	if (!copy)
		return;
	/* 0 and 1 are "never" and "at every boot". */
	backup_scan_schedule(
	    copy, schedule && strcmp(schedule, "0") != 0 ? TRI_YES : TRI_NO);
	for (int i = 1; i <= 20; i++) {
		char key[60];
		const char *what;

		snprintf(key, sizeof(key), "snapshots.include.%d.value", i);
		what = get(t, profile, key);
		if (!what)
			break;
		backup_scan_what(t->scan, copy, what);
	}
}

static void backintime_look(struct backup_scan *s)
{
	for (size_t i = 0; i < s->users.count; i++) {
		const struct user *u = &s->users.row[i];
		struct settings t = { s, u->home, u->name, NULL, NULL };
		char path[TREE_PATH];

		if (!user_keeps_files(u) ||
		    !tree_path(path, "%s/.config/backintime/config", u->home))
			continue;
		t.where = path;
		t.text = backup_scan_text(s, path);
		for (int n = 1; t.text && n <= PROFILES_MAX; n++)
			read_profile(&t, n);
	}
}

static const char *const programs[] = { NULL };

const struct backup_tool backup_tool_backintime = {
	.programs = programs,
	.look = backintime_look,
};
