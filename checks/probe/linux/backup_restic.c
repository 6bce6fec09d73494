/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "checks/probe/linux/backup_words.h"
#include "checks/probe/linux/yaml.h"
#include "core/text.h"

#include <string.h>

/*
 * A restic repository holds a file of 64 hexadecimal digits in snapshots/
 * for every copy, written when the copy is whole. The user's cache
 * (~/.cache/restic/REPOSITORY/snapshots/) holds the same files.
 */

#define ID 64 /* digits */

static const char *const valued[] = {
	"-r",
	"--repo",
	"--repository-file",
	"-e",
	"--exclude",
	"--iexclude",
	"--exclude-file",
	"--iexclude-file",
	"--exclude-if-present",
	"--exclude-larger-than",
	"--tag",
	"--host",
	"-H",
	"--files-from",
	"--files-from-verbatim",
	"--parent",
	"--time",
	"-p",
	"--password-file",
	"--password-command",
	"-o",
	"--option",
	"--cache-dir",
	"--compression",
	"--limit-upload",
	"--limit-download",
	"--retry-lock",
	"--pack-size",
	"--read-concurrency",
	"--stdin-filename",
	"--key-hint",
	"--cacert",
	"--tls-client-cert",
	NULL,
};

struct newest {
	struct backup_scan *scan;
	const char *folder;
	int64_t newest;
	int64_t oldest;
	unsigned count;
	char name[ID + 1]; /* of the newest */
};

static bool is_id(const char *name)
{
	return strlen(name) == ID && strspn(name, "0123456789abcdef") == ID;
}

static void add(struct newest *n, const char *path, const char *name)
{
	struct tree_stat st;

	if (!is_id(name) || tree_stat(n->scan->c, path, &st) != TREE_OK ||
	    !st.file || st.size == 0)
		return;
	if (!n->count || st.mtime < n->oldest)
		n->oldest = st.mtime;
	if (!n->count || st.mtime > n->newest) {
		n->newest = st.mtime;
		memcpy(n->name, name, ID + 1);
	}
	n->count++;
}

static bool add_name(void *ctx, const char *name)
{
	struct newest *n = ctx;
	char path[TREE_PATH];

	if (tree_path(path, "%s/%s", n->folder, name))
		add(n, path, name);
	return true;
}

static bool add_path(void *ctx, const char *path)
{
	add(ctx, path, strrchr(path, '/') + 1);
	return true;
}

static int64_t look_repository(struct backup_scan *s, const char *path)
{
	struct newest n = { .scan = s };
	char folder[TREE_PATH];

	if (!tree_path(folder, "%s/snapshots", path))
		return CELL_UNKNOWN;
	n.folder = folder;
	if (backup_scan_note(s, tree_list(s->c, folder, add_name, &n), path) ==
	    TREE_DENIED)
		return CELL_UNKNOWN;
	return n.newest;
}

static struct backup_copy *add_repository(struct backup_scan *s,
                                          const char *raw, const char *home,
                                          const char *where)
{
	struct backup_copy *copy;

	copy = backup_scan_copy(s, "restic", raw, home, where);
	if (copy)
		backup_scan_look(s, copy, look_repository);
	return copy;
}

/* The repository that a file names on its first line. */
static const char *from_file(struct backup_scan *s, const char *path)
{
	char *text = path && path[0] == '/' ? backup_scan_text(s, path) : NULL;
	char *line = text_line(&text);

	return line ? text_trim(line) : NULL;
}

static const char *repository_of(struct backup_scan *s, const struct shell *env)
{
	const char *name = shell_get(env, "RESTIC_REPOSITORY");

	if (name)
		return name;
	return from_file(s, shell_get(env, "RESTIC_REPOSITORY_FILE"));
}

static void restic_command(struct backup_scan *s,
                           const struct backup_command *c)
{
	const char *name = backup_words_option(c, "-r", "--repo");
	size_t i = backup_words_find(c, "backup");
	struct backup_copy *copy;
	const char *word;

	if (strcmp(c->program, "restic") != 0 || i == 0)
		return;
	if (!name)
		name = from_file(
		    s, backup_words_option(c, NULL, "--repository-file"));
	if (!name)
		name = repository_of(s, c->env);
	copy = add_repository(s, name && !strchr(name, '*') ? name : NULL,
	                      c->home, c->where);
	if (!copy)
		return;
	backup_scan_schedule(copy, c->enabled);
	i++;
	while ((word = backup_words_next(c, &i, valued)))
		backup_scan_what(s, copy, word);
}

struct home {
	struct backup_scan *scan;
	const char *path;
};

static bool nothing(void *ctx, const struct shell_command *cmd)
{
	(void)ctx;
	(void)cmd;
	return true;
}

/* A file of variables, as people keep them beside restic. */
static bool read_environment(void *ctx, const char *path)
{
	const struct home *home = ctx;
	struct backup_scan *s = home->scan;
	struct tree_stat st;
	struct shell shell;
	const char *name;
	char *text;

	if (tree_stat(s->c, path, &st) != TREE_OK || !st.file)
		return true;
	text = backup_scan_text(s, path);
	if (!text)
		return true;
	shell_init(&shell, s->a);
	shell_set(&shell, "HOME", home->path);
	shell_read(&shell, text, nothing, NULL);
	name = repository_of(s, &shell);
	if (name && !strchr(name, '*'))
		add_repository(s, name, home->path, path);
	return true;
}

