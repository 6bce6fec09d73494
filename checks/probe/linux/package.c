/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/package.h"

#include "core/text.h"

#include <string.h>

#define INFO "/var/lib/dpkg/info"

struct search {
	const struct probe_context *c;
	bool found;
};

/* A line of PACKAGE.list that is not a configuration file or its folder. */
static bool is_program(const char *path)
{
	return path[0] == '/' && strcmp(path, "/.") != 0 &&
	       strcmp(path, "/etc") != 0 && !text_begins(path, "/etc/");
}

/* A package removed but not purged keeps a list of its configuration. */
static bool look(void *ctx, const char *path)
{
	struct search *s = ctx;
	struct buf list;
	char *at;
	char *line;

	buf_init(&list, 4 * TREE_CAP);
	if (tree_read(s->c, path, &list) == TREE_OK) {
		at = list.data;
		while (!s->found && (line = text_line(&at)))
			s->found = is_program(line);
	}
	buf_clear(&list);
	return !s->found;
}

enum tri package_installed(const struct probe_context *c, const char *name)
{
	struct search s = { .c = c };
	char pattern[TREE_PATH];

	if (!tree_exists(c, INFO))
		return TRI_UNKNOWN;
	if (tree_path(pattern, INFO "/%s.list", name))
		tree_glob(c, pattern, look, &s);
	if (!s.found && tree_path(pattern, INFO "/%s:*.list", name))
		tree_glob(c, pattern, look, &s);
	return s.found ? TRI_YES : TRI_NO;
}
