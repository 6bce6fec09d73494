/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/shell.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define VARIABLES_MAX 500

struct variable {
	const char *name;
	const char *value;
};

/* A script on its way. */
struct reading {
	struct shell *shell;
	const char *at;
	char text[SHELL_WORD]; /* the word so far */
	size_t len;
	bool open;   /* a word has begun, perhaps an empty one */
	bool quoted; /* a quote was in it */
	char *word[SHELL_WORDS];
	size_t words;
	const char *output;
	enum { TO_WORD, TO_OUTPUT, TO_NOWHERE } next; /* where it goes */
	const char *array; /* name of the array being filled */
	bool stop;
	bool (*each)(void *ctx, const struct shell_command *cmd);
	void *ctx;
};

void shell_init(struct shell *s, struct arena *a)
{
	s->arena = a;
	s->commands = 0;
	rows_init(&s->variables, a, sizeof(struct variable));
}

static struct variable *find(const struct shell *s, const char *name)
{
	struct variable *v = s->variables.data;

	for (size_t i = 0; i < s->variables.count; i++)
		if (strcmp(v[i].name, name) == 0)
			return &v[i];
	return NULL;
}

void shell_set(struct shell *s, const char *name, const char *value)
{
	struct variable *v = find(s, name);
	const char *copy = arena_strdup(s->arena, value);

	if (!v && s->variables.count < VARIABLES_MAX)
		v = rows_add(&s->variables);
	if (!v)
		return;
	if (!v->name)
		v->name = arena_strdup(s->arena, name);
	v->value = copy;
	/* Out of memory: forget the row rather than keep half of it. */
	if (!v->name || !v->value) {
		v->name = "";
		v->value = "";
	}
}

const char *shell_get(const struct shell *s, const char *name)
{
	const struct variable *v = find(s, name);

	return v ? v->value : NULL;
}

static bool name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (!first && c >= '0' && c <= '9');
}

static size_t name_length(const char *s)
{
	size_t n = 0;

	while (name_char(s[n], n == 0))
		n++;
	return n;
}

static void put(struct reading *r, char c)
{
	r->open = true;
	if (r->len + 1 < sizeof(r->text))
		r->text[r->len++] = c;
}

static void end_word(struct reading *r)
{
	char *copy;

	if (!r->open)
		return;
	r->text[r->len] = '\0';
	copy = arena_strdup(r->shell->arena, r->text);
	if (copy && r->next == TO_OUTPUT)
		r->output = copy;
	else if (copy && r->next == TO_WORD && r->words < SHELL_WORDS)
		r->word[r->words++] = copy;
	r->next = TO_WORD;
	r->len = 0;
	r->open = false;
	r->quoted = false;
}

/* "NAME=value" sets the variable and is no word of the command. */
static bool assign(struct reading *r, const char *word)
{
	char name[100];
	size_t n = name_length(word);

	if (n == 0 || n >= sizeof(name) || word[n] != '=')
		return false;
	memcpy(name, word, n);
	name[n] = '\0';
	shell_set(r->shell, name, word + n + 1);
	return true;
}

/* The words from the first on, with spaces between, as many as fit. */
static void join_words(const struct reading *r, size_t first,
                       char all[SHELL_WORD])
{
	size_t len = 0;

	all[0] = '\0';
	for (size_t i = first; i < r->words; i++) {
		if (len + strlen(r->word[i]) + 2 > SHELL_WORD)
			break;
		len += (size_t)snprintf(all + len, SHELL_WORD - len, "%s%s",
		                        len ? " " : "", r->word[i]);
	}
}

/* "for d in a b": every value at once, so that "$d" is all of them. */
static void loop(struct reading *r, size_t first)
{
	char all[SHELL_WORD];

	join_words(r, first + 3, all);
	shell_set(r->shell, r->word[first + 1], all);
}

static bool one_of(const char *word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(word, list[i]) == 0)
			return true;
	return false;
}

/* Words before the command itself: "if", "then", "export A=b". */
static size_t skip_keywords(struct reading *r)
{
	static const char *const keyword[] = {
		"if",      "then",    "else",  "elif",  "do",      "done",
		"fi",      "while",   "until", "!",     "{",       "}",
		"time",    "export",  "local", "exec",  "esac",    "readonly",
		"declare", "command", "set",   "nohup", "builtin", "typeset",
	};
	size_t i = 0;

	while (i < r->words && (one_of(r->word[i], keyword,
	                               sizeof(keyword) / sizeof(keyword[0])) ||
	                        assign(r, r->word[i])))
		i++;
	return i;
}

