/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "checks/probe/linux/backup_words.h"
#include "checks/probe/linux/yaml.h"
#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * Borg 1.x. A repository has an index.N since its last commit, N growing with
 * each: an interrupted run leaves segments but no new index. N is 1 before
 * the first archive. Prune and compact commit too, whether or not a copy was
 * made before them. Each user keeps, for every repository, its address and
 * the time of its last manifest (~/.config/borg/security/ID), and the list of
 * files of the last archive (~/.cache/borg/ID/files).
 */

static const char *const valued[] = {
	"-C",
	"--compression",
	"-e",
	"--exclude",
	"--exclude-from",
	"--pattern",
	"--patterns-from",
	"--comment",
	"--timestamp",
	"--files-cache",
	"-c",
	"--checkpoint-interval",
	"--chunker-params",
	"--umask",
	"--stdin-name",
	"-P",
	"--prefix",
	"-a",
	"--glob-archives",
	"--upload-ratelimit",
	"--remote-ratelimit",
	"--exclude-if-present",
	"--lock-wait",
	"--remote-path",
	"--rsh",
	"-r",
	"--repo",
	NULL,
};

struct newest {
	struct backup_scan *scan;
	const char *folder;
	int64_t number;
	int64_t time;
};

static bool newest_index(void *ctx, const char *name)
{
	struct newest *n = ctx;
	char path[TREE_PATH];
	struct tree_stat st;
	int64_t number;

	if (!text_begins(name, "index.") ||
	    !text_int(name + 6, 0, INT64_MAX, &number) || number < n->number ||
	    !tree_path(path, "%s/%s", n->folder, name) ||
	    tree_stat(n->scan->c, path, &st) != TREE_OK)
		return true;
	n->number = number;
	n->time = number > 1 ? st.mtime : 0;
	return true;
}

static int64_t look_repository(struct backup_scan *s, const char *path)
{
	struct newest n = { s, path, 0, 0 };

	if (backup_scan_note(s, tree_list(s->c, path, newest_index, &n),
	                     path) == TREE_DENIED)
		return CELL_UNKNOWN;
	return n.time;
}

static bool newest_files(void *ctx, const char *path)
{
	struct newest *n = ctx;
	char readme[TREE_PATH];
	struct tree_stat born;
	struct tree_stat st;
	const char *slash = strrchr(path, '/');

	if (tree_stat(n->scan->c, path, &st) != TREE_OK)
		return true;
	/* Empty and as old as the cache: no copy yet. A first copy of very
	   few files leaves it empty too, but later. */
	if (st.size == 0 &&
	    tree_path(readme, "%.*s/README", (int)(slash - path), path) &&
	    tree_stat(n->scan->c, readme, &born) == TREE_OK &&
	    st.mtime <= born.mtime + 1)
		st.mtime = 0;
	n->time = backup_scan_newer(n->time, st.mtime);
	return true;
}

/* "2026-11-22T09:17:35.602201", UTC; a whole second has no fraction. */
#define SECOND 19

static int64_t manifest_time(struct backup_scan *s, const char *folder)
{
	char path[TREE_PATH];
	char *text = NULL;
	char second[SECOND + 2];
	int64_t time;

	if (tree_path(path, "%s/manifest-timestamp", folder))
		text = backup_scan_text(s, path);
	if (!text || strlen(text) < SECOND)
		return CELL_UNKNOWN;
	snprintf(second, sizeof(second), "%.*sZ", SECOND, text);
	return date_parse(second, &time) ? time : CELL_UNKNOWN;
}

struct home {
	struct backup_scan *scan;
	const char *path;
};

/* One repository that this user's borg knows. */
static bool known_repository(void *ctx, const char *folder)
{
	const struct home *home = ctx;
	struct backup_scan *s = home->scan;
	struct newest n = { s, NULL, 0, CELL_UNKNOWN };
	int64_t time = manifest_time(s, folder);
	struct backup_copy *copy;
	char path[TREE_PATH];
	char *location = NULL;

	if (tree_path(path, "%s/location", folder))
		location = backup_scan_text(s, path);
	if (!location || !text_trim(location)[0])
		return true;
	copy =
	    backup_scan_copy(s, "borg", text_trim(location), home->path, path);
	if (!copy)
		return false;
	if (tree_path(path, "%s/.cache/borg/%s/files*", home->path,
	              strrchr(folder, '/') + 1))
		tree_glob(s->c, path, newest_files, &n);
	/* A manifest also changes without a copy: the older is right. */
	if (time != CELL_UNKNOWN && n.time != CELL_UNKNOWN && n.time < time)
		time = n.time;
	/* Who copies here knows better than an index that compact renewed. */
	if (time != CELL_UNKNOWN && n.time > 0 && !copy->recorded) {
		copy->row.last_success = CELL_UNKNOWN;
		copy->recorded = true;
	}
	backup_scan_success(s, copy, time);
	return true;
}

