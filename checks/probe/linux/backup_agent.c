/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "checks/probe/linux/backup_words.h"
#include "checks/probe/linux/bacula.h"
#include "core/json.h"
#include "core/text.h"

#include <string.h>

/*
 * Agents of a backup server, and programs with a window of their own. Of most
 * we can tell that they are there, not when they last copied.
 */

static const struct agent {
	const char *tool;
	const char *place; /* NULL: it may be anywhere */
	const char *path[4];
	const char *state; /* pattern of Bacula's state files */
} agents[] = {
	{ "bacula",
	  "network",
	  { "/etc/bacula/bacula-fd.conf", "/opt/bacula/etc/bacula-fd.conf" },
	  "/var/lib/bacula/bacula-fd.*.state" },
	{ "bareos",
	  "network",
	  { "/etc/bareos/bareos-fd.conf", "/etc/bareos/bareos-fd.d" },
	  "/var/lib/bareos/bareos-fd.*.state" },
	{ "urbackup",
	  "network",
	  { "/usr/local/sbin/urbackupclientbackend",
	    "/usr/sbin/urbackupclientbackend" },
	  NULL },
	{ "veeam",
	  NULL,
	  { "/etc/veeam/veeam.ini", "/usr/bin/veeamconfig" },
	  NULL },
	{ "acronis", NULL, { "/usr/lib/Acronis", "/opt/acronis" }, NULL },
	{ "amanda", "network", { "/etc/amanda/amanda-client.conf" }, NULL },
	{ "synology-active-backup",
	  "network",
	  { "/opt/Synology/ActiveBackupforBusiness" },
	  NULL },
	{ "commvault", "network", { "/etc/CommVaultRegistry" }, NULL },
	{ "netbackup", "network", { "/usr/openv/netbackup/bp.conf" }, NULL },
	{ "idrive", "cloud", { "/opt/IDriveForLinux" }, NULL },
	{ "crashplan", "cloud", { "/usr/local/crashplan/bin" }, NULL },
};

struct newest {
	struct backup_scan *scan;
	int64_t time;
};

static bool read_state(void *ctx, const char *path)
{
	struct newest *n = ctx;
	struct buf data;
	int64_t time;

	buf_init(&data, TREE_CAP);
	if (backup_scan_note(n->scan, tree_read(n->scan->c, path, &data),
	                     path) == TREE_OK &&
	    bacula_last(data.data, data.len, &time))
		n->time = backup_scan_newer(n->time, time);
	buf_clear(&data);
	return true;
}

static void look_agent(struct backup_scan *s, const struct agent *agent)
{
	const char *where = NULL;
	struct newest n = { s, CELL_UNKNOWN };
	struct backup_copy *copy;

	for (size_t i = 0; i < 4 && agent->path[i] && !where; i++) {
		struct tree_stat st;
		enum tree_result r = backup_scan_note(
		    s, tree_stat(s->c, agent->path[i], &st), agent->path[i]);

		if (r == TREE_OK)
			where = agent->path[i];
	}
	copy =
	    where ? backup_scan_copy(s, agent->tool, NULL, NULL, where) : NULL;
	if (!copy)
		return;
	copy->row.place = agent->place;
	if (agent->state) {
		backup_scan_note(s,
		                 tree_glob(s->c, agent->state, read_state, &n),
		                 "/var/lib");
		backup_scan_success(s, copy, n.time);
	}
}

/* Kopia's storage as a target that other tools would write. */
static const char *kopia_target(struct backup_scan *s, const cJSON *json)
{
	const cJSON *storage =
	    cJSON_GetObjectItemCaseSensitive(json, "storage");
	const cJSON *config =
	    cJSON_GetObjectItemCaseSensitive(storage, "config");
	const cJSON *server =
	    cJSON_GetObjectItemCaseSensitive(json, "apiServer");
	const char *type = "";
	const char *value[4] = { NULL };
	static const char *const name[] = { "path", "host", "bucket", "url" };
	struct err e;

	json_text(server, "url", false, s->a, &value[3], &e);
	if (value[3])
		return value[3];
	json_text(storage, "type", false, s->a, &type, &e);
	for (size_t i = 0; i < 4; i++)
		json_text(config, name[i], false, s->a, &value[i], &e);
	if (strcmp(type, "filesystem") == 0)
		return value[0];
	if (strcmp(type, "sftp") == 0 && value[1])
		return arena_fmt(s->a, "%s:%s", value[1],
		                 value[0] ? value[0] : "");
	if (value[3])
		return value[3];
	return value[2]
	           ? arena_fmt(s->a, "%s:%s",
	                       strcmp(type, "azureBlob") == 0 ? "azure" : type,
	                       value[2])
	           : NULL;
}

static void look_kopia(struct backup_scan *s, const char *home)
{
	char path[TREE_PATH];
	char *text;
	cJSON *json;
	struct err e;

	if (!tree_path(path, "%s/.config/kopia/repository.config", home))
		return;
	text = backup_scan_text(s, path);
	json = text ? json_parse(text, strlen(text), &e) : NULL;
	if (cJSON_IsObject(json))
		backup_scan_copy(s, "kopia", kopia_target(s, json), home, path);
	cJSON_Delete(json);
}

/* Programs that keep their own schedule, in a database of their own. */
static void look_windowed(struct backup_scan *s, const char *home)
{
	static const char *const duplicati[] = {
		"%s/.config/Duplicati/Duplicati-server.sqlite",
		"%s/.config/Duplicati",
	};
	char path[TREE_PATH];
	struct backup_run *run;

	for (size_t i = 0; i < sizeof(duplicati) / sizeof(duplicati[0]); i++)
		if (tree_path(path, duplicati[i], home) &&
		    tree_exists(s->c, path)) {
			backup_scan_copy(s, "duplicati", NULL, NULL, path);
			break;
		}
	/* Vorta runs borg, which has its own rows, when it sees fit. */
	if (tree_path(path, "%s/.local/share/Vorta/settings.db", home) &&
	    tree_exists(s->c, path) && (run = rows_add(&s->runs))) {
		run->program = "borg";
		run->enabled = TRI_UNKNOWN;
	}
}

static void agent_look(struct backup_scan *s)
{
	for (size_t i = 0; i < sizeof(agents) / sizeof(agents[0]); i++)
		look_agent(s, &agents[i]);
	for (size_t i = 0; i < s->users.count; i++) {
		if (!user_keeps_files(&s->users.row[i]))
			continue;
		look_kopia(s, s->users.row[i].home);
		look_windowed(s, s->users.row[i].home);
	}
}

/* "proxmox-backup-client backup root.pxar:/ --repository user@realm@host:x" */
static void agent_command(struct backup_scan *s, const struct backup_command *c)
{
	const char *name = backup_words_option(c, NULL, "--repository");
	struct backup_copy *copy;

	if (!backup_words_find(c, "backup"))
		return;
	if (!name)
		name = shell_get(c->env, "PBS_REPOSITORY");
	copy = backup_scan_copy(s, "proxmox-backup", name, c->home, c->where);
	if (!copy)
		return;
	copy->row.place = copy->target.place ? copy->target.place : "network";
	backup_scan_schedule(copy, c->enabled);
	for (size_t i = 1; i < c->words; i++) {
		const char *source = strstr(c->word[i], ".pxar:");

		if (source)
			backup_scan_what(s, copy, source + 6);
	}
}

static const char *const programs[] = { "proxmox-backup-client", NULL };

const struct backup_tool backup_tool_agent = {
	.programs = programs,
	.command = agent_command,
	.look = agent_look,
};
