/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "core/text.h"

#include <string.h>

/*
 * Programs that keep a folder the same in several places. What is deleted or
 * locked up here soon is there too, so they are listed as what they are.
 */

static const struct client {
	const char *tool;
	const char *place; /* NULL: the address in its settings tells */
	const char *path;  /* below the home */
} clients[] = {
	{ "nextcloud", NULL, ".config/Nextcloud/nextcloud.cfg" },
	{ "owncloud", NULL, ".config/ownCloud/owncloud.cfg" },
	{ "dropbox", "cloud", ".dropbox/info.json" },
	{ "syncthing", "network", ".config/syncthing/config.xml" },
	{ "syncthing", "network", ".local/state/syncthing/config.xml" },
	{ "onedrive", "cloud", ".config/onedrive/refresh_token" },
	{ "megasync", "cloud", ".local/share/data/Mega Limited/MEGAsync" },
	{ "seafile", "network", ".ccnet/seafile.ini" },
	{ "insync", "cloud", ".config/Insync" },
	{ "pcloud", "cloud", ".pcloud" },
	{ "synology-drive", "network", ".SynologyDrive" },
};

/* A folder's journal changes whenever a file went up or came down. */
static void add_journal(struct backup_scan *s, struct backup_copy *copy,
                        const char *folder)
{
	int64_t newest = CELL_UNKNOWN;
	char pattern[TREE_PATH];

	if (!tree_path(pattern, "%s/.*sync_*.db*", folder))
		return;
	backup_scan_latest(s, pattern, &newest);
	backup_scan_success(s, copy, newest);
}

/* The server of a Nextcloud client: "0\url=https://...". */
static void add_server(struct backup_scan *s, struct backup_copy *copy,
                       const char *path)
{
	char *text = backup_scan_text(s, path);
	char *line;

	while ((line = text_line(&text))) {
		char *value = strchr(line, '=');

		if (!value)
			continue;
		*value++ = '\0';
		if (text_ends(line, "\\url") && !copy->target.shown)
			backup_target_parse(s->a, value, NULL, &copy->target);
		else if (text_ends(line, "\\localPath")) {
			value = text_trim(value);
			backup_scan_what(s, copy, value);
			add_journal(s, copy, value);
		}
	}
}

static void sync_look(struct backup_scan *s)
{
	for (size_t i = 0; i < s->users.count; i++)
		for (size_t j = 0; j < sizeof(clients) / sizeof(clients[0]);
		     j++) {
			const struct client *client = &clients[j];
			const char *home = s->users.row[i].home;
			struct backup_copy *copy;
			char path[TREE_PATH];

			if (!user_keeps_files(&s->users.row[i]) ||
			    !tree_path(path, "%s/%s", home, client->path) ||
			    !tree_exists(s->c, path))
				continue;
			copy =
			    backup_scan_copy(s, client->tool, NULL, NULL, path);
			if (!copy)
				return;
			copy->row.kind = "sync";
			copy->row.place = client->place;
			if (!client->place)
				add_server(s, copy, path);
		}
}

static const char *const programs[] = { NULL };

const struct backup_tool backup_tool_sync = {
	.programs = programs,
	.look = sync_look,
};
