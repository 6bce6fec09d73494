/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/apt.h"

#include "checks/probe/fact.h"
#include "checks/probe/linux/apt_conf.h"
#include "checks/probe/linux/lines.h"
#include "checks/probe/linux/sight.h"
#include "checks/probe/linux/unit.h"
#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define LISTS "/var/lib/apt/lists"

/* Keep the newest time of a path, but none that is still to come. */
static void newest(const struct probe_context *c, const char *path,
                   int64_t *time)
{
	struct tree_stat st;

	if (tree_stat(c, path, &st) == TREE_OK && st.mtime > *time &&
	    st.mtime <= c->now + DATE_DAY)
		*time = st.mtime;
}

struct lists {
	const struct probe_context *c;
	int64_t time;
	bool any; /* a list of packages is there */
};

static bool look_list(void *ctx, const char *name)
{
	struct lists *l = ctx;
	char path[TREE_PATH];

	if (strstr(name, "_Packages"))
		l->any = true;
	if (text_ends(name, "Release") && tree_path(path, LISTS "/%s", name))
		newest(l->c, path, &l->time);
	return true;
}

/*
 * The last look for updates that succeeded. apt gives a list the date it has
 * in the archive, so that the folder, which changes when a new list comes in,
 * says more. One stamp is written after a success only; "update-stamp" beside it
 * is not read: apt's timer renews it without a network too.
 */
static void read_refreshed(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	static const char *const stamps[] = {
		LISTS,
		"/var/lib/apt/periodic/update-success-stamp",
	};
	struct lists l = { .c = c };
	enum tree_result r = tree_list(c, LISTS, look_list, &l);

	if (r == TREE_OK && !l.any)
		r = TREE_ABSENT;
	if (r != TREE_OK) {
		fact_unknown(&f->update_refreshed.fact, a, tree_fact(r),
		             r == TREE_ABSENT ? "no list was ever fetched"
		                              : LISTS " cannot be read");
		return;
	}
	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++)
		newest(c, stamps[i], &l.time);
	fact_int(&f->update_refreshed, l.time);
}

/* "2026-11-22  08:35:10", local time, as apt's log has it. */
static int64_t log_time(const char *s)
{
	struct tm tm = { .tm_isdst = -1 };

	if (sscanf(s, "%4d-%2d-%2d %2d:%2d:%2d", &tm.tm_year, &tm.tm_mon,
	           &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec) != 6)
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (int64_t)mktime(&tm);
}

/* The end of the last stanza of apt's log that put something in. */
static int64_t last_in_log(const struct probe_context *c)
{
	char host[TREE_PATH];
	struct lines *l = NULL;
	int64_t last = 0;
	bool put = false;
	struct err e;
	const char *line;

	if (tree_host(c, "/var/log/apt/history.log", host) == TREE_OK)
		l = lines_open(host, &e);
	while (l && (line = lines_next(l))) {
		int64_t time;

		if (text_begins(line, "Start-Date:"))
			put = false;
		else if (text_begins(line, "Install:") ||
		         text_begins(line, "Upgrade:"))
			put = true;
		if (!put || !text_begins(line, "End-Date:"))
			continue;
		time = log_time(line + strlen("End-Date:"));
		if (time > last && time <= c->now + DATE_DAY)
			last = time;
	}
	lines_close(l);
	return last;
}

static void read_installed(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	int64_t time = last_in_log(c);

	/* The log is cut every month: then what dpkg last wrote. */
	if (!time)
		newest(c, "/var/lib/dpkg/info", &time);
	if (!time)
		newest(c, "/var/lib/dpkg/status", &time);
	if (time)
		fact_int(&f->update_installed, time);
	else
		fact_unknown(&f->update_installed.fact, a, FACT_ABSENT,
		             "dpkg has no files");
}

/* The settings that decide whether updates come in by themselves. */
struct settings {
	const struct probe_context *c;
	char enable[APT_CONF_TEXT];
	char lists[APT_CONF_TEXT];
	char upgrade[APT_CONF_TEXT];
	bool origins; /* some archive may be upgraded from */
	bool denied;  /* a file could not be read */
};

