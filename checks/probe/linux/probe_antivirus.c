/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/linux/lines.h"
#include "checks/probe/linux/process.h"
#include "checks/probe/linux/sight.h"
#include "checks/probe/linux/unit.h"
#include "checks/probe/probe.h"
#include "core/date.h"
#include "core/rows.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

struct look {
	const struct probe_context *c;
	struct processes processes;
};

/*
 * The one that fetches signatures protects nobody; the one that scans does.
 */
static bool fetches(const char *name)
{
	return strstr(name, "freshclam") != NULL;
}

static enum tri running(const struct look *l, const struct product *p)
{
	enum tri answer = p->processes ? TRI_NO : TRI_UNKNOWN;
	char unit[128];

	for (size_t i = 0; i < p->processes; i++) {
		enum tri one;

		if (fetches(p->process[i]))
			continue;
		one = process_running(&l->processes, p->process[i]);
		if (one == TRI_YES)
			return TRI_YES;
		if (one == TRI_UNKNOWN)
			answer = TRI_UNKNOWN;
	}
	for (size_t i = 0; i < p->units; i++)
		if (!fetches(p->unit[i]) &&
		    snprintf(unit, sizeof(unit), "%s.service", p->unit[i]) <
		        (int)sizeof(unit) &&
		    unit_running(l->c, unit) == TRI_YES)
			return TRI_YES;
	return answer;
}

/* Files below /var stay when a program is removed: they show nothing. */
static bool installed(const struct look *l, const struct product *p)
{
	char unit[128];

	for (size_t i = 0; i < p->units; i++)
		if (snprintf(unit, sizeof(unit), "%s.service", p->unit[i]) <
		        (int)sizeof(unit) &&
		    unit_exists(l->c, unit))
			return true;
	for (size_t i = 0; i < p->paths; i++)
		if ((!text_begins(p->path[i], "/var/") ||
		     text_begins(p->path[i], "/var/packages/")) &&
		    sight_any(l->c, &p->path[i], 1))
			return true;
	return false;
}

/*
 * When ClamAV's makers built a list of signatures: the ninth field of its
 * heading, "ClamAV-VDB:22 Nov 2026 ...:27800:...:builder:1795300000", else
 * the file's own time.
 */
static int64_t built(const struct probe_context *c, const char *path)
{
	char host[TREE_PATH];
	struct tree_stat st;
	struct lines *l;
	struct err e;
	int64_t time = CELL_UNKNOWN;
	char *field;

	if (tree_stat(c, path, &st) != TREE_OK ||
	    tree_host(c, path, host) != TREE_OK)
		return CELL_UNKNOWN;
	l = lines_open(host, &e);
	if (!l)
		return st.mtime;
	field = lines_next(l);
	if (field && text_begins(field, "ClamAV-VDB:")) {
		for (int i = 0; field && i < 8; i++) {
			field = strchr(field, ':');
			if (field)
				field++;
		}
		if (field) {
			field[strspn(field, "0123456789")] = '\0';
			if (!text_int(field, 1, INT64_C(1) << 40, &time))
				time = CELL_UNKNOWN;
		}
	}
	lines_close(l);
	return time == CELL_UNKNOWN ? st.mtime : time;
}

/* Others keep theirs where only root may look, or in the cloud. */
static int64_t signatures(const struct probe_context *c,
                          const struct product *p)
{
	static const char *const files[] = {
		"/var/lib/clamav/daily.cld",
		"/var/lib/clamav/daily.cvd",
		"/var/lib/clamav/main.cld",
		"/var/lib/clamav/main.cvd",
	};
	int64_t newest = CELL_UNKNOWN;

	if (strcmp(p->id, "clamav") != 0)
		return CELL_UNKNOWN;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int64_t time = built(c, files[i]);

		if (time > newest && time <= c->now + DATE_DAY)
			newest = time;
	}
	return newest;
}

static void read_antivirus(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	struct fact_antivirus *list = &f->antivirus_list;
	struct look l = { .c = c };
	enum tree_result r = process_list(c, a, &l.processes);
	struct rows rows;

	rows_init(&rows, a, sizeof(struct antivirus));
	for (size_t i = 0; i < c->baseline->products; i++) {
		const struct product *p = &c->baseline->product[i];
		enum tri runs;
		struct antivirus *row;

		if (strcmp(p->list, "antivirus") != 0)
			continue;
		runs = running(&l, p);
		if (runs != TRI_YES && !installed(&l, p))
			continue;
		row = rows_add(&rows);
		if (!row)
			break;
		row->product = arena_strdup(a, p->id);
		row->running = runs;
		row->signatures = signatures(c, p);
	}
	list->row = rows.data;
	list->count = rows.count;
	list->fact.state = FACT_KNOWN;
	if (!tree_exists(c, "/usr") || (!rows.count && r == TREE_DENIED))
		fact_unknown(&list->fact, a,
		             r == TREE_DENIED ? FACT_DENIED : FACT_ABSENT,
		             "the programs that run cannot be seen");
}

static const char *const more_rights[] = { NULL };

const struct probe probe_antivirus = {
	.area = "antivirus",
	.deadline = 5000,
	.read = read_antivirus,
	.more_rights = more_rights,
};
