/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/command_line.h"

#include "core/buf.h"
#include "core/text.h"

#include <string.h>

#define LINE_BYTES 4096 /* of one line, with its variables put in */
#define VARIABLES  64

struct variable {
	const char *name;
	const char *value;
};

struct script {
	struct arena *arena;
	struct variable variable[VARIABLES];
	size_t variables;
};

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void command_line_split(const char *text, struct arena *a,
                        struct command_line *out)
{
	const char *p = text;

	out->words = 0;
	while (out->words < COMMAND_LINE_WORDS) {
		bool quoted = false;
		size_t n = 0;
		char *word;

		while (blank(*p))
			p++;
		if (!*p || !(word = arena_alloc(a, strlen(p) + 1, 1)))
			return;
		for (; *p && (quoted || !blank(*p)); p++) {
			if (*p == '"')
				quoted = !quoted;
			else
				word[n++] = *p;
		}
		word[n] = '\0';
		out->word[out->words++] = word;
	}
}

const char *command_line_program(const char *word, struct arena *a)
{
	static const char *const endings[] = { ".exe", ".cmd", ".bat", ".com" };
	const char *base = word;
	size_t n;
	char *name;

	for (const char *p = word; *p; p++)
		if (*p == '\\' || *p == '/')
			base = p + 1;
	name = arena_strdup(a, base);
	n = name ? strlen(name) : 0;
	for (size_t i = 0; n > 4 && i < 4; i++)
		if (text_same(name + n - 4, endings[i])) {
			name[n - 4] = '\0';
			break;
		}
	return name ? name : "";
}

static const char *value_of(const struct script *s, const char *name, size_t n)
{
	for (size_t i = s->variables; i-- > 0;) {
		const struct variable *v = &s->variable[i];

		if (strlen(v->name) == n) {
			bool same = true;

			for (size_t k = 0; k < n && same; k++)
				same = (v->name[k] | 0x20) == (name[k] | 0x20);
			if (same)
				return v->value;
		}
	}
	return NULL;
}

/* The line with what its variables stand for. */
static const char *put_in(const struct script *s, const char *line)
{
	struct buf out;
	const char *text;

	buf_init(&out, LINE_BYTES);
	for (const char *p = line; *p; p++) {
		const char *end = *p == '%' ? strchr(p + 1, '%') : NULL;
		const char *value =
		    end ? value_of(s, p + 1, (size_t)(end - p - 1)) : NULL;

		if (value) {
			buf_str(&out, value);
			p = end;
		} else {
			buf_char(&out, *p);
		}
	}
	text = buf_ok(&out) ? arena_strdup(s->arena, buf_text(&out)) : NULL;
	buf_clear(&out);
	return text;
}

/* "set NAME=VALUE", 'set "NAME=VALUE"' */
static bool read_set(struct script *s, char *line)
{
	char *name = line, *value;
	size_t n;

	if (!text_like("set *", line))
		return false;
	name = text_trim(line + 4);
	if (*name == '"')
		name++;
	value = strchr(name, '=');
	if (!value || value == name || *name == '/' ||
	    s->variables == VARIABLES)
		return true;
	*value++ = '\0';
	n = strlen(value);
	if (n > 0 && value[n - 1] == '"' && strchr(value, '"') == value + n - 1)
		value[n - 1] = '\0';
	s->variable[s->variables].name = text_trim(name);
	s->variable[s->variables++].value = value;
	return true;
}

static bool is_comment(const char *line)
{
	return line[0] == ':' || line[0] == '#' || text_same(line, "rem") ||
	       text_like("rem *", line) || text_like("echo *", line) ||
	       text_like("echo.*", line);
}

/* The next command of *cursor, ended in place where "&" or "|" begins the one
   behind it. */
static char *next_command(char **cursor)
{
	char *start = *cursor;
	bool quoted = false;

	if (!start || !*start)
		return NULL;
	for (char *p = start; *p; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (!quoted && (*p == '&' || *p == '|')) {
			*p = '\0';
			*cursor = p + 1;
			return start;
		}
	}
	*cursor = NULL;
	return start;
}

static bool read_line(struct script *s, char *line,
                      bool (*each)(void *ctx, const struct command_line *line),
                      void *ctx)
{
	char *cursor, *part;
	const char *full;

	line = text_trim(line);
	while (*line == '@')
		line = text_trim(line + 1);
	if (!*line || is_comment(line))
		return true;
	full = put_in(s, line);
	cursor = full ? arena_strdup(s->arena, full) : NULL;
	while ((part = next_command(&cursor))) {
		struct command_line c;

		part = text_trim(part);
		if (!*part || read_set(s, part))
			continue;
		command_line_split(part, s->arena, &c);
		if (c.words > 0 && !each(ctx, &c))
			return false;
	}
	return true;
}

void command_line_script(const char *text, struct arena *a,
                         bool (*each)(void *ctx,
                                      const struct command_line *line),
                         void *ctx)
{
	struct script s = { .arena = a };
	char *cursor = arena_strdup(a, text);
	char *line;

	for (int i = 0;
	     i < COMMAND_LINE_LINES && cursor && (line = text_line(&cursor));
	     i++)
		if (strlen(line) < LINE_BYTES &&
		    !read_line(&s, line, each, ctx))
			return;
}