static const struct {
	const char *name;
	size_t at; /* offset in struct settings */
	const char *normal;
} scalars[] = {
	{ "APT::Periodic::Enable", offsetof(struct settings, enable), "1" },
	{ "APT::Periodic::Update-Package-Lists",
	  offsetof(struct settings, lists), "0" },
	{ "APT::Periodic::Unattended-Upgrade",
	  offsetof(struct settings, upgrade), "0" },
};

static const char *const origins[] = { "Unattended-Upgrade::Allowed-Origins",
	                               "Unattended-Upgrade::Origins-Pattern" };

/* Whether "#clear what" wipes name. */
static bool wipes(const char *what, const char *name)
{
	size_t n = strlen(what);

	return strncasecmp(what, name, n) == 0 &&
	       (name[n] == '\0' || strncmp(name + n, "::", 2) == 0);
}

static void set(void *ctx, const char *name, const char *value)
{
	struct settings *s = ctx;

	for (size_t i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++) {
		char *to = (char *)s + scalars[i].at;

		if (!value && wipes(name, scalars[i].name))
			snprintf(to, APT_CONF_TEXT, "%s", scalars[i].normal);
		else if (value && strcasecmp(name, scalars[i].name) == 0)
			snprintf(to, APT_CONF_TEXT, "%s", value);
	}
	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		if (!value && wipes(name, origins[i]))
			s->origins = false;
		else if (value && name[0] && wipes(origins[i], name) &&
		         (text_has(value, "security") || strchr(value, '*')))
			s->origins = true;
	}
}

static bool read_conf(void *ctx, const char *path)
{
	struct settings *s = ctx;
	const char *name = strrchr(path, '/') + 1;
	enum tree_result r;
	struct buf text;

	if (!apt_conf_reads(name))
		return true;
	buf_init(&text, TREE_CAP);
	r = tree_read(s->c, path, &text);
	if (r == TREE_OK)
		apt_conf_parse(buf_text(&text), text.len, set, s);
	else if (r != TREE_ABSENT)
		s->denied = true;
	buf_clear(&text);
	return true;
}

/* "0" is never; "1", "7d", "always" are sometimes. */
static bool on(const char *interval)
{
	return interval[0] && interval[strspn(interval, "0")] != '\0' &&
	       strcasecmp(interval, "false") != 0 &&
	       strcasecmp(interval, "no") != 0;
}

/* Whether something wakes apt up every day. */
static bool woken(const struct probe_context *c)
{
	char init[128];

	if (sight_word(c, "/proc/1/comm", init) == TREE_OK &&
	    strcmp(init, "systemd") != 0)
		return tree_exists(c, "/etc/cron.daily/apt-compat") &&
		       (tree_exists(c, "/run/crond.pid") ||
		        tree_exists(c, "/var/run/crond.pid"));
	return unit_state(c, "apt-daily.timer") == UNIT_ENABLED &&
	       unit_state(c, "apt-daily-upgrade.timer") == UNIT_ENABLED;
}

static void read_automatic(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	struct settings s = { .c = c };
	enum tree_result r;

	/* Linux Mint's own way, with a timer of its own. */
	if (tree_exists(c, "/var/lib/linuxmint/"
	                   "mintupdate-automatic-upgrades-enabled") &&
	    unit_state(c, "mintupdate-automation-upgrade.timer") ==
	        UNIT_ENABLED) {
		fact_bool(&f->update_automatic, true);
		return;
	}
	if (!tree_exists(c, "/usr/bin/unattended-upgrade") || !woken(c)) {
		fact_bool(&f->update_automatic, false);
		return;
	}
	set(&s, "APT", NULL);
	r = tree_glob(c, "/etc/apt/apt.conf.d/*", read_conf, &s);
	read_conf(&s, "/etc/apt/apt.conf");
	if (s.denied || r > TREE_ABSENT)
		fact_unknown(&f->update_automatic.fact, a, FACT_DENIED,
		             "a file of /etc/apt/apt.conf.d may not be read");
	else
		fact_bool(&f->update_automatic, on(s.enable) && on(s.lists) &&
		                                    on(s.upgrade) && s.origins);
}

void apt_read(const struct probe_context *c, struct facts *f, struct arena *a)
{
	read_refreshed(c, f, a);
	read_installed(c, f, a);
	read_automatic(c, f, a);
}
