/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/ruleset.h"

#include "core/text.h"

#include <stddef.h>
#include <string.h>

#define WORD 64

/* Words of nft's language; ";" and a line's end both end a statement. */
struct scan {
	const char *at;
	char word[WORD]; /* "" at the end; "\n" for the end of a statement */
};

static void skip_string(struct scan *s)
{
	for (s->at++; *s->at && *s->at != '"'; s->at++)
		;
	if (*s->at)
		s->at++;
	memcpy(s->word, "\"", sizeof("\""));
}

static bool next(struct scan *s)
{
	size_t n = 0;

	for (;;) {
		s->at += strspn(s->at, " \t\r");
		if (s->at[0] == '\\' && s->at[1] == '\n')
			s->at += 2;
		else if (*s->at == '#')
			s->at += strcspn(s->at, "\n");
		else
			break;
	}
	if (*s->at == '"') {
		skip_string(s);
		return true;
	}
	if (*s->at && strchr(";\n{}", *s->at)) {
		char c = *s->at++;

		s->word[0] = c == ';' ? '\n' : c;
		s->word[1] = '\0';
		return true;
	}
	for (; *s->at && !strchr(" \t\r\n;{}\"#", *s->at); s->at++)
		if (n + 1 < sizeof(s->word))
			s->word[n++] = *s->at;
	s->word[n] = '\0';
	return n > 0;
}

static bool is(const struct scan *s, const char *word)
{
	return strcmp(s->word, word) == 0;
}

static bool refuses(const struct scan *s)
{
	return is(s, "drop") || is(s, "reject");
}

/* A chain that is being read. */
struct chain {
	bool filter; /* "type filter" */
	bool input;  /* "hook input" */
	bool closed; /* its policy, or a rule for all, refuses */
};

/* Skip what every packet passes: counters, logs, limits of the log. */
static bool passes(const struct scan *s)
{
	static const char *const words[] = { "counter", "packets", "bytes",
		                             "log",     "prefix",  "\"" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (is(s, words[i]))
			return true;
	return s->word[0] >= '0' && s->word[0] <= '9';
}

/* One statement; the scan stands on its first word and ends behind it. */
static void read_statement(struct scan *s, struct chain *c)
{
	bool all = true; /* no condition so far */
	int depth = 0;

	do {
		if (is(s, "{"))
			depth++;
		else if (is(s, "}") && depth-- == 0)
			return;
		else if (is(s, "\n") && depth == 0)
			return;
		else if (is(s, "type") && next(s))
			c->filter = c->filter || is(s, "filter");
		else if (is(s, "hook") && next(s))
			c->input = c->input || is(s, "input");
		else if (is(s, "policy") && next(s))
			c->closed = c->closed || is(s, "drop");
		else if (refuses(s) && all)
			c->closed = true;
		else if (is(s, "level") || is(s, "flags"))
			(void)next(s);
		else if (!passes(s))
			all = false;
	} while (next(s));
}

/* The chain between braces; the scan stands on the first. */
static bool read_chain(struct scan *s)
{
	struct chain c = { .filter = false };

	while (next(s) && !is(s, "}")) {
		read_statement(s, &c);
		if (is(s, "}"))
			break;
	}
	return c.filter && c.input && c.closed;
}

bool ruleset_nft(const char *text)
{
	struct scan s = { .at = text };
	bool on = false;

	while (next(&s)) {
		if (!is(&s, "chain"))
			continue;
		/* "chain NAME {" or "chain inet filter input {" */
		while (next(&s) && !is(&s, "{") && !is(&s, "\n"))
			;
		if (is(&s, "{") && read_chain(&s))
			on = true;
	}
	return on;
}

/* "-A INPUT -j DROP", maybe with a comment, but with no condition. */
static bool refuses_all(char *rule)
{
	char *word;

	while ((word = text_word(&rule))) {
		if (strcmp(word, "-j") == 0) {
			word = text_word(&rule);
			return word && (strcmp(word, "DROP") == 0 ||
			                strcmp(word, "REJECT") == 0);
		}
		return false;
	}
	return false;
}

bool ruleset_iptables(const char *text)
{
	bool filter = false;
	bool on = false;

	while (*text) {
		char line[512];
		size_t n = strcspn(text, "\n");
		size_t keep = n < sizeof(line) ? n : sizeof(line) - 1;

		memcpy(line, text, keep);
		line[keep] = '\0';
		text += n + (text[n] != '\0');
		if (line[0] == '*')
			filter = text_begins(line, "*filter");
		else if (filter && (text_begins(line, ":INPUT DROP") ||
		                    text_begins(line, ":INPUT REJECT")))
			on = true;
		else if (filter && text_begins(line, "-A INPUT "))
			on = on || refuses_all(line + strlen("-A INPUT "));
	}
	return on;
}