static void end_command(struct reading *r)
{
	struct shell_command cmd = { .output = r->output };
	size_t i;

	end_word(r);
	cmd.output = r->output;
	i = skip_keywords(r);
	if (i + 3 <= r->words && strcmp(r->word[i], "for") == 0) {
		loop(r, i);
	} else if (i < r->words) {
		cmd.word = r->word + i;
		cmd.words = r->words - i;
		if (r->shell->commands++ >= SHELL_COMMANDS ||
		    !r->each(r->ctx, &cmd))
			r->stop = true;
	}
	r->words = 0;
	r->output = NULL;
	r->next = TO_WORD;
}

/* Jump behind the end of "(...)", which starts at r->at. */
static void skip_parens(struct reading *r)
{
	int depth = 0;

	for (; *r->at; r->at++) {
		if (*r->at == '\\' && r->at[1])
			r->at++;
		else if (*r->at == '(')
			depth++;
		else if (*r->at == ')' && --depth == 0) {
			r->at++;
			return;
		}
	}
}

/* A variable's value; unquoted, its spaces part words. */
static void put_value(struct reading *r, const char *value, bool quoted)
{
	if (!value)
		value = "*";
	for (; *value; value++) {
		if (!quoted && (*value == ' ' || *value == '\n'))
			end_word(r);
		else
			put(r, *value);
	}
	if (quoted)
		r->open = true;
}

/* "${NAME}", "${NAME:-other}", "${NAME[@]}"; r->at is behind "${". */
static void braces(struct reading *r, bool quoted)
{
	char name[100];
	size_t n = name_length(r->at);
	size_t end = strcspn(r->at, "}\n");
	const char *value = NULL;

	if (n > 0 && n < sizeof(name)) {
		memcpy(name, r->at, n);
		name[n] = '\0';
		value = shell_get(r->shell, name);
	}
	if (!value && r->at[n] == ':' && r->at[n + 1] == '-' && end > n + 2 &&
	    !memchr(r->at, '$', end)) {
		char other[SHELL_WORD];
		size_t len = end - n - 2;

		if (len < sizeof(other)) {
			memcpy(other, r->at + n + 2, len);
			other[len] = '\0';
			put_value(r, other, quoted);
			r->at += end + (r->at[end] == '}');
			return;
		}
	}
	put_value(r, value, quoted);
	r->at += end + (r->at[end] == '}');
}

/* What a "$" stands for; r->at is behind it. */
static void dollar(struct reading *r, bool quoted)
{
	char name[100];
	size_t n = name_length(r->at);

	if (*r->at == '(') {
		skip_parens(r);
		put(r, '*');
	} else if (*r->at == '{') {
		r->at++;
		braces(r, quoted);
	} else if (n > 0) {
		const char *value = NULL;

		if (n < sizeof(name)) {
			memcpy(name, r->at, n);
			name[n] = '\0';
			value = shell_get(r->shell, name);
		}
		r->at += n;
		put_value(r, value, quoted);
	} else if (*r->at && strchr("@*#?!$-0123456789", *r->at)) {
		r->at++;
		put(r, '*');
	} else {
		put(r, '$');
	}
}

static void backtick(struct reading *r)
{
	r->at++;
	while (*r->at && *r->at != '`')
		r->at++;
	r->at += *r->at == '`';
	put(r, '*');
}

static void single_quotes(struct reading *r)
{
	r->open = true;
	r->quoted = true;
	for (r->at++; *r->at && *r->at != '\''; r->at++)
		put(r, *r->at);
	r->at += *r->at == '\'';
}

static void double_quotes(struct reading *r)
{
	r->open = true;
	r->quoted = true;
	r->at++;
	while (*r->at && *r->at != '"') {
		if (*r->at == '$') {
			r->at++;
			dollar(r, true);
		} else if (*r->at == '`') {
			backtick(r);
		} else {
			if (*r->at == '\\' && r->at[1] &&
			    strchr("\"\\$`\n", r->at[1]))
				r->at++;
			put(r, *r->at++);
		}
	}
	r->at += *r->at == '"';
}

