/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/nfs_exports.h"

#include "core/buf.h"
#include "core/text.h"

#include <string.h>

#define ROWS_MAX   1000         /* exports read */
#define WORD_LIMIT (16u * 1024) /* bytes of one word */

/* Where we are in the text. */
struct scan {
	const char *at;
	const char *end;
	struct buf word;
};

/* What a list in parentheses says; the defaults of exports(5). */
struct options {
	bool writable;
	bool root_squash;
	bool kerberos; /* every flavour asks who comes */
};

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Pass blanks and joined lines; false at the end of the logical line. */
static bool more(struct scan *s)
{
	while (s->at < s->end) {
		if (blank(*s->at))
			s->at++;
		else if (s->end - s->at >= 2 && s->at[0] == '\\' &&
		         s->at[1] == '\n')
			s->at += 2;
		else if (s->end - s->at >= 3 && s->at[0] == '\\' &&
		         s->at[1] == '\r' && s->at[2] == '\n')
			s->at += 3;
		else
			break;
	}
	return s->at < s->end && *s->at != '\n' && *s->at != '#';
}

static bool octal(char c)
{
	return c >= '0' && c <= '7';
}

/* The next word into s->word: quoted parts whole, "\040" decoded. */
static const char *next_word(struct scan *s)
{
	bool quoted = false;

	s->word.len = 0;
	for (; s->at < s->end && *s->at != '\n'; s->at++) {
		const char *p = s->at;

		if (*p == '"') {
			quoted = !quoted;
			continue;
		}
		if (!quoted && (blank(*p) || *p == '#'))
			break;
		if (*p == '\\' && s->end - p >= 4 && octal(p[1]) &&
		    octal(p[2]) && octal(p[3])) {
			buf_char(&s->word,
			         (char)(((p[1] - '0') << 6 | (p[2] - '0') << 3 |
			                 (p[3] - '0')) &
			                0xFF));
			s->at += 3;
		} else if (*p == '\\' && s->end - p >= 2 && p[1] == '\n') {
			s->at++;
		} else if (*p != '\0') {
			buf_char(&s->word, *p);
		}
	}
	buf_char(&s->word, '\0');
	return s->word.data;
}

/* Read "rw,no_root_squash,sec=krb5" over what o says already. */
static void read_options(struct options *o, const char *list)
{
	while (*list) {
		size_t n = strcspn(list, ",:)");

		if (n == 2 && text_begins(list, "rw"))
			o->writable = true;
		else if (n == 2 && text_begins(list, "ro"))
			o->writable = false;
		else if (n == 14 && text_begins(list, "no_root_squash"))
			o->root_squash = false;
		else if ((n == 11 && text_begins(list, "root_squash")) ||
		         (n == 10 && text_begins(list, "all_squash")))
			o->root_squash = true;
		else if (n > 4 && text_begins(list, "sec="))
			o->kerberos = text_begins(list, "sec=krb5");
		else if (n == 3 && text_begins(list, "sys"))
			o->kerberos = false; /* "sec=krb5:sys" */
		list += n + (list[n] != '\0');
	}
}

static bool any_machine(const char *client)
{
	static const char *const any[] = {
		"", "*", "0.0.0.0/0", "::/0", "0.0.0.0/0.0.0.0",
	};

	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++)
		if (strcmp(client, any[i]) == 0)
			return true;
	return false;
}

static bool add(struct rows *out, const char *path, const char *client,
                const struct options *o)
{
	struct nfs_export *row;

	if (out->count >= ROWS_MAX)
		return true;
	row = rows_add(out);
	if (!row)
		return false;
	row->path = path;
	row->client = arena_strdup(out->arena, *client ? client : "*");
	row->world = any_machine(client) && !o->kerberos;
	row->writable = o->writable;
	row->root_squash = o->root_squash;
	return row->client;
}

/* "client(options)", "client", "(options)" or "-options". */
static bool read_client(struct rows *out, const char *path, char *word,
                        struct options *common, bool *clients)
{
	struct options o;
	char *open;

	if (*word == '-') {
		read_options(common, word + 1);
		return true;
	}
	o = *common;
	open = strchr(word, '(');
	if (open) {
		*open = '\0';
		read_options(&o, open + 1);
	}
	*clients = true;
	return add(out, path, word, &o);
}

static bool read_line(struct rows *out, struct scan *s)
{
	struct options common = { .root_squash = true };
	bool clients = false;
	char *path = arena_strdup(out->arena, next_word(s));

	if (!path)
		return false;
	while (more(s)) {
		next_word(s);
		if (!buf_ok(&s->word))
			return true;
		if (!read_client(out, path, s->word.data, &common, &clients))
			return false;
	}
	/* A folder alone is offered to everyone. */
	return clients || *path != '/' || add(out, path, "", &common);
}

bool nfs_exports_parse(struct rows *out, const char *text, size_t len)
{
	struct scan s = { .at = text, .end = text + len };
	bool ok = true;

	buf_init(&s.word, WORD_LIMIT);
	while (ok && s.at < s.end) {
		if (more(&s))
			ok = read_line(out, &s);
		while (s.at < s.end && *s.at != '\n')
			s.at++;
		if (s.at < s.end)
			s.at++;
		if (!buf_ok(&s.word)) {
			buf_clear(&s.word);
			buf_init(&s.word, WORD_LIMIT);
		}
	}
	buf_clear(&s.word);
	return ok;
}
