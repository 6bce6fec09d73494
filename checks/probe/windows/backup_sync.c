/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_tools.h"

#include "checks/probe/windows/registry.h"
#include "core/json.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * Programs that keep a folder the same here and elsewhere. What is deleted or
 * locked up here soon is there too, so they are listed as what they are; and
 * only when a folder that people keep their files in is among it: whether it
 * is, is seen by comparing paths, which no switch of the program contradicts.
 */

#define ONEDRIVE "SOFTWARE\\Microsoft\\OneDrive\\Accounts"

/* The names of folders of the user that lie below root; NULL for none. */
static const char *covered(const struct backup_scan *s, const char *root)
{
	static const enum folder_id kept[] = { FOLDER_DOCUMENTS, FOLDER_DESKTOP,
		                               FOLDER_PICTURES };
	const char *list = NULL;

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		const char *path = s->folder[kept[i]];

		if (path && folder_holds(root, path))
			list =
			    list ? arena_fmt(s->a, "%s, %s", list, path) : path;
	}
	return list;
}

/* The row of a client whose folder root holds what people make. */
static struct backup_copy *add(struct backup_scan *s, const char *tool,
                               const char *root, const char *where)
{
	const char *what = covered(s, root);
	struct backup_copy *copy =
	    what ? backup_scan_copy(s, tool, NULL, where) : NULL;

	if (!copy)
		return NULL;
	copy->row.kind = "sync";
	copy->row.place = "cloud";
	copy->row.what = what;
	copy->row.scheduled = TRI_YES;
	return copy;
}

/* A file that the client writes while it is at work, newest of a folder. */
static void trace(struct backup_scan *s, struct backup_copy *copy,
                  const char *folder, const char *pattern)
{
	struct tree_newest found;

	tree_newest(folder, pattern, 0, 0, false, &found);
	if (found.result == TREE_OK && found.time > 0)
		backup_scan_success(s, copy, found.time);
}

static bool read_onedrive(void *ctx, const char *name)
{
	struct backup_scan *s = ctx;
	char key[sizeof(ONEDRIVE) + REGISTRY_NAME + 1], folder[TREE_PATH];
	const char *root = NULL, *local = s->folder[FOLDER_LOCAL];
	struct backup_copy *copy;

	if ((size_t)snprintf(key, sizeof(key), ONEDRIVE "\\%s", name) >=
	        sizeof(key) ||
	    registry_text(REGISTRY_USER, key, "UserFolder", s->a, &root) !=
	        FACT_KNOWN ||
	    !root[0])
		return true;
	copy = add(s, "onedrive", root, "HKCU\\" ONEDRIVE);
	if (!copy || !local)
		return true;
	if (tree_path(folder, "%s\\Microsoft\\OneDrive\\settings\\%s", local,
	              name))
		trace(s, copy, folder, "*.dat*");
	if (tree_path(folder, "%s\\Microsoft\\OneDrive\\logs\\%s", local, name))
		trace(s, copy, folder, "SyncDiagnostics.log");
	return true;
}

/* Dropbox's info.json: {"personal": {"path": "C:\\Users\\..."}}. */
static void look_dropbox(struct backup_scan *s)
{
	static const enum folder_id bases[] = { FOLDER_LOCAL, FOLDER_ROAMING };

	for (size_t i = 0; i < 2; i++) {
		const char *base = s->folder[bases[i]], *text, *root;
		char path[TREE_PATH], folder[TREE_PATH];
		const cJSON *account;
		struct err e;
		cJSON *json;

		if (!base || !tree_path(path, "%s\\Dropbox\\info.json", base) ||
		    !tree_path(folder, "%s\\Dropbox\\instance1", base) ||
		    tree_text(path, s->a, &text) != TREE_OK)
			continue;
		json = json_parse(text, strlen(text), &e);
		cJSON_ArrayForEach (account, json) {
			struct backup_copy *copy = NULL;

			root = NULL;
			if (cJSON_IsObject(account) &&
			    json_text(account, "path", true, s->a, &root, &e))
				copy = add(s, "dropbox", root, path);
			if (copy)
				trace(s, copy, folder, "*");
		}
		cJSON_Delete(json);
	}
}

/* The journal in a folder changes whenever a file went up or came down. */
static void add_journaled(struct backup_scan *s, const char *tool,
                          const char *root, const char *where)
{
	struct backup_copy *copy = add(s, tool, root, where);

	if (copy)
		trace(s, copy, root, ".*sync_*.db*");
}

/* Settings of Nextcloud and its kin: "0\Folders\1\localPath=C:/Users/..." */
static void look_nextcloud(struct backup_scan *s)
{
	static const struct {
		const char *tool;
		const char *file;
	} clients[] = {
		{ "nextcloud", "Nextcloud\\nextcloud.cfg" },
		{ "owncloud", "ownCloud\\owncloud.cfg" },
		{ "kdrive", "kDrive\\kDrive.cfg" },
	};
	const char *base = s->folder[FOLDER_ROAMING];

	for (size_t i = 0; base && i < sizeof(clients) / sizeof(clients[0]);
	     i++) {
		char path[TREE_PATH];
		const char *text;
		char *cursor, *line;

		if (!tree_path(path, "%s\\%s", base, clients[i].file) ||
		    tree_text(path, s->a, &text) != TREE_OK)
			continue;
		cursor = arena_strdup(s->a, text);
		while (cursor && (line = text_line(&cursor))) {
			char *value = strchr(line, '=');

			if (!value)
				continue;
			*value++ = '\0';
			if (text_ends(line, "\\localPath"))
				add_journaled(s, clients[i].tool,
				              text_trim(value), path);
		}
	}
}

/* kDrive keeps its settings in a database; its folder has a usual name. */
static void look_kdrive(struct backup_scan *s)
{
	const char *profile = s->folder[FOLDER_PROFILE];
	char root[TREE_PATH];

	if (profile && tree_path(root, "%s\\kDrive", profile))
		add_journaled(s, "kdrive", root, root);
}

/* Google Drive is a drive of its own, or a folder that its settings name. */
static void look_google(struct backup_scan *s)
{
	const char *local = s->folder[FOLDER_LOCAL], *profile;
	char base[TREE_PATH], logs[TREE_PATH], root[TREE_PATH];
	struct backup_copy *copy = NULL;
	struct tree_stat st;

	profile = s->folder[FOLDER_PROFILE];
	if (!local || !profile ||
	    !tree_path(base, "%s\\Google\\DriveFS", local) ||
	    tree_stat(base, &st) != TREE_OK || !st.folder)
		return;
	if (tree_path(root, "%s\\Google Drive", profile))
		copy = add(s, "google-drive", root, base);
	if (!copy)
		copy = add(s, "google-drive", "G:\\", base);
	if (copy && tree_path(logs, "%s\\Logs", base))
		trace(s, copy, logs, "drive_fs*.txt");
}

static void sync_look(struct backup_scan *s)
{
	(void)registry_keys(REGISTRY_USER, ONEDRIVE, read_onedrive, s);
	look_dropbox(s);
	look_nextcloud(s);
	look_kdrive(s);
	look_google(s);
}

const struct backup_tool backup_tool_sync = {
	.look = sync_look,
};