static struct backup_copy *add_repository(struct backup_scan *s,
                                          const char *raw, const char *home,
                                          const char *where)
{
	struct backup_copy *copy;

	copy = backup_scan_copy(s, "borg", raw, home, where);
	if (copy)
		backup_scan_look(s, copy, look_repository);
	return copy;
}

/* What one borgmatic configuration says. */
struct borgmatic {
	struct rows repositories; /* const char * */
	struct rows sources;      /* const char * */
};

static void keep(struct rows *rows, const char *value)
{
	const char **row = value[0] && rows->count < 50 ? rows_add(rows) : NULL;

	if (row)
		*row = value;
}

static void keep_under(struct borgmatic *b, const char *owner, char *value)
{
	struct rows *rows = NULL;

	if (strcmp(owner, "repositories") == 0)
		rows = &b->repositories;
	else if (strcmp(owner, "source_directories") == 0)
		rows = &b->sources;
	if (!rows)
		return;
	if (value[0] != '[') {
		keep(rows, value);
		return;
	}
	for (char *entry; (entry = yaml_entry(&value));)
		keep(rows, entry);
}

/* Lists are under a key of their own; newer repositories are "- path: x". */
static void read_lists(struct borgmatic *b, char *text)
{
	const char *owner = "";
	size_t indent = 0;
	struct yaml_line l;

	while (yaml_next(&text, &l)) {
		if (l.item && !l.key) {
			keep_under(b, owner, l.value);
		} else if (l.key && strcmp(l.key, "path") == 0 &&
		           strcmp(owner, "repositories") == 0) {
			keep_under(b, owner, l.value);
		} else if (l.key && !l.item && !l.value[0]) {
			owner = l.key;
			indent = l.indent;
		} else if (l.key && !l.item) {
			if (l.value[0] == '[')
				keep_under(b, l.key, l.value);
			if (l.indent <= indent)
				owner = "";
		}
	}
}

static bool read_borgmatic(void *ctx, const char *path)
{
	const struct home *home = ctx;
	struct backup_scan *s = home->scan;
	struct borgmatic b;
	char *text = backup_scan_text(s, path);
	const char **repository;
	const char **source;

	rows_init(&b.repositories, s->a, sizeof(const char *));
	rows_init(&b.sources, s->a, sizeof(const char *));
	if (text)
		read_lists(&b, text);
	repository = b.repositories.data;
	source = b.sources.data;
	for (size_t i = 0; i < b.repositories.count; i++) {
		struct backup_copy *copy =
		    add_repository(s, repository[i], home->path, path);

		if (!copy)
			break;
		backup_scan_schedule(copy, backup_scan_runs(s, "borgmatic"));
		for (size_t j = 0; j < b.sources.count; j++)
			backup_scan_what(s, copy, source[j]);
	}
	return true;
}

static void borg_look(struct backup_scan *s)
{
	static const char *const system[] = {
		"/etc/borgmatic/config.yaml",
		"/etc/borgmatic/config.yml",
		"/etc/borgmatic.d/*.y*ml",
		"/etc/borgmatic.d/*/*.y*ml",
	};
	static const char *const own[] = {
		"%s/.config/borgmatic/config.y*ml",
		"%s/.config/borgmatic.d/*.y*ml",
	};
	struct home home = { s, "/root" };
	char path[TREE_PATH];

	for (size_t i = 0; i < s->users.count; i++) {
		if (!user_keeps_files(&s->users.row[i]))
			continue;
		home.path = s->users.row[i].home;
		if (tree_path(path, "%s/.config/borg/security/*", home.path))
			backup_scan_glob(s, path, known_repository, &home);
		for (size_t j = 0; j < sizeof(own) / sizeof(own[0]); j++)
			if (tree_path(path, own[j], home.path))
				backup_scan_glob(s, path, read_borgmatic,
				                 &home);
	}
	home.path = "/root";
	for (size_t i = 0; i < sizeof(system) / sizeof(system[0]); i++)
		backup_scan_glob(s, system[i], read_borgmatic, &home);
}

/* "borg create [options] REPOSITORY::ARCHIVE PATH..." */
static void borg_command(struct backup_scan *s, const struct backup_command *c)
{
	size_t i = backup_words_find(c, "create");
	const char *word;
	struct backup_copy *copy;
	char *repository;
	char *archive;

	if (strcmp(c->program, "borg") != 0 || i == 0)
		return;
	i++;
	word = backup_words_next(c, &i, valued);
	repository = word ? arena_strdup(s->a, word) : NULL;
	archive = repository ? strstr(repository, "::") : NULL;
	if (archive == repository)
		word = shell_get(c->env, "BORG_REPO");
	else
		word = repository;
	if (archive)
		*archive = '\0';
	copy = add_repository(s, word && !strchr(word, '*') ? word : NULL,
	                      c->home, c->where);
	if (!copy)
		return;
	backup_scan_schedule(copy, c->enabled);
	while ((word = backup_words_next(c, &i, valued)))
		backup_scan_what(s, copy, word);
}

static const char *const programs[] = { "borg", "borgmatic", NULL };

const struct backup_tool backup_tool_borg = {
	.programs = programs,
	.command = borg_command,
	.look = borg_look,
};
