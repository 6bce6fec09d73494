/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/user.h"

#include "core/rows.h"
#include "core/text.h"

#include <string.h>

#define USERS_MAX 2000
#define HUMAN_MIN 1000  /* Debian policy 9.2.2, /etc/login.defs UID_MIN */
#define HUMAN_END 65534 /* nobody */

struct reading {
	const struct probe_context *c;
	struct rows rows;
};

/* The next field of *cursor, cut at its colon; "" when none is left. */
static char *field(char **cursor)
{
	char *f = *cursor;
	size_t n = strcspn(f, ":");

	*cursor = f + n + (f[n] != '\0');
	f[n] = '\0';
	return f;
}

static void add_line(struct reading *r, char *line)
{
	struct user u = { .local = true };
	struct user *row;

	u.name = field(&line);
	u.password = field(&line);
	if (!text_int(field(&line), 0, UINT32_MAX, &u.uid) ||
	    !text_int(field(&line), 0, UINT32_MAX, &u.gid))
		return;
	field(&line);
	u.home = field(&line);
	u.shell = field(&line);
	u.human = u.uid >= HUMAN_MIN && u.uid < HUMAN_END;
	/* "+" and "-" lines of old NIS setups name nobody. */
	if (!u.name[0] || u.name[0] == '+' || u.name[0] == '-' ||
	    r->rows.count >= USERS_MAX)
		return;
	row = rows_add(&r->rows);
	if (row)
		*row = u;
}

static bool known_home(const struct reading *r, const char *home, int64_t uid)
{
	const struct user *u = r->rows.data;

	for (size_t i = 0; i < r->rows.count; i++)
		if (u[i].uid == uid || strcmp(u[i].home, home) == 0)
			return true;
	return false;
}

static bool add_home(void *ctx, const char *path)
{
	struct reading *r = ctx;
	struct tree_stat st;
	struct user *row;

	if (tree_stat(r->c, path, &st) != TREE_OK || !st.folder ||
	    st.owner < HUMAN_MIN || known_home(r, path, st.owner))
		return true;
	if (r->rows.count >= USERS_MAX)
		return false;
	row = rows_add(&r->rows);
	if (!row)
		return false;
	row->home = arena_strdup(r->rows.arena, path);
	if (!row->home) {
		r->rows.count--;
		return false;
	}
	row->name = strrchr(row->home, '/') + 1;
	row->password = "x";
	row->shell = "";
	row->uid = st.owner;
	row->gid = st.group;
	row->human = st.owner != HUMAN_END;
	return true;
}

/* Whether a word of "passwd: files systemd" is a source kept in files here. */
static bool is_local(const char *word)
{
	return strcmp(word, "files") == 0 || strcmp(word, "compat") == 0 ||
	       strcmp(word, "systemd") == 0 || word[0] == '[';
}

/*
 * Whether accounts may come from elsewhere than /etc/passwd: a directory of
 * the network, or systemd's own. Else a home that nobody has in passwd is
 * what was left of a deleted account.
 */
static bool others_known(const struct probe_context *c, struct arena *a)
{
	char *text;
	char *line;
	char *word;

	if (tree_exists(c, "/var/lib/systemd/home") ||
	    tree_text(c, "/etc/nsswitch.conf", a, &text) != TREE_OK)
		return true;
	while ((line = text_line(&text))) {
		line[strcspn(line, "#")] = '\0';
		word = text_word(&line);
		if (!word || strcmp(word, "passwd:") != 0)
			continue;
		while ((word = text_word(&line)))
			if (!is_local(word))
				return true;
		return false;
	}
	return true;
}

enum tree_result user_list(const struct probe_context *c, struct arena *a,
                           struct users *out)
{
	struct reading r = { .c = c };
	enum tree_result result;
	char *text;
	char *line;

	rows_init(&r.rows, a, sizeof(struct user));
	result = tree_text(c, "/etc/passwd", a, &text);
	while ((line = text_line(&text)))
		add_line(&r, line);
	if (others_known(c, a))
		tree_glob(c, "/home/*", add_home, &r);
	out->row = r.rows.data;
	out->count = r.rows.count;
	return result;
}

const struct user *user_find(const struct users *u, int64_t uid)
{
	for (size_t i = 0; i < u->count; i++)
		if (u->row[i].uid == uid)
			return &u->row[i];
	return NULL;
}

const struct user *user_daily(const struct users *u, int64_t uid)
{
	const struct user *only = NULL;
	size_t humans = 0;

	if (uid != 0)
		return user_find(u, uid);
	for (size_t i = 0; i < u->count; i++)
		if (u->row[i].human) {
			only = &u->row[i];
			humans++;
		}
	if (humans == 0)
		return user_find(u, 0);
	return humans == 1 ? only : NULL;
}

bool user_keeps_files(const struct user *u)
{
	return (u->human || u->uid == 0) && u->home[0] == '/' && u->home[1];
}
