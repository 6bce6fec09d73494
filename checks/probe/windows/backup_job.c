/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_tools.h"

#include "checks/probe/windows/decode/copy_command.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

/*
 * Commands that copy and that a scheduled task runs, by itself or in a batch
 * file: robocopy, restic, rclone and others.
 */

#define SCRIPTS 20 /* that are read */

/* What a task runs, while its commands are read. */
struct job {
	struct backup_scan *scan;
	const struct task *task;
	const char *where;
	const char *repository; /* as the script set it */
	unsigned scripts;
};

/* A text with the variables of this machine put in. */
static const char *expand(const char *text, struct arena *a)
{
	wchar_t *wide = wide_text(text), full[TREE_PATH];
	DWORD n = wide ? ExpandEnvironmentStringsW(wide, full, TREE_PATH) : 0;

	free(wide);
	return n > 0 && n <= TREE_PATH ? wide_keep(full, a) : text;
}

/* A place that only running would tell is none that we can name. */
static const char *place(const char *text, struct arena *a)
{
	const char *full = text ? expand(text, a) : NULL;

	return full && !strchr(full, '%') && !strchr(full, '$') ? full : NULL;
}

/*
 * The task ended well the last time, and its disk is away, or its folder is
 * there: then it copied. Where the folder's disk is here and the folder is
 * not, nothing was ever copied.
 */
static void date(struct job *job, struct backup_copy *copy,
                 const struct copy_command *c)
{
	const struct task_data *t = &job->task->data;
	bool well = t->result != CELL_UNKNOWN && t->result <= c->worst;
	struct tree_stat st;

	if (t->started == 0) {
		backup_scan_success(job->scan, copy, 0);
		return;
	}
	if (copy->path && backup_scan_reach(job->scan, copy) == BACKUP_HERE &&
	    tree_stat(copy->path, &st) == TREE_ABSENT) {
		backup_scan_success(job->scan, copy, 0);
		return;
	}
	if (well)
		backup_scan_success(job->scan, copy, t->started);
	else
		backup_scan_bound(job->scan, copy, t->started);
}

static bool add(struct job *job, const struct copy_command *c)
{
	struct backup_scan *s = job->scan;
	const struct task_data *t = &job->task->data;
	struct backup_copy *copy = backup_scan_copy(
	    s, c->tool, c->place ? c->target : place(c->target, s->a),
	    job->where);

	if (!copy)
		return false;
	copy->row.place = c->place;
	if (c->place)
		copy->path = NULL;
	if (!copy->source)
		copy->source = place(c->source, s->a);
	/* A task without its file does not tell what starts it. */
	if (t->enabled != TRI_UNKNOWN)
		backup_scan_schedule(
		    copy, t->enabled == TRI_YES && t->triggers > 0 ? TRI_YES
								   : TRI_NO);
	date(job, copy, c);
	return true;
}

static bool read_command(void *ctx, const struct command_line *line)
{
	struct job *job = ctx;
	struct copy_command c;

	if (copy_command_read(line, job->repository, job->scan->a, &c))
		return add(job, &c);
	return true;
}

static bool is_script(const char *word)
{
	return text_like("*.bat", word) || text_like("*.cmd", word) ||
	       text_like("*.ps1", word);
}

/* On another machine, which may not answer. */
static bool is_remote(const struct backup_scan *s, const char *path)
{
	const struct volume_drive *d = volume_find(&s->volumes, path);

	return volume_remote(path) || (d && d->kind == VOLUME_NETWORK);
}

/* "set RESTIC_REPOSITORY=..." anywhere before. */
static const char *repository_of(const char *text, struct arena *a)
{
	static const char *const names[] = { "RESTIC_REPOSITORY=",
		                             "BORG_REPO=" };

	for (size_t i = 0; i < 2; i++) {
		const char *p = strstr(text, names[i]);

		if (p) {
			p += strlen(names[i]);
			return arena_fmt(a, "%.*s", (int)strcspn(p, "\r\n\""),
			                 p);
		}
	}
	return NULL;
}

static void read_script(struct job *job, const char *path)
{
	struct backup_scan *s = job->scan;
	const char *text;
	enum tree_result r;

	if (job->scripts++ >= SCRIPTS || is_remote(s, path))
		return;
	r = tree_text(path, s->a, &text);
	if (r == TREE_DENIED)
		backup_scan_closed(s, path);
	if (r != TREE_OK)
		return;
	job->repository = repository_of(text, s->a);
	job->where = path;
	command_line_script(text, s->a, read_command, job);
	job->repository = NULL;
	job->where = job->task->path;
}

static void read_action(struct job *job, const struct task_action *action)
{
	struct arena *a = job->scan->a;
	const char *full =
	    arena_fmt(a, "\"%s\" %s", action->command, action->arguments);
	struct command_line line;

	/* Some write the quotes into the command itself. */
	if (full && action->command[0] == '"')
		full =
		    arena_fmt(a, "%s %s", action->command, action->arguments);
	if (!full)
		return;
	command_line_split(full, a, &line);
	(void)read_command(job, &line);
	for (size_t i = 0; i < line.words; i++) {
		const char *path = expand(line.word[i], a);
		const char *folder = expand(action->folder, a);

		if (!is_script(path))
			continue;
		if (!strchr(path, ':') && folder[0])
			path = arena_fmt(a, "%s\\%s", folder, path);
		if (path)
			read_script(job, path);
	}
}

static void job_look(struct backup_scan *s)
{
	for (size_t i = 0; i < s->tasks.count; i++) {
		const struct task *t = &s->tasks.row[i];
		struct job job = { .scan = s, .task = t, .where = t->path };

		for (size_t k = 0; k < t->data.actions; k++)
			read_action(&job, &t->data.action[k]);
	}
}

const struct backup_tool backup_tool_job = {
	.look = job_look,
};
