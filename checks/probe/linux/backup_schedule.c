/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_schedule.h"

#include "checks/probe/linux/cron.h"
#include "core/text.h"

#include <string.h>

/* A place with jobs of cron. */
struct tab {
	struct backup_scan *scan;
	bool system;      /* its lines name a user */
	bool parts;       /* scripts, not tables */
	enum tri enabled; /* a cron is installed at all */
};

enum tree_result backup_schedule_note(struct backup_scan *s, enum tree_result r,
                                      const char *what)
{
	if (r == TREE_DENIED)
		s->schedules_denied = true;
	return backup_scan_note(s, r, what);
}

static const char *home_of(const struct backup_scan *s, const char *name)
{
	for (size_t i = 0; name && i < s->users.count; i++)
		if (strcmp(s->users.row[i].name, name) == 0)
			return s->users.row[i].home;
	return NULL;
}

/* Jobs of a table in the order of the file; settings are variables. */
static void read_table(struct tab *t, const char *path, enum tri enabled)
{
	const char *owner = strrchr(path, '/') + 1;
	struct shell settings;
	char *text = NULL;
	char *line;

	backup_schedule_note(
	    t->scan, tree_text(t->scan->c, path, t->scan->a, &text), path);
	shell_init(&settings, t->scan->a);
	while ((line = text_line(&text))) {
		struct cron_line job_line;
		struct backup_job job;
		char *equals = strchr(line, '=');
		size_t n =
		    strspn(text_trim(line), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		                            "_abcdefghijklmnopqrstuvwxyz");

		if (equals && n > 0 && text_trim(line) + n == equals) {
			*equals = '\0';
			shell_set(&settings, text_trim(line),
			          text_trim(equals + 1));
			continue;
		}
		if (!cron_parse(line, t->system, &job_line))
			continue;
		backup_job_init(
		    &job, t->scan,
		    home_of(t->scan, t->system ? job_line.user : owner), path,
		    enabled);
		job.shell.variables = settings.variables;
		if (job.command.home)
			shell_set(&job.shell, "HOME", job.command.home);
		backup_job_read(&job, job_line.command);
	}
}

/* Files of packages that copy the system's own state. */
static bool is_package_part(const char *name)
{
	static const char *const parts[] = {
		"dpkg",
		"passwd",
		"samba",
		"apt-compat",
		"aptitude",
		"standard",
		"apt-show-versions",
		"etckeeper",
		"logrotate",
		"man-db",
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(parts[i], name) == 0)
			return true;
	return false;
}

static bool add_file(void *ctx, const char *path)
{
	struct tab *t = ctx;
	const char *name = strrchr(path, '/') + 1;
	enum tri enabled = t->enabled;
	struct backup_job job;
	struct tree_stat st;

	if (tree_stat(t->scan->c, path, &st) != TREE_OK || !st.file)
		return true;
	/* Debian's cron passes over "backup.sh", and so does run-parts. */
	if (t->system && !cron_part(name) &&
	    tree_exists(t->scan->c, "/etc/debian_version"))
		enabled = TRI_NO;
	if (!t->parts) {
		read_table(t, path, enabled);
		return true;
	}
	backup_job_init(&job, t->scan, "/root", path,
	                st.mode & 0111 ? enabled : TRI_NO);
	job.command.vendor = is_package_part(name);
	if (!job.command.vendor)
		backup_job_script(&job, path);
	return true;
}

static void read_folder(struct backup_scan *s, const char *folder, bool system,
                        bool parts, enum tri enabled)
{
	struct tab t = { s, system, parts, enabled };
	char pattern[TREE_PATH];

	if (tree_path(pattern, "%s/*", folder))
		backup_schedule_note(s, tree_glob(s->c, pattern, add_file, &t),
		                     folder);
}

/* Whether any of the programs is there. */
static enum tri installed(struct backup_scan *s, const char *const *paths)
{
	for (; *paths; paths++)
		if (tree_exists(s->c, *paths))
			return TRI_YES;
	return TRI_NO;
}

void backup_schedule_cron(struct backup_scan *s)
{
	static const char *const crons[] = {
		"/usr/sbin/cron",        "/usr/sbin/crond",
		"/usr/sbin/cronie",      "/usr/sbin/fcron",
		"/usr/sbin/bcron",       "/usr/lib/systemd/system/cron.target",
		"/usr/bin/busybox-cron", NULL,
	};
	static const char *const anacrons[] = {
		"/usr/sbin/anacron",
		"/usr/sbin/cron",
		"/usr/sbin/crond",
		"/usr/lib/systemd/system/cron.target",
		NULL,
	};
	static const char *const often[] = { "hourly", "daily", "weekly",
		                             "monthly" };
	enum tri cron = installed(s, crons);
	enum tri anacron = installed(s, anacrons);
	struct tab table = { s, true, false, cron };
	char path[TREE_PATH];

	read_table(&table, "/etc/crontab", cron);
	read_folder(s, "/etc/cron.d", true, false, cron);
	for (size_t i = 0; i < sizeof(often) / sizeof(often[0]); i++)
		if (tree_path(path, "/etc/cron.%s", often[i]))
			read_folder(s, path, true, true, anacron);
	read_folder(s, "/var/spool/cron/crontabs", false, false, cron);
	read_folder(s, "/var/spool/cron", false, false, cron);
}
