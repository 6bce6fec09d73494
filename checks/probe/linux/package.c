/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/package.h"

#include "checks/probe/linux/dpkg.h"
#include "core/text.h"

#include <fnmatch.h>
#include <string.h>

#define INFO "/var/lib/dpkg/info"

struct search {
	const struct probe_context *c;
	const char *name;
	bool found;
};

/* A line of PACKAGE.list that is not a configuration file or its folder. */
static bool is_program(const char *path)
{
	return path[0] == '/' && strcmp(path, "/.") != 0 &&
	       strcmp(path, "/etc") != 0 && !text_begins(path, "/etc/");
}

/* A package removed but not purged keeps a list of its configuration. */
static void look(struct search *s, const char *path)
{
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
}

/* Names with a pattern are looked for among all packages. */
static bool look_name(void *ctx, const struct dpkg_package *p)
{
	struct search *s = ctx;

	s->found = fnmatch(s->name, p->name, 0) == 0 && dpkg_installed(p);
	return !s->found;
}

enum tri package_installed(const struct probe_context *c, const char *name)
{
	static const char *const suffixes[] = { "", ":amd64", ":arm64", ":i386",
		                                ":armhf" };
	struct search s = { .c = c, .name = name };
	char path[TREE_PATH];
	struct err e;

	if (!tree_exists(c, INFO))
		return TRI_UNKNOWN;
	if (strpbrk(name, "*?[")) {
		if (tree_path(path, "%s/var/lib/dpkg/status", c->root))
			dpkg_read(path, look_name, &s, &e);
		return s.found ? TRI_YES : TRI_NO;
	}
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (!s.found &&
		    tree_path(path, INFO "/%s%s.list", name, suffixes[i]))
			look(&s, path);
	return s.found ? TRI_YES : TRI_NO;
}
