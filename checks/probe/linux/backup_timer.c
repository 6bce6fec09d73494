/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_schedule.h"

#include "checks/probe/linux/backup_unit.h"
#include "checks/probe/linux/know.h"
#include "core/run.h"
#include "core/text.h"

#include <string.h>

#define FOLDERS_MAX        8
#define SYSTEMCTL_DEADLINE 500 /* milliseconds */
#define TIMERS_MAX         300 /* of the system, or of one user */

/* A manager of systemd: the system's, or a user's. */
struct manager {
	struct backup_scan *scan;
	const char *folder[FOLDERS_MAX]; /* best first, NULL-ended */
	const char *stamps;              /* folder of "stamp-x.timer" */
	const char *home;
	const char *within; /* folder being listed */
	struct rows seen;   /* const char *: timers done */
	enum tri enabled;   /* of those being listed */
};

/* "%h", "%i", "%%" of a unit's value. */
static const char *expand(struct arena *a, const char *value, const char *name,
                          const char *home)
{
	const char *at = strchr(name, '@');
	const char *dot = strrchr(name, '.');
	struct buf out;
	const char *copy;

	buf_init(&out, SHELL_WORD * 4);
	for (const char *p = value; *p; p++) {
		if (*p != '%' || !p[1]) {
			buf_char(&out, *p);
			continue;
		}
		p++;
		if (*p == 'h')
			buf_str(&out, home ? home : "/root");
		else if ((*p == 'i' || *p == 'I') && at && dot && dot > at)
			buf_add(&out, at + 1, (size_t)(dot - at - 1));
		else if (*p == '%')
			buf_char(&out, '%');
		else
			buf_char(&out, '*');
	}
	copy = arena_strdup(a, buf_text(&out));
	buf_clear(&out);
	return copy ? copy : "";
}

static bool nothing(void *ctx, const struct shell_command *cmd)
{
	(void)ctx;
	(void)cmd;
	return true;
}

static void read_environment(struct backup_job *job, const char *value)
{
	struct backup_scan *s = job->scan;
	char *text;

	value += *value == '-';
	text = backup_scan_text(s, value);
	if (text)
		shell_read(&job->shell, text, nothing, NULL);
}

/* "A=b" "C=d e" as systemd quotes them: whole words, quotes around. */
static void set_environment(struct backup_job *job, const char *value)
{
	char word[SHELL_WORD];

	while (*value) {
		size_t n = 0;
		char quote = '\0';
		char *equals;

		value += strspn(value, " \t");
		for (; *value && (quote || !strchr(" \t", *value)); value++) {
			if (*value == quote)
				quote = '\0';
			else if (!quote && (*value == '"' || *value == '\''))
				quote = *value;
			else if (n + 1 < sizeof(word))
				word[n++] = *value;
		}
		word[n] = '\0';
		equals = strchr(word, '=');
		if (equals) {
			*equals = '\0';
			shell_set(&job->shell, word, equals + 1);
		}
	}
}

/* The user a service runs as; its settings before its commands. */
static void read_settings(struct manager *m, struct backup_job *job,
                          const char *name, const char *unit_text)
{
	struct backup_scan *s = m->scan;
	struct backup_unit_line l = { 0 };
	char *text = arena_strdup(s->a, unit_text);

	while (backup_unit_next(&text, &l)) {
		const char *value;

		if (strcmp(l.section, "Service") != 0)
			continue;
		value = expand(s->a, l.value, name, job->command.home);
		if (strcmp(l.key, "Environment") == 0)
			set_environment(job, value);
		else if (strcmp(l.key, "EnvironmentFile") == 0)
			read_environment(job, value);
		else if (strcmp(l.key, "User") == 0)
			for (size_t i = 0; i < s->users.count; i++)
				if (strcmp(s->users.row[i].name, value) == 0)
					job->command.home =
					    s->users.row[i].home;
	}
}

enum tri backup_timer_ended(const char *shown)
{
	bool ran = strstr(shown, "ExecMainExitTimestampMonotonic=") &&
	           !strstr(shown, "ExecMainExitTimestampMonotonic=0\n");

	if (strstr(shown, "Result=") && !strstr(shown, "Result=success\n"))
		return TRI_NO;
	if (!ran || strstr(shown, "ActiveState=activating\n"))
		return TRI_UNKNOWN;
	/* "ExecStart=-program" may fail and the service succeed. */
	return know_tri(strstr(shown, "ExecMainStatus=0\n") != NULL);
}

/*
 * What systemd itself says of the last run since the machine was started: YES
 * it ended well, NO it failed. UNKNOWN when it has not run since, runs now, or
 * cannot be asked.
 */
static enum tri ended_well(const struct manager *m, const char *name)
{
	static const char asked[] = "ActiveState,Result,ExecMainStatus,"
				    "ExecMainExitTimestampMonotonic";
	const char *const argv[] = { "systemctl", "show", "-p",
		                     asked,       name,   NULL };
	enum tri answer = TRI_UNKNOWN;
	struct buf out;
	struct err e;
	int status;

	if (m->home || !m->scan->c->live || name[0] == '-')
		return TRI_UNKNOWN;
	buf_init(&out, 4096);
	if (run_command(argv, SYSTEMCTL_DEADLINE, &out, &status, &e) &&
	    status == 0)
		answer = backup_timer_ended(buf_text(&out));
	buf_clear(&out);
	return answer;
}

