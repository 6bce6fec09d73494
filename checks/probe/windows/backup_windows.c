/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_tools.h"

#include "checks/probe/windows/decode/backup_name.h"
#include "checks/probe/windows/eventlog.h"
#include "checks/probe/windows/registry.h"
#include "core/date.h"
#include "core/text.h"

#include <string.h>

/*
 * Windows Backup (wbadmin, Windows Server) and "Backup and Restore (Windows
 * 7)" tell of their runs in event logs, by number, and keep a list of
 * scheduled tasks. Numbers: learn.microsoft.com, "Backup and Recovery" events
 * (Microsoft-Windows-Backup 4: it succeeded), and Application's source
 * "Windows Backup" (4098: it succeeded).
 */

#define TREE                                                          \
	"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\" \
	"TaskCache\\Tree\\Microsoft\\Windows\\"
#define SEVEN  "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsBackup"
#define TARGET SEVEN "\\ScheduleParams\\TargetDevice"

static const struct eventlog_query done = {
	.channel = "Microsoft-Windows-Backup",
	.xpath = "*[System[(EventID=4)]]",
	.deadline = 2000,
};
static const struct eventlog_query seven_done = {
	.channel = "Application",
	.xpath = "*[System[Provider[@Name='Windows Backup'] and "
		 "(EventID=4098)]]",
	.deadline = 2000,
};

/* The newest success that the log tells of; CELL_UNKNOWN for none. */
static int64_t newest_of(const struct eventlog_query *q, struct arena *a,
                         enum fact_state *state)
{
	struct eventlog_events e;

	*state = eventlog_read(q, a, &e);
	return *state == FACT_KNOWN && e.count > 0 ? e.row[0].time
	                                           : CELL_UNKNOWN;
}

static bool on_server(void)
{
	return registry_key(REGISTRY_MACHINE,
	                    "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\"
	                    "Server\\ServerLevels") == FACT_KNOWN;
}

/* The task of Windows Server's own schedule. */
static enum tri scheduled(const char *task)
{
	return registry_key(REGISTRY_MACHINE, task) == FACT_KNOWN ? TRI_YES
	                                                          : TRI_UNKNOWN;
}

static void look_backup(struct backup_scan *s)
{
	enum tri planned = scheduled(TREE "Backup\\Microsoft-Windows-"
	                                  "WindowsBackup");
	enum fact_state state;
	int64_t time = newest_of(&done, s->a, &state);
	struct backup_copy *copy;

	/* Only there is it what a machine is usually copied with. */
	if (state == FACT_DENIED && on_server() && planned != TRI_YES)
		backup_scan_closed(s, done.channel);
	if (time == CELL_UNKNOWN && planned != TRI_YES)
		return;
	copy = backup_scan_copy(s, "windows-backup", NULL, done.channel);
	if (!copy)
		return;
	backup_scan_success(s, copy, time);
	backup_scan_schedule(copy, planned);
}

/* Where Windows 7's backup goes: a share, or a volume by its name. */
static const char *seven_target(struct backup_scan *s)
{
	static const char *const values[] = { "PresentableName", "UniqueName" };
	const char *target;

	for (size_t i = 0; i < 2; i++)
		if (registry_text(REGISTRY_MACHINE, TARGET, values[i], s->a,
		                  &target) == FACT_KNOWN &&
		    (target[0] == '\\' || volume_local(target)))
			return target;
	return NULL;
}

/* The key alone stands on every Windows: only a schedule is a setting. */
static void look_seven(struct backup_scan *s)
{
	bool set = registry_key(REGISTRY_MACHINE, TARGET) == FACT_KNOWN;
	enum tri planned = scheduled(TREE "WindowsBackup\\AutomaticBackup");
	enum fact_state state;
	int64_t time = newest_of(&seven_done, s->a, &state);
	struct backup_copy *copy;
	const char *target;

	if (!set && planned != TRI_YES && time == CELL_UNKNOWN)
		return;
	target = seven_target(s);
	copy = backup_scan_copy(s, "windows-7-backup", target,
	                        set ? "HKLM\\" SEVEN : seven_done.channel);
	if (!copy)
		return;
	if (target && text_like("\\\\?\\volume*", target))
		copy->volume = target;
	backup_scan_success(s, copy, time);
	backup_scan_schedule(copy, planned);
}

static void windows_look(struct backup_scan *s)
{
	look_backup(s);
	look_seven(s);
}

const struct backup_tool backup_tool_windows = {
	.look = windows_look,
};

/* The folder of images on one volume. */
struct images {
	struct backup_scan *scan;
	const char *folder;
	int64_t newest;
	bool closed;
	bool found; /* a machine's folder */
};

static bool see_copy(void *ctx, const char *name, const struct tree_stat *st)
{
	struct images *i = ctx;
	int64_t time;

	if (st->folder && backup_name_time(name, &time) && time > i->newest &&
	    time <= i->scan->c->now + DATE_DAY)
		i->newest = time;
	return true;
}

static bool see_machine(void *ctx, const char *name, const struct tree_stat *st)
{
	struct images *i = ctx;
	char path[TREE_PATH];

	if (!st->folder || !tree_path(path, "%s\\%s", i->folder, name))
		return true;
	i->found = true;
	if (tree_list(path, see_copy, i) == TREE_DENIED)
		i->closed = true;
	return true;
}

/* Images of whole disks, which only an administrator may look into. */
static void look_images(struct backup_scan *s, const struct volume_drive *d)
{
	struct images i = { .scan = s, .newest = CELL_UNKNOWN };
	char folder[TREE_PATH];
	struct backup_copy *copy;
	struct tree_stat st;

	if (!d->ready ||
	    (d->kind != VOLUME_FIXED && d->kind != VOLUME_REMOVABLE) ||
	    !tree_path(folder, "%sWindowsImageBackup", d->root) ||
	    tree_stat(folder, &st) != TREE_OK || !st.folder)
		return;
	i.folder = folder;
	i.closed = tree_list(folder, see_machine, &i) == TREE_DENIED;
	/* One that may be looked into and is empty is a remainder. */
	if (!i.closed && !i.found)
		return;
	copy = backup_scan_copy(s, "windows-image", d->root, folder);
	if (copy)
		backup_scan_success(s, copy, i.newest);
}

static void image_look(struct backup_scan *s)
{
	for (size_t i = 0; i < s->volumes.count; i++)
		look_images(s, &s->volumes.row[i]);
}

const struct backup_tool backup_tool_image = {
	.look = image_look,
};
