/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/sshd_config.h"

#include "core/rows.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX  16         /* as SERVCONF_MAX_DEPTH of OpenSSH */
#define FILES_MAX  200        /* includes in all */
#define FILE_MAX   (1u << 20) /* bytes of one file */
#define BLOCKS_MAX 500        /* Match blocks */

enum keyword {
	PASSWORD,
	KEYBOARD,
	EMPTY,
	ROOT,
	METHODS,
	PAM,
	PORT,
	LISTEN,
	KEYWORDS
};

static const struct {
	const char *name;
	enum keyword keyword;
} keywords[] = {
	{ "passwordauthentication", PASSWORD },
	{ "kbdinteractiveauthentication", KEYBOARD },
	{ "challengeresponseauthentication", KEYBOARD },
	{ "skeyauthentication", KEYBOARD },
	{ "permitemptypasswords", EMPTY },
	{ "permitrootlogin", ROOT },
	{ "authenticationmethods", METHODS },
	{ "usepam", PAM },
	{ "port", PORT },
	{ "listenaddress", LISTEN },
};

/* sshd_config(5) of OpenSSH 9.2; PORT and LISTEN are handled apart. */
static const char *const defaults[KEYWORDS] = {
	[PASSWORD] = "yes",           [KEYBOARD] = "yes", [EMPTY] = "no",
	[ROOT] = "prohibit-password", [METHODS] = "any",  [PAM] = "no",
};

/* The values that one part of the configuration sets. */
struct part {
	const char *value[KEYWORDS];
	bool others; /* a Match that root does not fall under */
	bool local;  /* a Match of this machine's own address */
};

enum place { IN_BEFORE, IN_ALL, IN_BLOCK, IN_NOTHING };

struct reader {
	struct sshd_config *out;
	const struct source *from;
	struct arena *arena;
	struct part before; /* of any Match */
	struct part all;    /* after Match all */
	struct rows blocks; /* struct part, one per other Match */
	enum place where;
	bool listens;        /* a ListenAddress was seen */
	int64_t listen_port; /* of the first of them, 0 if it has none */
	int64_t port;        /* the first Port, 0 if there is none */
	unsigned depth;
	unsigned files;
	bool full; /* memory ran out */
};

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}

/*
 * The next word of *at, without its quotes, ended in place; NULL at the end
 * or at a comment.
 */
static char *argument(char **at)
{
	char *s = *at;
	char *out;
	char *word;
	char quote = '\0';

	while (blank(*s))
		s++;
	if (!*s || *s == '#') {
		*at = s;
		return NULL;
	}
	word = out = s;
	for (; *s && (quote || !blank(*s)); s++) {
		if (*s == '\\' && (s[1] == '"' || s[1] == '\'' || s[1] == '\\'))
			*out++ = *++s;
		else if (quote && *s == quote)
			quote = '\0';
		else if (!quote && (*s == '"' || *s == '\''))
			quote = *s;
		else
			*out++ = *s;
	}
	*at = *s ? s + 1 : s;
	*out = '\0';
	return word;
}

/* The keyword at the start of a line: ended by blanks or one "=". */
static char *keyword_of(char **at)
{
	char *s = *at;
	char *word;
	bool equals;

	while (blank(*s))
		s++;
	if (*s == '"') {
		*at = s;
		return argument(at);
	}
	word = s;
	while (*s && !blank(*s) && *s != '=')
		s++;
	equals = *s == '=';
	if (*s)
		*s++ = '\0';
	while (blank(*s))
		s++;
	if (!equals && *s == '=')
		s++;
	*at = s;
	return word;
}

static struct part *current(struct reader *r)
{
	switch (r->where) {
	case IN_BEFORE:
		return &r->before;
	case IN_ALL:
		return &r->all;
	case IN_BLOCK:
		return (struct part *)r->blocks.data + r->blocks.count - 1;
	case IN_NOTHING:
		break;
	}
	return NULL;
}

