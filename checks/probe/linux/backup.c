/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"

#include "checks/probe/linux/backup_place.h"
#include "checks/probe/linux/backup_schedule.h"
#include "checks/probe/linux/backup_tools.h"
#include "core/text.h"

#include <string.h>

#define SCAN_MEMORY (24u << 20) /* bytes: every file that is read */

#define BACKUP_LIST(name) &backup_tool_##name,
static const struct backup_tool *const tools[] = { BACKUP_TOOLS(BACKUP_LIST) };

#define TOOLS (sizeof(tools) / sizeof(tools[0]))

static const struct backup_tool *tool_of(const char *program)
{
	for (size_t i = 0; i < TOOLS; i++)
		for (const char *const *p = tools[i]->programs; *p; p++)
			if (strcmp(*p, program) == 0)
				return tools[i];
	return NULL;
}

bool backup_knows(const char *program)
{
	return tool_of(program) != NULL;
}

void backup_dispatch(struct backup_scan *s, const struct backup_command *c)
{
	const struct backup_tool *tool = tool_of(c->program);

	if (tool && tool->command)
		tool->command(s, c);
}

/* Homes that are closed hold settings and traces that we will not see. */
static void note_homes(struct backup_scan *s)
{
	char path[TREE_PATH];

	for (size_t i = 0; i < s->users.count; i++) {
		const struct user *u = &s->users.row[i];
		struct tree_stat st;

		if (user_keeps_files(u) &&
		    tree_path(path, "%s/.config", u->home) &&
		    tree_stat(s->c, path, &st) == TREE_DENIED)
			backup_scan_note(s, TREE_DENIED, u->home);
	}
}

static void scan(struct backup_scan *s)
{
	backup_scan_note(s, user_list(s->c, s->a, &s->users), "/etc/passwd");
	mounts_list(s->c, s->a, &s->mounts);
	mounts_configured(s->c, s->a, &s->configured);
	note_homes(s);
	backup_schedule_timers(s);
	backup_schedule_cron(s);
	for (size_t i = 0; i < TOOLS; i++)
		if (tools[i]->look)
			tools[i]->look(s);
}

/* Whether a job runs the tool at all, in a way that we could not follow. */
static bool has_run(const struct backup_scan *s, const char *tool)
{
	const struct backup_run *run = s->runs.data;

	for (size_t i = 0; i < s->runs.count; i++)
		if (strcmp(run[i].program, tool) == 0 &&
		    run[i].enabled != TRI_NO)
			return true;
	return false;
}

static void finish(struct backup_scan *s, struct backup_copy *copy,
                   struct arena *a, struct backup *out)
{
	backup_place_fill(s, copy);
	if (copy->row.scheduled == TRI_UNKNOWN &&
	    strcmp(copy->row.kind, "backup") == 0 && copy->row.place != NULL &&
	    copy->target.shown && !s->schedules_denied &&
	    !has_run(s, copy->row.tool))
		copy->row.scheduled = TRI_NO;
	*out = copy->row;
	out->tool = fact_cell(a, copy->row.tool);
	out->what = fact_cell(a, copy->row.what);
	out->target = fact_cell(a, copy->row.target ? copy->row.target
	                                            : copy->target.shown);
	out->where = fact_cell(a, copy->row.where);
}

/* "closed to this account: /root, /var/spool/cron/crontabs" */
static const char *closed(const struct backup_scan *s, struct arena *a)
{
	const char **place = s->denied.data;
	struct buf text;
	const char *why;

	buf_init(&text, 2048);
	for (size_t i = 0; i < s->denied.count; i++)
		if (text.len + strlen(place[i]) < 300)
			buf_fmt(
			    &text, "%s%s",
			    i ? ", " : "closed to this account: ", place[i]);
	why = fact_cell(a, buf_text(&text));
	buf_clear(&text);
	return why;
}

static void read_backup(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct backup_scan s = { .c = c, .a = arena_new(SCAN_MEMORY) };
	struct backup_copy **copy;
	struct backup *row;

	if (!s.a)
		return;
	rows_init(&s.copies, s.a, sizeof(struct backup_copy *));
	rows_init(&s.denied, s.a, sizeof(const char *));
	rows_init(&s.runs, s.a, sizeof(struct backup_run));
	scan(&s);
	copy = s.copies.data;
	row = arena_alloc(a, s.copies.count ? s.copies.count : 1, sizeof(*row));
	if (row) {
		for (size_t i = 0; i < s.copies.count; i++)
			finish(&s, copy[i], a, &row[i]);
		f->backup_list.row = row;
		f->backup_list.count = s.copies.count;
		f->backup_list.fact.state =
		    s.denied.count ? FACT_DENIED : FACT_KNOWN;
		if (s.denied.count)
			f->backup_list.fact.why = closed(&s, a);
		/* What was not read may be the backup: never "none". */
		if (arena_full(s.a) || s.copies.count >= BACKUP_SCAN_MAX) {
			f->backup_list.fact.state = FACT_FAILED;
			f->backup_list.fact.why =
			    "there is more than this probe can hold";
		}
	}
	arena_free(s.a);
}

static const char *const more_rights[] = { "backup.list", NULL };

const struct probe probe_backup = {
	.area = "backup",
	.deadline = 5000,
	.read = read_backup,
	.more_rights = more_rights,
};
