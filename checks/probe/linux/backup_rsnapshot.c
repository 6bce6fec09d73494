/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "checks/probe/linux/backup_place.h"
#include "checks/probe/linux/backup_words.h"
#include "core/date.h"
#include "core/text.h"

#include <string.h>

/*
 * rsnapshot gives the newest copy the number 0 of the level that is made
 * most often, which is the first one named in its configuration, and sets
 * the time of that folder when it is done. It does so even when rsync failed
 * and the folder is the older copy again: only its log tells, if it has one.
 */

struct settings {
	struct backup_scan *scan;
	const char *root;
	const char *level;
	const char *log;
	struct rows sources; /* const char * */
	int depth;           /* of include_conf */
};

/* Cut the slashes off the end, in place. */
static const char *without_slash(char *path)
{
	for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
		path[n - 1] = '\0';
	return path;
}

static void read_file(struct settings *t, const char *path)
{
	char *text = t->depth++ < 3 ? backup_scan_text(t->scan, path) : NULL;
	char *line;

	while ((line = text_line(&text))) {
		const char *key = text_word(&line);
		char *value = text_word(&line);
		const char **row;

		if (!value || key[0] == '#')
			continue;
		if (strcmp(key, "snapshot_root") == 0)
			t->root = without_slash(value);
		else if (strcmp(key, "include_conf") == 0)
			read_file(t, value);
		else if (strcmp(key, "logfile") == 0)
			t->log = value;
		else if (!t->level && (strcmp(key, "retain") == 0 ||
		                       strcmp(key, "interval") == 0))
			t->level = value;
		else if (strcmp(key, "backup") == 0 &&
		         (row = rows_add(&t->sources)))
			*row = value;
	}
	t->depth--;
}

/* The newest folder of a level; "root/level" is handed in as one path. */
static int64_t look_level(struct backup_scan *s, const char *path)
{
	char zero[TREE_PATH];
	struct tree_stat st;
	enum tree_result r;

	if (!tree_path(zero, "%s.0", path))
		return CELL_UNKNOWN;
	r = tree_stat(s->c, zero, &st);
	if (r == TREE_ABSENT)
		return 0;
	*strrchr(zero, '/') = '\0';
	backup_scan_note(s, r, zero);
	return r == TREE_OK ? st.mtime : CELL_UNKNOWN;
}

/* The package's own example, which nobody runs: no copy is seen in it. */
static bool is_example(struct backup_scan *s, const struct settings *t)
{
	enum backup_reach reach = backup_place_reach(s, t->root);
	char level[TREE_PATH];
	int64_t time;

	if (backup_scan_runs(s, "rsnapshot") == TRI_YES)
		return false;
	if (reach == BACKUP_MISSING)
		return true;
	if (reach != BACKUP_HERE || !t->level ||
	    !tree_path(level, "%s/%s", t->root, t->level))
		return false;
	time = look_level(s, level);
	return time == 0 || (time == CELL_UNKNOWN &&
	                     mounts_below(t->root, "/var/cache/rsnapshot"));
}

/*
 * The log's word on the newest copy: false when the last run had errors, with
 * the time of the last that had none in *last, as the machine's clock says.
 */
static bool log_agrees(struct backup_scan *s, const char *path, int64_t *last)
{
	char *text = path ? backup_scan_text(s, path) : NULL;
	bool agrees = true;
	char *line;

	*last = CELL_UNKNOWN;
	while ((line = text_line(&text))) {
		if (strstr(line, ": completed, but with some errors"))
			agrees = false;
		if (!strstr(line, ": completed successfully") &&
		    !strstr(line, ": completed, but with some warnings"))
			continue;
		agrees = true;
		/* "[2026-11-22T09:30:37] ..." */
		if (line[0] == '[' && strlen(line) > 21 && line[20] == ']') {
			line[20] = 'Z';
			line[21] = '\0';
			date_parse(line + 1, last);
		}
	}
	return agrees;
}

static bool read_settings(void *ctx, const char *path)
{
	struct backup_scan *s = ctx;
	struct settings t = { .scan = s };
	struct backup_copy *copy;
	char level[TREE_PATH];
	const char **source;
	int64_t time = CELL_UNKNOWN;
	int64_t logged;

	rows_init(&t.sources, s->a, sizeof(const char *));
	read_file(&t, path);
	if (!t.root || t.root[0] != '/')
		return true;
	if (is_example(s, &t))
		return true;
	copy = backup_scan_copy(s, "rsnapshot", t.root, NULL, path);
	if (!copy)
		return false;
	source = t.sources.data;
	for (size_t i = 0; i < t.sources.count; i++)
		backup_scan_what(s, copy, source[i]);
	backup_scan_schedule(copy, backup_scan_runs(s, "rsnapshot"));
	if (t.level && tree_path(level, "%s/%s", copy->target.path, t.level))
		time =
		    backup_scan_newest(s, copy->target.path, look_level, level);
	if (time > 0 && !log_agrees(s, t.log, &logged))
		time = logged;
	backup_scan_success(s, copy, time);
	return true;
}

static void rsnapshot_look(struct backup_scan *s)
{
	tree_glob(s->c, "/etc/rsnapshot*.conf", read_settings, s);
	tree_glob(s->c, "/etc/rsnapshot/*.conf", read_settings, s);
	tree_glob(s->c, "/usr/local/etc/rsnapshot*.conf", read_settings, s);
}

/* A configuration of one's own: "rsnapshot -c FILE daily". */
static void rsnapshot_command(struct backup_scan *s,
                              const struct backup_command *c)
{
	const char *path = backup_words_option(c, "-c", NULL);

	if (path && path[0] == '/')
		read_settings(s, arena_strdup(s->a, path));
}

static const char *const programs[] = { "rsnapshot", NULL };

const struct backup_tool backup_tool_rsnapshot = {
	.programs = programs,
	.command = rsnapshot_command,
	.look = rsnapshot_look,
};