/* Whether every pattern of a list names this machine itself. */
static bool all_loopback(char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, ",");
		char *next = list[n] ? list + n + 1 : NULL;

		list[n] = '\0';
		if (!text_begins(list, "127.") && strcmp(list, "::1") != 0 &&
		    strcmp(list, "::1/128") != 0)
			return false;
		list = next;
	}
	return true;
}

/* Whether a list of user patterns may mean root. */
static bool may_be_root(const char *list)
{
	while (*list) {
		size_t n = strcspn(list, ",");

		if ((n == 4 && strncmp(list, "root", 4) == 0) ||
		    memchr(list, '*', n) || memchr(list, '?', n))
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

/* "Match CRITERIA": a new part begins. */
static void match(struct reader *r, char *rest)
{
	struct part part = { { NULL }, false, false };
	struct part *row;
	char *name = argument(&rest);
	char *value;

	r->where = IN_NOTHING;
	if (!name)
		return;
	if (text_same(name, "all")) {
		r->where = IN_ALL;
		return;
	}
	for (; name; name = argument(&rest)) {
		/* "User=name" is one word to the criteria too */
		value = strchr(name, '=');
		if (value)
			*value++ = '\0';
		else
			value = argument(&rest);
		if (!value)
			break;
		if (text_same(name, "user"))
			part.others = !may_be_root(value);
		if (text_same(name, "address") ||
		    text_same(name, "localaddress"))
			part.local = part.local || all_loopback(value);
	}
	if (r->blocks.count >= BLOCKS_MAX) {
		r->out->cut = "too many Match blocks";
		return;
	}
	row = rows_add(&r->blocks);
	if (!row) {
		r->full = true;
		return;
	}
	*row = part;
	r->where = IN_BLOCK;
}

/* "host", "host:port", "[host]:port"; the port is 0 when none is there. */
static void listen_address(struct reader *r, char *value)
{
	char *host = value;
	char *port = NULL;
	int64_t number;
	char *end;

	if (*host == '[') {
		end = strchr(++host, ']');
		if (end) {
			port = end[1] == ':' ? end + 2 : NULL;
			*end = '\0';
		}
	} else {
		end = strchr(host, ':');
		/* A second colon: an IPv6 address without a port */
		if (end && !strchr(end + 1, ':')) {
			*end = '\0';
			port = end + 1;
		}
	}
	if (!text_begins(host, "127.") && strcmp(host, "::1") != 0 &&
	    !text_same(host, "localhost"))
		r->out->loopback = false;
	if (!r->listens && port && text_int(port, 1, 65535, &number))
		r->listen_port = number;
	r->listens = true;
}

static void parse(struct reader *r, const char *text, size_t len);

/* On with a block that others were added behind: it becomes the last. */
static void go_back(struct reader *r, size_t block)
{
	struct part kept = ((struct part *)r->blocks.data)[block];
	struct part *row = rows_add(&r->blocks);

	if (row)
		*row = kept;
	else
		r->full = true;
}

/* Remember a file that was not read; if that fails all is refused. */
static void lose(struct reader *r, const char **name, const char *path)
{
	*name = arena_strdup(r->arena, path);
	r->full = r->full || !*name;
}

static bool include_file(void *to, const char *path)
{
	struct reader *r = to;
	enum place where = r->where;
	size_t blocks = r->blocks.count;
	enum tree_result found;
	struct buf text;

	if (r->depth >= DEPTH_MAX || r->files >= FILES_MAX) {
		lose(r, &r->out->cut, path);
		return false;
	}
	r->files++;
	r->depth++;
	buf_init(&text, FILE_MAX);
	found = r->from->read(r->from->ctx, path, &text);
	if (found == TREE_OK)
		parse(r, buf_text(&text), text.len);
	else if (found == TREE_DENIED)
		lose(r, &r->out->denied, path);
	else if (found == TREE_FAILED)
		lose(r, &r->out->cut, path);
	buf_clear(&text);
	r->depth--;
	/* A Match of the included file ends with it. */
	r->where = where;
	if (where == IN_BLOCK && r->blocks.count > blocks)
		go_back(r, blocks - 1);
	return !r->full;
}

static void include(struct reader *r, char *rest)
{
	char path[SOURCE_PATH];
	char *pattern;

	while ((pattern = argument(&rest))) {
		enum tree_result found;

		if ((size_t)snprintf(path, sizeof(path), "%s%s",
		                     *pattern == '/' ? "" : "/etc/ssh/",
		                     pattern) >= sizeof(path))
			continue;
		found = r->from->glob(r->from->ctx, path, include_file, r);
		if (found == TREE_DENIED)
			lose(r, &r->out->denied, path);
	}
}

static void assign(struct reader *r, enum keyword k, char *rest)
{
	struct part *part = current(r);
	char *value = rest;
	int64_t port;

	if (k != METHODS)
		value = argument(&rest);
	if (!part || !value)
		return;
	if (k == LISTEN) {
		listen_address(r, value);
	} else if (k == PORT) {
		if (r->port == 0 && text_int(value, 1, 65535, &port))
			r->port = port;
	} else if (!part->value[k] &&
	           !(r->where == IN_BLOCK && r->all.value[k])) {
		part->value[k] = arena_strdup(r->arena, text_trim(value));
		r->full = r->full || !part->value[k];
	}
}

static void line(struct reader *r, char *text)
{
	char *name = keyword_of(&text);

	if (!name || !*name || *name == '#')
		return;
	if (text_same(name, "match")) {
		match(r, text);
		return;
	}
	if (text_same(name, "include")) {
		include(r, text);
		return;
	}
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (text_same(name, keywords[i].name))
			assign(r, keywords[i].keyword, text);
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
	while (!r->full && (row = text_line(&at)))
		line(r, row);
	free(copy);
}

/* A keyword's value for those under a Match block, or NULL for the others. */
static const char *value(const struct reader *r, const struct part *block,
                         enum keyword k)
{
	if (block && block->value[k])
		return block->value[k];
	if (r->all.value[k])
		return r->all.value[k];
	return r->before.value[k] ? r->before.value[k] : defaults[k];
}

/*
 * Whether one of the lists of AuthenticationMethods is passwords only:
 * "publickey,password keyboard-interactive" has one, the second.
 */
static bool methods_password(const char *methods)
{
	while (*methods) {
		size_t n;
		bool only = true;

		methods += strspn(methods, " \t\"");
		n = strcspn(methods, " \t\"");
		for (size_t i = 0; i < n;) {
			size_t m = strcspn(methods + i, ", \t\"");

			if (!text_begins(methods + i, "password") &&
			    !text_begins(methods + i, "keyboard-interactive") &&
			    !text_begins(methods + i, "any"))
				only = false;
			i += m + 1;
		}
		if (n > 0 && only)
			return true;
		methods += n;
	}
	return false;
}

static bool yes(const char *value)
{
	return text_same(value, "yes") || text_same(value, "true");
}

static void judge(struct reader *r, const struct part *block)
{
	const char *root = value(r, block, ROOT);
	bool password =
	    methods_password(value(r, block, METHODS)) &&
	    (yes(value(r, block, PASSWORD)) ||
	     (yes(value(r, block, KEYBOARD)) && yes(value(r, NULL, PAM))));

	if (block && block->local)
		return;
	r->out->password = r->out->password || password;
	if (password && yes(value(r, block, EMPTY)))
		r->out->empty = true;
	if (text_same(root, "without-password"))
		root = "prohibit-password";
	if (!block)
		r->out->root = root;
	else if (!block->others && yes(root))
		r->out->root = "yes";
}

bool sshd_config_parse(struct sshd_config *out, const char *text, size_t len,
                       const struct source *from, struct arena *a,
                       struct err *e)
{
	struct reader r = { .out = out, .from = from, .arena = a };

	memset(out, 0, sizeof(*out));
	out->loopback = true;
	rows_init(&r.blocks, a, sizeof(struct part));
	parse(&r, text, len);
	if (!r.listens)
		out->loopback = false;
	out->port = r.listen_port ? r.listen_port : r.port ? r.port : 22;
	judge(&r, NULL);
	for (size_t i = 0; i < r.blocks.count; i++)
		judge(&r, (struct part *)r.blocks.data + i);
	return !r.full || err_set(e, "sshd_config is too big");
}
