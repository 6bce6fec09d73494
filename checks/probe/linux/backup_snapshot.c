/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "core/json.h"
#include "core/text.h"

#include <string.h>

/*
 * Snapshots bring a machine back to yesterday. They lie beside the files they
 * are of, and go with them: they are listed as what they are.
 */

static int64_t look_pattern(struct backup_scan *s, const char *pattern)
{
	int64_t newest = 0;

	if (backup_scan_note(s, backup_scan_latest(s, pattern, &newest),
	                     pattern) == TREE_DENIED)
		return CELL_UNKNOWN;
	return newest;
}

/* Where the device with that number is mounted, or NULL. */
static const struct mount *mount_of(struct backup_scan *s, const char *uuid)
{
	char link[TREE_PATH];
	char device[TREE_PATH];
	char source[TREE_PATH];

	if (!tree_path(link, "/dev/disk/by-uuid/%s", uuid) ||
	    tree_real(s->c, link, device) != TREE_OK)
		return NULL;
	for (size_t i = s->mounts.count; i-- > 0;) {
		const struct mount *m = &s->mounts.row[i];

		if (m->source[0] == '/' &&
		    tree_real(s->c, m->source, source) == TREE_OK &&
		    strcmp(source, device) == 0)
			return m;
	}
	return NULL;
}

/* Timeshift writes "info.json" into a snapshot when it is whole. */
static void timeshift_row(struct backup_scan *s, const char *uuid, bool btrfs,
                          bool scheduled, const char *where)
{
	const struct mount *m = mount_of(s, uuid);
	struct backup_copy *copy;
	const char *folder;
	char pattern[TREE_PATH];

	folder = m ? arena_fmt(s->a, "%s/timeshift%s",
	                       strcmp(m->point, "/") == 0 ? "" : m->point,
	                       btrfs ? "-btrfs" : "")
	           : NULL;
	copy = backup_scan_copy(
	    s, "timeshift", folder ? folder : arena_fmt(s->a, "UUID=%s", uuid),
	    NULL, where);
	if (!copy)
		return;
	copy->row.kind = "snapshot";
	backup_scan_what(s, copy, "/");
	backup_scan_schedule(copy, scheduled ? TRI_YES : TRI_NO);
	if (folder && tree_path(pattern, "%s/snapshots/*/info.json", folder)) {
		backup_scan_success(
		    s, copy,
		    backup_scan_newest(s, folder, look_pattern, pattern));
	} else if (!folder) {
		struct disks disks;
		const char *source = arena_fmt(s->a, "UUID=%s", uuid);

		copy->target.path = NULL;
		copy->row.target = source;
		copy->row.plugged = source && disk_device(s->c, source, &disks)
		                        ? TRI_YES
		                        : TRI_NO;
		if (copy->row.plugged == TRI_NO)
			copy->row.place = "removable";
	}
}

static void timeshift_look(struct backup_scan *s)
{
	static const char *const often[] = {
		"schedule_monthly", "schedule_weekly", "schedule_daily",
		"schedule_hourly",  "schedule_boot",
	};
	static const char where[] = "/etc/timeshift/timeshift.json";
	char *text = backup_scan_text(s, where);
	const char *uuid = NULL;
	const char *btrfs = "false";
	bool scheduled = false;
	cJSON *json;
	struct err e;

	json = text ? json_parse(text, strlen(text), &e) : NULL;
	if (json_text(json, "backup_device_uuid", true, s->a, &uuid, &e) &&
	    uuid && uuid[0] && !strchr(uuid, '/')) {
		json_text(json, "btrfs_mode", false, s->a, &btrfs, &e);
		for (size_t i = 0; i < sizeof(often) / sizeof(often[0]); i++) {
			const char *value = "false";

			json_text(json, often[i], false, s->a, &value, &e);
			scheduled = scheduled || strcmp(value, "true") == 0;
		}
		timeshift_row(s, uuid, strcmp(btrfs, "true") == 0, scheduled,
		              where);
	}
	cJSON_Delete(json);
}

/* snapper: one file of variables a volume. */
static bool snapper_config(void *ctx, const char *path)
{
	struct backup_scan *s = ctx;
	char *text = backup_scan_text(s, path);
	const char *volume = NULL;
	const char *timeline = "no";
	struct backup_copy *copy;
	char pattern[TREE_PATH];
	char *line;

	while ((line = text_line(&text))) {
		char *value = strchr(line, '=');

		if (!value)
			continue;
		*value++ = '\0';
		value += *value == '"';
		value[strcspn(value, "\"")] = '\0';
		if (strcmp(line, "SUBVOLUME") == 0)
			volume = value;
		else if (strcmp(line, "TIMELINE_CREATE") == 0)
			timeline = value;
	}
	if (!volume || volume[0] != '/' ||
	    !tree_path(pattern, "%s/.snapshots/*/info.xml",
	               strcmp(volume, "/") == 0 ? "" : volume))
		return true;
	copy =
	    backup_scan_copy(s, "snapper",
	                     arena_fmt(s->a, "%s/.snapshots",
	                               strcmp(volume, "/") == 0 ? "" : volume),
	                     NULL, path);
	if (!copy)
		return false;
	copy->row.kind = "snapshot";
	backup_scan_what(s, copy, volume);
	backup_scan_schedule(copy,
	                     strcmp(timeline, "yes") == 0 ? TRI_YES : TRI_NO);
	backup_scan_success(s, copy, look_pattern(s, pattern));
	return true;
}

static void snapshot_look(struct backup_scan *s)
{
	timeshift_look(s);
	backup_scan_glob(s, "/etc/snapper/configs/*", snapper_config, s);
}

static const char *const programs[] = { NULL };

const struct backup_tool backup_tool_snapshot = {
	.programs = programs,
	.look = snapshot_look,
};
