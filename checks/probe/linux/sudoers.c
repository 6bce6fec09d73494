/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/sudoers.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 8    /* includes within includes; sudo allows 128 */
#define FILES_MAX 200  /* includes in all */
#define WHO_MAX   2000 /* names kept */

/* A member of a User_Alias. */
struct alias {
	const char *name;
	const char *member;
};

struct reader {
	struct sudoers *out;
	const struct source *from;
	struct arena *arena;
	unsigned depth;
	unsigned files;
	bool full;
};

static void keep(struct reader *r, const char *who)
{
	const char **row;

	if (r->out->who.count >= WHO_MAX) {
		r->out->cut = true;
		return;
	}
	row = rows_add(&r->out->who);
	if (row)
		*row = arena_strdup(r->arena, who);
	r->full = r->full || !row || !*row;
}

/* "NAME = a, b : OTHER = c" */
static void user_alias(struct reader *r, char *rest)
{
	while (rest && *rest) {
		size_t n = strcspn(rest, ":");
		char *next = rest[n] ? rest + n + 1 : NULL;
		char *equals;

		rest[n] = '\0';
		equals = strchr(rest, '=');
		if (equals) {
			*equals++ = '\0';
			rest = arena_strdup(r->arena, text_trim(rest));
			r->full = r->full || !rest;
			while (!r->full && equals && *equals) {
				size_t m = strcspn(equals, ",");
				char *more = equals[m] ? equals + m + 1 : NULL;
				struct alias *row = rows_add(&r->out->aliases);

				equals[m] = '\0';
				if (!row) {
					r->full = true;
					return;
				}
				row->name = rest;
				row->member =
				    arena_strdup(r->arena, text_trim(equals));
				r->full = !row->member;
				equals = more;
			}
		}
		rest = next;
	}
}

/* Whether a list of commands lets everything run: a word "ALL". */
static bool all_commands(const char *text)
{
	/* "(ALL : ALL)" says as whom, not what */
	for (const char *p = text; *p; p++) {
		if (*p == '(') {
			p += strcspn(p, ")");
			if (!*p)
				return false;
			continue;
		}
		if (strncmp(p, "ALL", 3) == 0 &&
		    (p == text || strchr(" \t,:=)", p[-1])) &&
		    (!p[3] || strchr(" \t,:", p[3])))
			return true;
	}
	return false;
}

/* "WHO, WHO HOSTS = (AS) TAGS: COMMANDS" */
static void user_spec(struct reader *r, char *line)
{
	char *equals = strchr(line, '=');
	char *at = line;

	if (!equals || !all_commands(equals + 1))
		return;
	*equals = '\0';
	/* Commas join names, even with blanks around; a blank alone ends. */
	for (bool more = true; more && !r->full;) {
		size_t n;

		at += strspn(at, " \t");
		n = strcspn(at, " \t,");
		if (n == 0)
			return;
		more = at[n + strspn(at + n, " \t")] == ',';
		if (at[n]) {
			char *next = at + n + strspn(at + n, " \t,");

			at[n] = '\0';
			keep(r, at);
			at = next;
		} else {
			keep(r, at);
			return;
		}
	}
}

static void parse(struct reader *r, const char *text, size_t len);

static bool include_file(void *to, const char *path)
{
	struct reader *r = to;
	const char *name = strrchr(path, '/') + 1;
	enum tree_result found;
	struct buf text;

	/* sudoers(5): names with a dot or ending in ~ are passed over; a
	   file named by itself never is, but none has such a name */
	if (r->depth >= DEPTH_MAX || r->files >= FILES_MAX) {
		r->out->cut = true;
		return false;
	}
	if (text_ends(name, "~"))
		return true;
	r->files++;
	r->depth++;
	buf_init(&text, TREE_CAP);
	found = r->from->read(r->from->ctx, path, &text);
	if (found == TREE_OK)
		parse(r, buf_text(&text), text.len);
	r->out->denied = r->out->denied || found == TREE_DENIED;
	r->out->cut = r->out->cut || found == TREE_FAILED;
	buf_clear(&text);
	r->depth--;
	return !r->full;
}

