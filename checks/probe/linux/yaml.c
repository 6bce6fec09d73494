/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/yaml.h"

#include "core/text.h"

#include <string.h>

/* A value without its quotes or its comment, in place. */
static char *clean(char *s)
{
	s = text_trim(s);
	if (s[0] == '"' || s[0] == '\'') {
		char *end = strchr(s + 1, s[0]);

		if (end)
			*end = '\0';
		return s + 1;
	}
	for (char *p = s; *p; p++)
		if (*p == '#' && (p == s || p[-1] == ' ' || p[-1] == '\t')) {
			*p = '\0';
			break;
		}
	return text_trim(s);
}

/* Where the key ends: ": ", ":" at the end, or " = "; NULL if it has none. */
static char *key_end(char *s)
{
	if (s[0] == '"' || s[0] == '\'' || s[0] == '[' || s[0] == '{')
		return NULL;
	for (char *p = s; *p; p++) {
		if (*p == ':' && (p[1] == ' ' || p[1] == '\0'))
			return p;
		if (*p == '=' && p > s && (p[-1] == ' ' || p[1] == ' '))
			return p;
		if (*p == ' ' && p[1] != '=')
			return NULL;
	}
	return NULL;
}

bool yaml_next(char **cursor, struct yaml_line *l)
{
	char *line;

	while ((line = text_line(cursor))) {
		char *start = text_trim(line);
		char *end;

		if (!start[0] || start[0] == '#' || strcmp(start, "---") == 0)
			continue;
		l->indent = (size_t)(start - line);
		l->item = start[0] == '-' && (start[1] == ' ' || !start[1]);
		if (l->item)
			start = text_trim(start + 1);
		end = key_end(start);
		l->key = NULL;
		if (end) {
			*end = '\0';
			l->key = text_trim(start);
			start = end + 1;
		}
		l->value = clean(start);
		return true;
	}
	return false;
}

char *yaml_entry(char **cursor)
{
	char *entry = *cursor;
	size_t n;

	if (!entry)
		return NULL;
	entry += strspn(entry, "[ \t");
	if (!entry[0] || entry[0] == ']')
		return NULL;
	n = strcspn(entry, ",]");
	*cursor = entry[n] == ',' ? entry + n + 1 : NULL;
	entry[n] = '\0';
	return clean(entry);
}
