/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/apt_conf.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DEPTH 16

enum token { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_MARK };

struct parser {
	const char *at;
	const char *end;
	char text[APT_CONF_TEXT]; /* of the last word or string */
	char mark;                /* "{", "}" or ";" */
	char scope[APT_CONF_TEXT];
	size_t start[DEPTH]; /* length of scope outside each brace */
	size_t depth;
	size_t lost; /* braces too deep to be followed */
	void (*each)(void *ctx, const char *name, const char *value);
	void *ctx;
};

static void skip_line(struct parser *p)
{
	while (p->at < p->end && *p->at != '\n')
		p->at++;
}

static bool begins(const struct parser *p, const char *s)
{
	size_t n = strlen(s);

	return (size_t)(p->end - p->at) >= n && memcmp(p->at, s, n) == 0;
}

static void skip_comment(struct parser *p)
{
	for (p->at += 2; p->at < p->end; p->at++)
		if (begins(p, "*/")) {
			p->at += 2;
			return;
		}
}

/* Pass over white space and comments; "#clear" is no comment. */
static void skip_blank(struct parser *p)
{
	while (p->at < p->end) {
		if (strchr(" \t\r\n\f\v", *p->at) || *p->at == '\0')
			p->at++;
		else if (begins(p, "//") ||
		         (*p->at == '#' && !begins(p, "#clear")))
			skip_line(p);
		else if (begins(p, "/*"))
			skip_comment(p);
		else
			return;
	}
}

static enum token read_string(struct parser *p)
{
	size_t n = 0;

	for (p->at++; p->at < p->end && *p->at != '"'; p->at++)
		if (n + 1 < sizeof(p->text))
			p->text[n++] = *p->at ? *p->at : ' ';
	if (p->at < p->end)
		p->at++;
	p->text[n] = '\0';
	return TOKEN_STRING;
}

static enum token next(struct parser *p)
{
	size_t n = 0;

	skip_blank(p);
	if (p->at >= p->end)
		return TOKEN_END;
	if (*p->at == '"')
		return read_string(p);
	if (strchr("{};", *p->at)) {
		p->mark = *p->at++;
		return TOKEN_MARK;
	}
	for (; p->at < p->end && !strchr("{};\" \t\r\n\f\v", *p->at); p->at++)
		if (n + 1 < sizeof(p->text))
			p->text[n++] = *p->at;
	p->text[n] = '\0';
	return TOKEN_WORD;
}

static void name_of(const struct parser *p, const char *word, char *out)
{
	const char *between = p->scope[0] ? "::" : "";

	if (snprintf(out, APT_CONF_TEXT, "%s%s%s", p->scope, between, word) >=
	    APT_CONF_TEXT)
		out[0] = '\0'; /* a cut name would be another name */
}

static void enter(struct parser *p, const char *name)
{
	if (p->lost || p->depth == DEPTH) {
		p->lost++;
		return;
	}
	p->start[p->depth++] = strlen(p->scope);
	memmove(p->scope, name, strlen(name) + 1);
}

static void leave(struct parser *p)
{
	if (p->lost)
		p->lost--;
	else if (p->depth)
		p->scope[p->start[--p->depth]] = '\0';
}

static void emit(struct parser *p, const char *name, const char *value)
{
	if (!p->lost && name[0])
		p->each(p->ctx, name, value);
}

/* "#clear NAME NAME;" */
static void read_clear(struct parser *p)
{
	char name[APT_CONF_TEXT];

	while (next(p) == TOKEN_WORD) {
		name_of(p, p->text, name);
		emit(p, name, NULL);
	}
}

/* What follows a word: its value, its braces or nothing. */
static void read_setting(struct parser *p)
{
	char name[APT_CONF_TEXT];
	enum token t;

	name_of(p, p->text, name);
	t = next(p);
	if (t == TOKEN_STRING || t == TOKEN_WORD) {
		emit(p, name, p->text);
		t = next(p);
	}
	if (t == TOKEN_MARK && p->mark == '{')
		enter(p, name);
	else if (t == TOKEN_MARK && p->mark == '}')
		leave(p);
}

void apt_conf_parse(const char *text, size_t len,
                    void (*each)(void *ctx, const char *name,
                                 const char *value),
                    void *ctx)
{
	struct parser p = { .at = text, .end = text + len };
	char name[APT_CONF_TEXT];
	enum token t;

	p.each = each;
	p.ctx = ctx;
	while ((t = next(&p)) != TOKEN_END) {
		if (t == TOKEN_WORD && strcmp(p.text, "#clear") == 0) {
			read_clear(&p);
		} else if (t == TOKEN_WORD) {
			read_setting(&p);
		} else if (t == TOKEN_STRING) {
			name_of(&p, "", name);
			emit(&p, name, p.text);
		} else if (p.mark == '{') {
			enter(&p, p.scope);
		} else if (p.mark == '}') {
			leave(&p);
		}
	}
}

bool apt_conf_reads(const char *name)
{
	static const char *const letters =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	const char *dot = strrchr(name, '.');

	if (name[0] == '.' || name[strspn(name, letters)] != '\0')
		return false;
	return !dot || strcmp(dot, ".conf") == 0;
}
