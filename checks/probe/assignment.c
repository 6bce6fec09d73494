/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/assignment.h"

#include "core/text.h"

#include <string.h>

/* "[bin  ] Name" of TeamViewer is the key "Name". */
static const char *bare(const char *key)
{
	const char *end = *key == '[' ? strchr(key, ']') : NULL;

	key = end ? end + 1 : key;
	return key + strspn(key, " \t");
}

static bool is_empty(const char *value)
{
	return !*value || strcmp(value, "\"\"") == 0 ||
	       strcmp(value, "''") == 0;
}

static bool gives(char *line, const char *key, const char *wanted)
{
	char *equals = strchr(line, '=');
	const char *value;

	if (!equals)
		return false;
	*equals = '\0';
	value = text_trim(equals + 1);
	return text_begins(bare(text_trim(line)), key) &&
	       (wanted ? text_begins(value, wanted) : !is_empty(value));
}

bool assignment_find(char *text, const char *key, const char *value)
{
	char *at = text;
	char *line;

	while ((line = text_line(&at)))
		if (gives(line, key, value))
			return true;
	return false;
}