static void read_service(struct manager *m, const char *timer, const char *name,
                         enum tri enabled, int64_t started)
{
	struct backup_scan *s = m->scan;
	struct backup_unit_line l = { 0 };
	struct backup_job job;
	struct backup_unit unit;

	if (backup_scan_note(
		s, backup_unit_read(s->c, s->a, m->folder, name, &unit),
		name) != TREE_OK)
		return;
	backup_job_init(&job, s, m->home ? m->home : "/root", timer, enabled);
	job.command.started = started;
	job.command.vendor = text_begins(unit.path, "/usr/lib/") ||
	                     text_begins(unit.path, "/lib/");
	/* A timer's stamp tells that it began, not that it copied. */
	if (started && !job.command.vendor)
		job.command.ended = ended_well(m, name);
	read_settings(m, &job, name, unit.text);
	while (backup_unit_next(&unit.text, &l)) {
		const char *value = l.value;

		if (strcmp(l.section, "Service") != 0 ||
		    !text_begins(l.key, "ExecStart"))
			continue;
		value += strspn(value, "-@:+!");
		backup_job_read(&job,
		                expand(s->a, value, name, job.command.home));
	}
}

/* The service of a timer: what Unit= says, else its own name. */
static const char *service_of(struct arena *a, const char *timer, char *text)
{
	const char *name = arena_fmt(
	    a, "%.*s.service", (int)(strlen(timer) - strlen(".timer")), timer);
	struct backup_unit_line l = { 0 };

	while (backup_unit_next(&text, &l))
		if (strcmp(l.section, "Timer") == 0 &&
		    strcmp(l.key, "Unit") == 0)
			name = expand(a, l.value, timer, NULL);
	return name;
}

static bool seen(struct manager *m, const char *name)
{
	const char **row = m->seen.data;

	for (size_t i = 0; i < m->seen.count; i++)
		if (strcmp(row[i], name) == 0)
			return true;
	if (m->seen.count >= TIMERS_MAX)
		return true;
	row = rows_add(&m->seen);
	if (row) {
		*row = arena_strdup(m->scan->a, name);
		if (!*row)
			*row = "";
	}
	return false;
}

static bool add_timer(void *ctx, const char *name)
{
	struct manager *m = ctx;
	struct backup_scan *s = m->scan;
	char path[TREE_PATH];
	struct tree_stat st;
	struct backup_unit unit;
	const char *service;
	const char *timer;

	if (!text_ends(name, ".timer") || text_ends(name, "@.timer") ||
	    strlen(name) > 255 || seen(m, name) ||
	    backup_scan_note(
		s, backup_unit_read(s->c, s->a, m->folder, name, &unit),
		name) != TREE_OK)
		return true;
	if (!tree_path(path, "%s/stamp-%s", m->stamps, name) ||
	    tree_stat(s->c, path, &st) != TREE_OK)
		st.mtime = 0;
	service = service_of(s->a, name, unit.text);
	timer = arena_strdup(s->a, name);
	if (service && timer)
		read_service(m, timer, service, m->enabled, st.mtime);
	return true;
}

static bool add_wanted(void *ctx, const char *path)
{
	struct manager *m = ctx;

	backup_schedule_note(m->scan, tree_list(m->scan->c, path, add_timer, m),
	                     path);
	return true;
}

static void read_manager(struct manager *m)
{
	struct backup_scan *s = m->scan;
	char pattern[TREE_PATH];

	rows_init(&m->seen, s->a, sizeof(const char *));
	m->enabled = TRI_YES;
	for (size_t i = 0; m->folder[i]; i++)
		if (tree_path(pattern, "%s/*.wants", m->folder[i]))
			backup_schedule_note(
			    s, tree_glob(s->c, pattern, add_wanted, m),
			    m->folder[i]);
	m->enabled = TRI_NO;
	for (size_t i = 0; m->folder[i]; i++)
		backup_schedule_note(
		    s, tree_list(s->c, m->folder[i], add_timer, m),
		    m->folder[i]);
}

static void read_user(struct backup_scan *s, const char *home)
{
	struct manager m = { .scan = s, .home = home };
	char path[TREE_PATH];
	struct tree_stat st;

	/* A closed home has been noted already. */
	if (!tree_path(path, "%s/.config", home) ||
	    tree_stat(s->c, path, &st) == TREE_DENIED)
		return;

	m.stamps = arena_fmt(s->a, "%s/.local/share/systemd/timers", home);
	m.folder[0] = arena_fmt(s->a, "%s/.config/systemd/user", home);
	m.folder[1] = arena_fmt(s->a, "%s/.local/share/systemd/user", home);
	m.folder[2] = "/etc/systemd/user";
	m.folder[3] = "/usr/lib/systemd/user";
	if (m.stamps && m.folder[0] && m.folder[1])
		read_manager(&m);
}

void backup_schedule_timers(struct backup_scan *s)
{
	struct manager m = { .scan = s };

	m.stamps = "/var/lib/systemd/timers";
	for (size_t i = 0; backup_unit_folders[i]; i++)
		m.folder[i] = backup_unit_folders[i];
	read_manager(&m);
	for (size_t i = 0; i < s->users.count; i++)
		if (user_keeps_files(&s->users.row[i]))
			read_user(s, s->users.row[i].home);
}
