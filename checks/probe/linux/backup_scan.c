/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_scan.h"

#include "checks/probe/linux/backup_place.h"
#include "core/date.h"
#include "core/text.h"
#include "core/worker.h"

#include <inttypes.h>
#include <string.h>

#define DENIED_MAX      20   /* places named in "why" */
#define WHAT_MAX        600  /* bytes of "what" */
#define REMOTE_MAX      3    /* looks that may hang */
#define REMOTE_DEADLINE 1000 /* milliseconds each; the probe has 5000 */

int64_t backup_scan_newer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static struct backup_copy *find(struct backup_scan *s, const char *tool,
                                const char *key)
{
	struct backup_copy **copy = s->copies.data;

	for (size_t i = 0; i < s->copies.count; i++) {
		const char *other = copy[i]->target.key;

		if (strcmp(copy[i]->row.tool, tool) != 0)
			continue;
		if (key && other ? strcmp(key, other) == 0 : key == other)
			return copy[i];
	}
	return NULL;
}

struct backup_copy *backup_scan_copy(struct backup_scan *s, const char *tool,
                                     const char *raw, const char *home,
                                     const char *where)
{
	struct backup_target target = { 0 };
	struct backup_copy *copy;
	struct backup_copy **row;

	if (raw)
		backup_target_parse(s->a, raw, home, &target);
	copy = find(s, tool, target.key);
	if (copy || s->copies.count >= BACKUP_SCAN_MAX)
		return copy;
	copy = arena_alloc(s->a, 1, sizeof(*copy));
	row = copy ? rows_add(&s->copies) : NULL;
	if (!row)
		return NULL;
	*row = copy;
	copy->target = target;
	copy->row.tool = tool;
	copy->row.kind = "backup";
	copy->row.last_success = CELL_UNKNOWN;
	copy->row.where = arena_strdup(s->a, where);
	return copy;
}

void backup_scan_success(struct backup_scan *s, struct backup_copy *copy,
                         int64_t time)
{
	/* A day of grace: clocks differ. Later, the date is a lie. */
	if (time > s->c->now + DATE_DAY)
		return;
	copy->row.last_success =
	    backup_scan_newer(copy->row.last_success, time);
}

void backup_scan_schedule(struct backup_copy *copy, enum tri scheduled)
{
	if (copy->row.scheduled != TRI_YES && scheduled != TRI_UNKNOWN)
		copy->row.scheduled = scheduled;
}

/* Whether the list a, b, c has the item. */
static bool has_item(const char *list, const char *item)
{
	size_t n = strlen(item);

	for (const char *p = list; (p = strstr(p, item)); p++)
		if ((p == list || p[-1] == ' ') &&
		    (p[n] == '\0' || p[n] == ','))
			return true;
	return false;
}

void backup_scan_what(struct backup_scan *s, struct backup_copy *copy,
                      const char *what)
{
	const char *old = copy->row.what;
	struct backup_target source = { .shown = what };

	/* An address may hold a password, and a word alone be one. */
	if (what[0] != '/' && what[0] != '~')
		backup_target_parse(s->a, what, NULL, &source);
	what = source.shown;
	if (!what || !what[0] || (old && has_item(old, what)))
		return;
	if (!old)
		copy->row.what = arena_strdup(s->a, what);
	else if (strlen(old) + strlen(what) < WHAT_MAX)
		copy->row.what = arena_fmt(s->a, "%s, %s", old, what);
}

enum tree_result backup_scan_note(struct backup_scan *s, enum tree_result r,
                                  const char *what)
{
	const char **row = s->denied.data;

	if (r != TREE_DENIED)
		return r;
	for (size_t i = 0; i < s->denied.count; i++)
		if (mounts_below(what, row[i]))
			return r;
	row = s->denied.count < DENIED_MAX ? rows_add(&s->denied) : NULL;
	if (row) {
		*row = arena_strdup(s->a, what);
		if (!*row)
			s->denied.count--;
	}
	return r;
}

char *backup_scan_text(struct backup_scan *s, const char *path)
{
	char *text;

	backup_scan_note(s, tree_text(s->c, path, s->a, &text), path);
	return text;
}

enum tree_result backup_scan_glob(struct backup_scan *s, const char *pattern,
                                  bool (*each)(void *ctx, const char *path),
                                  void *ctx)
{
	return backup_scan_note(s, tree_glob(s->c, pattern, each, ctx),
	                        pattern);
}

struct latest {
	const struct probe_context *c;
	int64_t *time;
};

static bool later(void *ctx, const char *path)
{
	const struct latest *l = ctx;
	struct tree_stat st;

	if (tree_stat(l->c, path, &st) == TREE_OK)
		*l->time = backup_scan_newer(*l->time, st.mtime);
	return true;
}

enum tree_result backup_scan_latest(const struct backup_scan *s,
                                    const char *pattern, int64_t *time)
{
	struct latest l = { s->c, time };

	return tree_glob(s->c, pattern, later, &l);
}

enum tri backup_scan_runs(const struct backup_scan *s, const char *program)
{
	const struct backup_run *run = s->runs.data;

	for (size_t i = 0; i < s->runs.count; i++)
		if (strcmp(run[i].program, program) == 0 &&
		    run[i].enabled == TRI_YES)
			return TRI_YES;
	return s->schedules_denied ? TRI_UNKNOWN : TRI_NO;
}

/* A look that may hang. */
struct remote {
	struct backup_scan *scan;
	const char *path;
	int64_t (*look)(struct backup_scan *s, const char *path);
};

static bool remote_look(void *ctx, struct buf *out)
{
	struct remote *r = ctx;

	return buf_fmt(out, "%" PRId64, r->look(r->scan, r->path));
}

static int64_t look_remote(struct remote *r)
{
	int64_t time = CELL_UNKNOWN;
	struct worker *w;
	struct buf out;
	struct err e;

	if (r->scan->remote_looks++ >= REMOTE_MAX)
		return CELL_UNKNOWN;
	w = worker_start(remote_look, r, REMOTE_DEADLINE, 64, &e);
	if (!w)
		return CELL_UNKNOWN;
	buf_init(&out, 64);
	if (worker_finish(w, &out, &e))
		text_int(buf_text(&out), CELL_UNKNOWN, INT64_MAX, &time);
	buf_clear(&out);
	return time;
}

int64_t backup_scan_newest(struct backup_scan *s, const char *path,
                           int64_t (*look)(struct backup_scan *s,
                                           const char *what),
                           const char *what)
{
	struct remote r = { s, what, look };

	switch (backup_place_reach(s, path)) {
	case BACKUP_HERE:
		return look(s, what);
	case BACKUP_REMOTE:
		return look_remote(&r);
	case BACKUP_MISSING:
		return 0;
	case BACKUP_AWAY:
		break;
	}
	return CELL_UNKNOWN;
}

void backup_scan_look(struct backup_scan *s, struct backup_copy *copy,
                      int64_t (*look)(struct backup_scan *s, const char *path))
{
	const char *path = copy->target.path;

	if (path && copy->row.last_success == CELL_UNKNOWN)
		backup_scan_success(s, copy,
		                    backup_scan_newest(s, path, look, path));
}