/* resticprofile's "repository: x"; autorestic's "path: x" of a backend. */
static bool read_profile(void *ctx, const char *path)
{
	const struct home *home = ctx;
	struct backup_scan *s = home->scan;
	char *text = backup_scan_text(s, path);
	bool backends = false;
	const char *type = "local";
	struct yaml_line l;

	while (text && yaml_next(&text, &l)) {
		const char *name = NULL;

		if (!l.key)
			continue;
		if (l.indent == 0)
			backends = strcmp(l.key, "backends") == 0;
		if (strcmp(l.key, "repository") == 0)
			name = l.value;
		else if (backends && strcmp(l.key, "type") == 0)
			type = l.value;
		else if (backends && strcmp(l.key, "path") == 0)
			name = strcmp(type, "local") == 0
			           ? l.value
			           : arena_fmt(s->a, "%s:%s", type, l.value);
		if (name && name[0]) {
			struct backup_copy *copy =
			    add_repository(s, name, home->path, path);
			const char *program =
			    backends ? "autorestic" : "resticprofile";

			if (copy)
				backup_scan_schedule(
				    copy, backup_scan_runs(s, program));
		}
	}
	return true;
}

/* Whether a repository on a disk of ours has that copy: it has its row. */
static bool has_row(struct backup_scan *s, const char *id)
{
	struct backup_copy **copy = s->copies.data;
	char path[TREE_PATH];

	for (size_t i = 0; i < s->copies.count; i++)
		if (strcmp(copy[i]->row.tool, "restic") == 0 &&
		    copy[i]->target.path && copy[i]->row.last_success > 0 &&
		    tree_path(path, "%s/snapshots/%s", copy[i]->target.path,
		              id) &&
		    tree_exists(s->c, path))
			return true;
	return false;
}

/* The only row of restic whose last copy is not known, or NULL. */
static struct backup_copy *lone_row(struct backup_scan *s)
{
	struct backup_copy **copy = s->copies.data;
	struct backup_copy *found = NULL;

	for (size_t i = 0; i < s->copies.count; i++) {
		if (strcmp(copy[i]->row.tool, "restic") != 0 ||
		    copy[i]->row.last_success != CELL_UNKNOWN)
			continue;
		if (found)
			return NULL;
		found = copy[i];
	}
	return found;
}

/* The cache of one repository; nothing in it says which. */
static bool read_cache(void *ctx, const char *path)
{
	const struct home *home = ctx;
	struct backup_scan *s = home->scan;
	struct newest n = { .scan = s };
	struct backup_copy *copy;
	char pattern[TREE_PATH];

	if (!is_id(strrchr(path, '/') + 1) ||
	    !tree_path(pattern, "%s/snapshots/[0-9a-f]*/*", path))
		return true;
	backup_scan_note(s, tree_glob(s->c, pattern, add_path, &n), path);
	if (n.count == 0 || has_row(s, n.name))
		return true;
	/* All of one minute: a cache made anew from an old repository. */
	if (n.count > 1 && n.newest - n.oldest < 60)
		n.newest = CELL_UNKNOWN;
	copy = lone_row(s);
	if (!copy)
		copy = backup_scan_copy(s, "restic", NULL, NULL, path);
	if (copy)
		backup_scan_success(s, copy, n.newest);
	return true;
}

static void restic_look(struct backup_scan *s)
{
	static const char *const system[] = {
		"/etc/restic/*",          "/etc/restic*.env",
		"/etc/restic*.conf",      "/etc/default/restic*",
		"/etc/sysconfig/restic*",
	};
	static const char *const own[] = {
		"%s/.config/restic/*",
		"%s/.restic*",
		"%s/.config/restic.*",
	};
	static const char *const profiles[] = {
		"%s/.autorestic.y*ml",
		"%s/.config/resticprofile/profiles.*",
		"%s/profiles.y*ml",
	};
	struct home home = { s, "/root" };
	char path[TREE_PATH];

	for (size_t i = 0; i < sizeof(system) / sizeof(system[0]); i++)
		backup_scan_glob(s, system[i], read_environment, &home);
	backup_scan_glob(s, "/etc/resticprofile/profiles.*", read_profile,
	                 &home);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < s->users.count; i++) {
			if (!user_keeps_files(&s->users.row[i]))
				continue;
			home.path = s->users.row[i].home;
			for (size_t j = 0; pass == 0 && j < 3; j++) {
				if (tree_path(path, own[j], home.path))
					backup_scan_glob(
					    s, path, read_environment, &home);
				if (tree_path(path, profiles[j], home.path))
					backup_scan_glob(s, path, read_profile,
					                 &home);
			}
			/* Caches last: they complete rows. */
			if (pass == 1 &&
			    tree_path(path, "%s/.cache/restic/*", home.path))
				backup_scan_glob(s, path, read_cache, &home);
		}
}

static const char *const programs[] = { "restic", "autorestic", "resticprofile",
	                                NULL };

const struct backup_tool backup_tool_restic = {
	.programs = programs,
	.command = restic_command,
	.look = restic_look,
};
