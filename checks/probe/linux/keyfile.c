/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/keyfile.h"

#include "core/text.h"

#include <string.h>

void keyfile_init(struct keyfile *k, char *text)
{
	*k = (struct keyfile){ .at = text, .group = "" };
}

bool keyfile_next(struct keyfile *k)
{
	char *line;

	while ((line = text_line(&k->at))) {
		char *equals;
		char *end;

		line = text_trim(line);
		end = strrchr(line, ']');
		if (*line == '[' && end) {
			*end = '\0';
			k->group = text_trim(line + 1);
			continue;
		}
		equals = strchr(line, '=');
		if (*line == '#' || *line == ';' || *line == '[' || !equals)
			continue;
		*equals = '\0';
		k->key = text_trim(line);
		k->value = text_trim(equals + 1);
		return true;
	}
	return false;
}
