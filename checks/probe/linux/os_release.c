/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/os_release.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define VALUE 512 /* bytes of a value that are looked at */

/* A place in the text and its end. */
struct cursor {
	const char *at;
	const char *end;
};

static bool more(const struct cursor *c)
{
	return c->at < c->end && *c->at != '\n' && *c->at != '\0';
}

static void next_line(struct cursor *c)
{
	while (c->at < c->end && *c->at != '\n')
		c->at++;
	if (c->at < c->end)
		c->at++;
}

/* The name before "=", or false when the line is something else. */
static bool read_name(struct cursor *c, char *name, size_t size)
{
	size_t n = 0;

	while (more(c) && (*c->at == ' ' || *c->at == '\t'))
		c->at++;
	while (more(c) && *c->at != '=') {
		if (n + 1 >= size || *c->at == '#')
			return false;
		name[n++] = *c->at++;
	}
	name[n] = '\0';
	if (!more(c) || n == 0)
		return false;
	c->at++;
	return true;
}

/*
 * The value as a shell would take it: parts in single or double quotes or
 * bare, a backslash before what it keeps.
 */
static void read_value(struct cursor *c, char *value, size_t size)
{
	char quote = '\0';
	size_t n = 0;

	for (; more(c); c->at++) {
		char ch = *c->at;

		if (ch == '\\' && quote != '\'' && c->at + 1 < c->end &&
		    c->at[1] != '\n' && c->at[1] != '\0')
			ch = *++c->at;
		else if (quote && ch == quote) {
			quote = '\0';
			continue;
		} else if (!quote && (ch == '"' || ch == '\'')) {
			quote = ch;
			continue;
		} else if (!quote && (ch == ' ' || ch == '\t' || ch == '\r'))
			break;
		if (n + 1 < size)
			value[n++] = ch;
	}
	value[n] = '\0';
}

static void take(struct os_release *out, const char *name, const char *value)
{
	struct {
		const char *name;
		char *to;
		size_t size;
	} const known[] = {
		{ "ID", out->id, sizeof(out->id) },
		{ "ID_LIKE", out->id_like, sizeof(out->id_like) },
		{ "VERSION_ID", out->version_id, sizeof(out->version_id) },
		{ "VARIANT_ID", out->variant_id, sizeof(out->variant_id) },
		{ "PRETTY_NAME", out->name, sizeof(out->name) },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i].name) == 0)
			text_clean(known[i].to, known[i].size, value);
}

bool os_release_parse(struct os_release *out, const char *text, size_t len)
{
	struct cursor c = { text, text + len };
	char plain[sizeof(out->name)] = "";
	bool any = false;

	memset(out, 0, sizeof(*out));
	while (c.at < c.end) {
		char name[64];
		char value[VALUE];

		if (read_name(&c, name, sizeof(name))) {
			read_value(&c, value, sizeof(value));
			take(out, name, value);
			if (strcmp(name, "NAME") == 0)
				text_clean(plain, sizeof(plain), value);
			any = true;
		}
		next_line(&c);
	}
	if (!out->name[0])
		memcpy(out->name, plain, sizeof(plain));
	if (!out->id[0])
		snprintf(out->id, sizeof(out->id), "linux");
	return any;
}
