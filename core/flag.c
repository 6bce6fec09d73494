/* SPDX-License-Identifier: Apache-2.0 */
#include "core/flag.h"

#include "core/text.h"

#include <string.h>

#define NAME 64 /* bytes of a name that can be meant */
#define MOST 64 /* rows of a table */

/* Where a command line is being read. */
struct cursor {
	const struct flag *list;
	size_t count;
	char **argv; /* what is left, NULL at its end */
	struct flag_line *out;
	struct flag_problem *p;
	struct arena *arena;
};

static bool blame(struct cursor *c, enum flag_fault fault, const char *word)
{
	c->p->fault = word ? fault : FLAG_NO_MEMORY;
	c->p->word = word;
	return false;
}

/* What a name begins, when it begins one alone; else what looks like it. */
static const char *find_meant(const struct cursor *c, const char *name)
{
	const char *names[MOST];
	const char *begun = NULL;
	size_t n = 0;

	for (; n < c->count && n < MOST; n++) {
		names[n] = c->list[n].name;
		if (!text_begins(names[n], name))
			continue;
		if (begun)
			break;
		begun = names[n];
	}
	if (begun && n == c->count)
		return begun;
	for (n = 0; n < c->count && n < MOST; n++)
		names[n] = c->list[n].name;
	return text_nearest(name, names, n);
}

static bool blame_name(struct cursor *c, const char *word)
{
	char name[NAME];
	const char *meant;
	size_t len = strcspn(word + 2, "=");

	if (len < sizeof(name)) {
		memcpy(name, word + 2, len);
		name[len] = '\0';
		meant = find_meant(c, name);
		if (meant)
			c->p->nearest = arena_fmt(c->arena, "--%s", meant);
	}
	return blame(c, FLAG_UNKNOWN, word);
}

static bool read_name(struct cursor *c, const char *word)
{
	const char *equals = strchr(word, '=');
	size_t len = equals ? (size_t)(equals - word) - 2 : strlen(word + 2);
	size_t i = 0;

	while (i < c->count && (strncmp(c->list[i].name, word + 2, len) != 0 ||
	                        c->list[i].name[len] != '\0'))
		i++;
	if (i == c->count)
		return blame_name(c, word);
	if (!c->list[i].takes) {
		c->out->value[i] = "";
		return !equals || blame(c, FLAG_REFUSES, word);
	}
	c->out->value[i] = equals ? equals + 1 : *c->argv;
	if (!c->out->value[i])
		return blame(c, FLAG_NEEDS, word);
	if (!equals)
		c->argv++;
	return true;
}

/* "-qo FILE", "-oFILE". */
static bool read_letters(struct cursor *c, const char *word)
{
	for (const char *letter = word + 1; *letter; letter++) {
		size_t i = 0;

		while (i < c->count && c->list[i].letter != *letter)
			i++;
		if (i == c->count)
			return blame(c, FLAG_UNKNOWN,
			             arena_fmt(c->arena, "-%c", *letter));
		c->out->value[i] = "";
		if (!c->list[i].takes)
			continue;
		c->out->value[i] = letter[1] ? letter + 1 : *c->argv;
		if (!c->out->value[i])
			return blame(c, FLAG_NEEDS,
			             arena_fmt(c->arena, "-%c", *letter));
		if (!letter[1])
			c->argv++;
		break;
	}
	return true;
}

static bool read_all(struct cursor *c)
{
	while (*c->argv) {
		const char *word = *c->argv++;
		bool ok = true;

		if (strcmp(word, "--") == 0)
			break;
		if (text_begins(word, "--"))
			ok = read_name(c, word);
		else if (word[0] == '-' && word[1])
			ok = read_letters(c, word);
		else
			c->out->operand[c->out->operands++] = word;
		if (!ok)
			return false;
	}
	while (*c->argv)
		c->out->operand[c->out->operands++] = *c->argv++;
	return true;
}

bool flag_parse(struct flag_line *out, const struct flag *list, size_t count,
                int argc, char **argv, struct arena *a, struct flag_problem *p)
{
	struct cursor c = { .list = list,
		            .count = count,
		            .argv = argv + (argc > 0),
		            .out = out,
		            .p = p,
		            .arena = a };

	*p = (struct flag_problem){ .fault = FLAG_NO_MEMORY };
	out->operands = 0;
	out->operand = arena_alloc(a, (size_t)argc + 1, sizeof(*out->operand));
	if (!out->operand || !read_all(&c))
		return false;
	p->fault = FLAG_FINE;
	return true;
}