/* "<<EOF": jump over the lines up to EOF. r->at is behind "<<". */
static void heredoc(struct reading *r)
{
	char end[100];
	size_t n;

	r->at += *r->at == '-';
	r->at += strspn(r->at, " \t'\"\\");
	n = strcspn(r->at, " \t\n;'\"|&>");
	if (n == 0 || n >= sizeof(end))
		return;
	memcpy(end, r->at, n);
	end[n] = '\0';
	r->at += strcspn(r->at, "\n");
	end_command(r);
	while (*r->at) {
		size_t line;

		r->at += *r->at == '\n';
		line = strcspn(r->at, "\n");
		if (line == n && memcmp(r->at, end, n) == 0) {
			r->at += line;
			return;
		}
		r->at += line;
	}
}

/* ">", ">>", "2>", "&>", ">&2", "<"; r->at is on the sign. */
static void redirect(struct reading *r)
{
	bool errors = r->len == 1 && r->text[0] == '2' && r->open;
	bool input = *r->at == '<';

	if (r->open && !r->quoted && r->len == 1 && r->text[0] >= '0' &&
	    r->text[0] <= '9') {
		r->len = 0;
		r->open = false;
	}
	end_word(r);
	if (r->at[0] == '<' && r->at[1] == '<' && r->at[2] != '<') {
		r->at += 2;
		heredoc(r);
		return;
	}
	r->at += strspn(r->at, "<>|");
	if (*r->at == '&') {
		/* ">&1" goes where something else goes already. */
		r->at++;
		r->at += strspn(r->at, "0123456789-");
		return;
	}
	r->next = input || errors ? TO_NOWHERE : TO_OUTPUT;
	r->at += strspn(r->at, " \t");
}

/* "NAME=(": what follows, up to ")", is the value of NAME. */
static bool open_array(struct reading *r)
{
	size_t n;

	r->text[r->len] = '\0';
	n = name_length(r->text);
	if (!r->open || r->quoted || n == 0 || n + 1 != r->len ||
	    r->text[n] != '=' || r->array)
		return false;
	r->text[n] = '\0';
	r->array = arena_strdup(r->shell->arena, r->text);
	r->len = 0;
	r->open = false;
	end_command(r);
	return r->array != NULL;
}

static void close_array(struct reading *r)
{
	char all[SHELL_WORD];

	end_word(r);
	join_words(r, 0, all);
	shell_set(r->shell, r->array, all);
	r->array = NULL;
	r->words = 0;
}

/* A character that may end a word or a command. */
static void separator(struct reading *r)
{
	char c = *r->at;

	if (c == '(' && open_array(r)) {
		r->at++;
	} else if (r->array && (c == ')' || c == '\n')) {
		r->at++;
		if (c == ')')
			close_array(r);
		else
			end_word(r);
	} else if (c == ' ' || c == '\t' || c == '\r') {
		r->at++;
		end_word(r);
	} else if (c == '<' || c == '>' || (c == '&' && r->at[1] == '>')) {
		r->at += c == '&';
		redirect(r);
	} else {
		r->at++;
		end_command(r);
	}
}

void shell_read(struct shell *s, const char *text,
                bool (*each)(void *ctx, const struct shell_command *cmd),
                void *ctx)
{
	struct reading r = { .shell = s, .at = text, .each = each };

	r.ctx = ctx;
	while (*r.at && !r.stop) {
		char c = *r.at;

		if (c == '#' && !r.open) {
			r.at += strcspn(r.at, "\n");
		} else if (c == '\\' && r.at[1] == '\n') {
			r.at += 2;
		} else if (c == '\\' && r.at[1]) {
			put(&r, r.at[1]);
			r.at += 2;
		} else if (c == '\'') {
			single_quotes(&r);
		} else if (c == '"') {
			double_quotes(&r);
		} else if (c == '$') {
			r.at++;
			dollar(&r, false);
		} else if (c == '`') {
			backtick(&r);
		} else if (strchr(" \t\r\n;&|()<>", c)) {
			separator(&r);
		} else if (c == '~' && !r.open && strchr("/ \t\n;", r.at[1])) {
			put_value(&r, shell_get(s, "HOME"), true);
			r.at++;
		} else {
			put(&r, c);
			r.at++;
		}
	}
	if (!r.stop)
		end_command(&r);
}
