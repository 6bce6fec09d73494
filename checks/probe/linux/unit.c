/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/unit.h"

#include <string.h>

/* Where units are, the first that has it wins. */
static const char *const folders[] = {
	"/etc/systemd/system",           "/run/systemd/system",
	"/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
	"/lib/systemd/system",           "/run/systemd/generator",
	"/run/systemd/generator.late",
};

#define FOLDERS (sizeof(folders) / sizeof(folders[0]))

/* Whether anything matches FOLDER + BETWEEN + NAME. */
static bool any(const struct probe_context *c, const char *folder,
                const char *between, const char *name)
{
	char pattern[TREE_PATH];
	bool there = false;

	if (tree_path(pattern, "%s%s%s", folder, between, name))
		tree_match(c, pattern, &there);
	return there;
}

static bool masked(const struct probe_context *c, const char *folder,
                   const char *name)
{
	char path[TREE_PATH];
	char target[TREE_PATH];

	return tree_path(path, "%s/%s", folder, name) &&
	       tree_link(c, path, target) == TREE_OK &&
	       strcmp(target, "/dev/null") == 0;
}

enum unit_state unit_state(const struct probe_context *c, const char *name)
{
	bool there = false;

	/* Only the administrator's two folders may mask. */
	if (masked(c, folders[0], name) || masked(c, folders[1], name))
		return UNIT_MASKED;
	for (size_t i = 0; i < FOLDERS; i++) {
		if (any(c, folders[i], "/*.wants/", name) ||
		    any(c, folders[i], "/*.requires/", name))
			return UNIT_ENABLED;
		there = there || any(c, folders[i], "/", name);
	}
	return there ? UNIT_DISABLED : UNIT_ABSENT;
}

bool unit_exists(const struct probe_context *c, const char *name)
{
	for (size_t i = 0; i < FOLDERS; i++)
		if (any(c, folders[i], "/", name))
			return true;
	return false;
}

enum tri unit_running(const struct probe_context *c, const char *name)
{
	static const char *const groups[] = {
		"/sys/fs/cgroup/system.slice",
		"/sys/fs/cgroup/systemd/system.slice",
	};
	bool systemd = false;

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (!tree_exists(c, groups[i]))
			continue;
		systemd = true;
		/* Instances live one slice deeper: system-clamd.slice. */
		if (any(c, groups[i], "/", name) ||
		    any(c, groups[i], "/*.slice/", name))
			return TRI_YES;
	}
	return systemd ? TRI_NO : TRI_UNKNOWN;
}
