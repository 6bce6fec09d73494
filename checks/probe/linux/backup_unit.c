/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_unit.h"

#include "core/text.h"

#include <string.h>

#define UNIT_BYTES (256u << 10) /* of a unit and its drop-ins */

const char *const backup_unit_folders[] = {
	"/etc/systemd/system",           "/run/systemd/system",
	"/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
	"/lib/systemd/system",           NULL,
};

bool backup_unit_next(char **cursor, struct backup_unit_line *l)
{
	char *line;

	while ((line = text_line(cursor))) {
		char *value;
		size_t n = strlen(line);

		/* The end of a continued line becomes a space. */
		while (n > 0 && line[n - 1] == '\\' && **cursor) {
			char *more = *cursor;
			size_t len;

			text_line(cursor);
			len = strlen(more);
			line[n - 1] = ' ';
			memmove(line + n, more, len + 1);
			n += len;
		}
		line = text_trim(line);
		if (!line[0] || line[0] == '#' || line[0] == ';')
			continue;
		if (line[0] == '[') {
			line[strcspn(line, "]")] = '\0';
			l->section = line + 1;
			continue;
		}
		value = strchr(line, '=');
		if (!value)
			continue;
		*value++ = '\0';
		l->key = text_trim(line);
		l->value = text_trim(value);
		if (!l->section)
			l->section = "";
		return true;
	}
	return false;
}

struct reading {
	const struct probe_context *c;
	struct buf text;
	enum tree_result worst;
};

static bool add_file(void *ctx, const char *path)
{
	struct reading *r = ctx;
	enum tree_result result = tree_read(r->c, path, &r->text);

	if (result == TREE_DENIED)
		r->worst = result;
	buf_char(&r->text, '\n');
	return true;
}

static void add_drop_ins(struct reading *r, const char *const *folders,
                         const char *name)
{
	char pattern[TREE_PATH];
	size_t n = 0;

	while (folders[n])
		n++;
	/* Lowest folder first: what is read last wins. */
	while (n-- > 0)
		if (tree_path(pattern, "%s/%s.d/*.conf", folders[n], name))
			tree_glob(r->c, pattern, add_file, r);
}

/* Whether the link at path says that the unit must never run. */
static bool masked(const struct probe_context *c, const char *path)
{
	char target[TREE_PATH];

	return tree_link(c, path, target) == TREE_OK &&
	       strcmp(target, "/dev/null") == 0;
}

static enum tree_result read_main(struct reading *r, const char *const *folders,
                                  const char *name, char path[TREE_PATH])
{
	for (size_t i = 0; folders[i]; i++) {
		struct tree_stat st;
		enum tree_result result;

		if (!tree_path(path, "%s/%s", folders[i], name))
			continue;
		if (masked(r->c, path))
			return TREE_ABSENT;
		result = tree_stat(r->c, path, &st);
		if (result == TREE_ABSENT)
			continue;
		if (result == TREE_OK)
			result = tree_read(r->c, path, &r->text);
		buf_char(&r->text, '\n');
		return result;
	}
	return TREE_ABSENT;
}

/* "x@y.service" to "x@.service"; false when it is no instance. */
static bool template_of(const char *name, char out[TREE_PATH])
{
	const char *at = strchr(name, '@');
	const char *dot = strrchr(name, '.');

	return at && dot && dot > at + 1 &&
	       tree_path(out, "%.*s%s", (int)(at + 1 - name), name, dot);
}

enum tree_result backup_unit_read(const struct probe_context *c,
                                  struct arena *a, const char *const *folders,
                                  const char *name, struct backup_unit *out)
{
	struct reading r = { .c = c };
	char path[TREE_PATH];
	char generic[TREE_PATH];
	bool instance = template_of(name, generic);
	enum tree_result result;

	memset(out, 0, sizeof(*out));
	if (strchr(name, '/'))
		return TREE_ABSENT;
	buf_init(&r.text, UNIT_BYTES);
	result = read_main(&r, folders, name, path);
	if (result == TREE_ABSENT && instance && !masked(c, path))
		result = read_main(&r, folders, generic, path);
	if (result == TREE_OK) {
		if (instance)
			add_drop_ins(&r, folders, generic);
		add_drop_ins(&r, folders, name);
		out->path = arena_strdup(a, path);
		out->text = arena_strdup(a, buf_text(&r.text));
		result = out->path && out->text ? r.worst : TREE_FAILED;
	}
	buf_clear(&r.text);
	return result;
}