static bool include_from_folder(void *to, const char *path)
{
	return strchr(strrchr(path, '/'), '.') ? true : include_file(to, path);
}

/* "@include PATH", "@includedir PATH", either with "#" too. */
static bool include(struct reader *r, char *line)
{
	char *at = line;
	char *word = text_word(&at);
	char *path = text_trim(at);
	char pattern[TREE_PATH];
	enum tree_result found;

	if (!word || (*word != '@' && *word != '#'))
		return false;
	if (strcmp(word + 1, "include") == 0 && *path == '/') {
		include_file(r, path);
	} else if (strcmp(word + 1, "includedir") == 0 && *path == '/') {
		if (!tree_path(pattern, "%s/*", path))
			return true;
		found = r->from->glob(r->from->ctx, pattern,
		                      include_from_folder, r);
		r->out->denied = r->out->denied || found == TREE_DENIED;
	}
	return true;
}

static bool is_word(const char *line, const char *word)
{
	size_t n = strlen(word);

	return strncmp(line, word, n) == 0 &&
	       (line[n] == ' ' || line[n] == '\t');
}

static void line(struct reader *r, char *text)
{
	static const char *const others[] = { "Host_Alias", "Runas_Alias",
		                              "Cmnd_Alias", "Cmd_Alias" };
	char copy[16];

	text = text_trim(text);
	memset(copy, 0, sizeof(copy));
	strncpy(copy, text, sizeof(copy) - 1);
	if (!*text || text_begins(text, "Defaults"))
		return;
	if (text_begins(copy, "@include") || text_begins(copy, "#include")) {
		include(r, text);
		return;
	}
	/* "#1000 ALL=..." is an account; any other # begins a comment */
	if (*text == '#' && !(text[1] >= '0' && text[1] <= '9'))
		return;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is_word(text, others[i]))
			return;
	if (is_word(text, "User_Alias"))
		user_alias(r, text + strlen("User_Alias"));
	else
		user_spec(r, text);
}

static void parse(struct reader *r, const char *text, size_t len)
{
	char *copy = malloc(len + 1);
	char *at = copy;
	char *row;

	if (!copy) {
		r->full = true;
		return;
	}
	memcpy(copy, text, len);
	copy[len] = '\0';
	for (char *p = copy; (p = strstr(p, "\\\n")); p += 2)
		p[0] = p[1] = ' ';
	while (!r->full && (row = text_line(&at)))
		line(r, row);
	free(copy);
}

bool sudoers_parse(struct sudoers *out, const char *text, size_t len,
                   const struct source *from, struct arena *a)
{
	struct reader r = { .out = out, .from = from, .arena = a };

	memset(out, 0, sizeof(*out));
	rows_init(&out->who, a, sizeof(const char *));
	rows_init(&out->aliases, a, sizeof(struct alias));
	parse(&r, text, len);
	return !r.full;
}

static bool names(const char *who, const char *name, int64_t uid,
                  bool (*member)(void *ctx, const char *group), void *ctx)
{
	int64_t number;

	if (*who == '%')
		return member(ctx, who + 1);
	if (*who == '#')
		return text_int(who + 1, 0, UINT32_MAX, &number) &&
		       number == uid;
	return strcmp(who, "ALL") == 0 || strcmp(who, name) == 0;
}

bool sudoers_grant(const struct sudoers *s, const char *name, int64_t uid,
                   bool (*member)(void *ctx, const char *group), void *ctx)
{
	const char *const *who = s->who.data;
	const struct alias *alias = s->aliases.data;

	for (size_t i = 0; i < s->who.count; i++) {
		if (names(who[i], name, uid, member, ctx))
			return true;
		for (size_t j = 0; j < s->aliases.count; j++)
			if (strcmp(alias[j].name, who[i]) == 0 &&
			    names(alias[j].member, name, uid, member, ctx))
				return true;
	}
	return false;
}
