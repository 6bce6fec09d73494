/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/dconf.h"

#include "checks/probe/linux/gvdb.h"
#include "checks/probe/linux/keyfile.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define DATABASE_LIMIT (8u << 20) /* bytes */
#define TEXT_ARENA     (4u << 20) /* bytes of configuration read at a time */

/* What is looked for. */
struct search {
	const struct probe_context *c;
	const char *schema;
	const char *key;
	char path[256]; /* "/org/gnome/desktop/session/idle-delay" */
	char *out;
	size_t size;
	bool found;
};

/* Schemas whose settings are not kept under their own name. */
static const struct {
	const char *schema;
	const char *path;
} moved[] = {
	{ "org.mate.session", "/org/mate/desktop/session" },
	{ "apps.light-locker", "/apps/light-locker" },
};

static void set_path(struct search *s)
{
	for (size_t i = 0; i < sizeof(moved) / sizeof(moved[0]); i++)
		if (strcmp(s->schema, moved[i].schema) == 0) {
			snprintf(s->path, sizeof(s->path), "%s/%s",
			         moved[i].path, s->key);
			return;
		}
	snprintf(s->path, sizeof(s->path), "/%s/%s", s->schema, s->key);
	for (char *p = s->path; p < s->path + 1 + strlen(s->schema); p++)
		if (*p == '.')
			*p = '/';
}

static enum tree_result look_in(struct search *s, const char *path)
{
	enum tree_result found;
	struct buf data;

	buf_init(&data, DATABASE_LIMIT);
	found = tree_read(s->c, path, &data);
	if (found == TREE_OK)
		found = gvdb_find(data.data, data.len, s->path, s->out, s->size)
		            ? TREE_OK
		            : TREE_ABSENT;
	buf_clear(&data);
	return found;
}

/* Whether a file of locks has the path on a line. */
static bool look_lock(void *ctx, const char *path)
{
	struct search *s = ctx;
	struct buf text;
	char *at;
	char *line;

	buf_init(&text, TREE_CAP);
	if (tree_read(s->c, path, &text) == TREE_OK) {
		at = text.data;
		while ((line = text_line(&at)))
			if (strcmp(text_trim(line), s->path) == 0)
				s->found = true;
	}
	buf_clear(&text);
	return !s->found;
}

/* Call each for the system databases of the profile, in order. */
static bool each_database(struct search *s,
                          bool (*each)(struct search *s, const char *name))
{
	struct buf text;
	char *at;
	char *line;
	bool done = false;

	buf_init(&text, TREE_CAP);
	tree_read(s->c, "/etc/dconf/profile/user", &text);
	at = text.data;
	while (!done && (line = text_line(&at))) {
		line = text_trim(line);
		if (text_begins(line, "system-db:"))
			done = each(s, line + strlen("system-db:"));
	}
	buf_clear(&text);
	return done;
}

static bool is_locked(struct search *s, const char *name)
{
	char pattern[TREE_PATH];

	s->found = false;
	if (tree_path(pattern, "/etc/dconf/db/%s.d/locks/*", name))
		tree_glob(s->c, pattern, look_lock, s);
	return s->found;
}

static bool is_set(struct search *s, const char *name)
{
	char path[TREE_PATH];

	return tree_path(path, "/etc/dconf/db/%s", name) &&
	       look_in(s, path) == TREE_OK;
}

/* "uint32 300", "'x'" to what gvdb_find() would write. */
static void plain(struct search *s, const char *value)
{
	size_t n;

	if (text_begins(value, "uint32 ") || text_begins(value, "int32 "))
		value = strchr(value, ' ') + 1;
	n = strlen(value);
	if (n >= 2 && (*value == '\'' || *value == '"') &&
	    value[n - 1] == *value) {
		value++;
		n -= 2;
	}
	snprintf(s->out, s->size, "%.*s", (int)(n < 4096 ? n : 4096), value);
}

/* A distribution's choice: [schema] or [schema:Desktop], the last wins. */
static bool look_override(void *ctx, const char *path)
{
	struct search *s = ctx;
	size_t n = strlen(s->schema);
	struct keyfile k;
	struct buf text;

	buf_init(&text, TREE_CAP);
	if (tree_read(s->c, path, &text) == TREE_OK) {
		keyfile_init(&k, text.data);
		while (keyfile_next(&k))
			if (strncmp(k.group, s->schema, n) == 0 &&
			    (!k.group[n] || k.group[n] == ':') &&
			    strcmp(k.key, s->key) == 0) {
				plain(s, k.value);
				s->found = true;
			}
	}
	buf_clear(&text);
	return true;
}

enum tree_result dconf_find(const struct probe_context *c, const struct user *u,
                            const char *schema, const char *key, char *out,
                            size_t size)
{
	struct search s = { .c = c, .schema = schema, .key = key };
	char path[TREE_PATH];
	enum tree_result own;

	s.out = out;
	s.size = size;
	set_path(&s);
	if (each_database(&s, is_locked) && each_database(&s, is_set))
		return TREE_OK;
	if (!tree_path(path, "%s/.config/dconf/user", u->home))
		return TREE_FAILED;
	own = look_in(&s, path);
	if (own != TREE_ABSENT)
		return own;
	if (each_database(&s, is_set))
		return TREE_OK;
	s.found = false;
	tree_glob(c, "/usr/share/glib-2.0/schemas/*.gschema.override",
	          look_override, &s);
	return s.found ? TREE_OK : TREE_ABSENT;
}

enum tree_result dconf_bool(const struct probe_context *c, const struct user *u,
                            const char *schema, const char *key, bool *out)
{
	char value[16];
	enum tree_result found =
	    dconf_find(c, u, schema, key, value, sizeof(value));

	if (found == TREE_OK)
		*out = strcmp(value, "true") == 0;
	return found;
}

enum tree_result dconf_int(const struct probe_context *c, const struct user *u,
                           const char *schema, const char *key, int64_t *out)
{
	char value[32];
	enum tree_result found =
	    dconf_find(c, u, schema, key, value, sizeof(value));

	if (found == TREE_OK && !text_int(value, INT64_MIN, INT64_MAX, out))
		found = TREE_FAILED;
	return found;
}
