/* SPDX-License-Identifier: Apache-2.0 */
#include "core/place.h"

#include "core/file.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096

const char *place_program(struct arena *a)
{
	char path[PATH_BYTES];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	slash[slash == path] = '\0';
	return arena_strdup(a, path);
}

bool place_is_installed(const char *folder, struct arena *a)
{
	static const char *const folders[] = { "/usr/", "/bin", "/sbin",
		                               "/nix/", "/snap/" };

	(void)a;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (text_begins(folder, folders[i]))
			return true;
	return false;
}

const char *place_inside(struct arena *a, const char *folder, const char *name)
{
	return arena_fmt(a, "%s/%s", folder, name);
}

/* A folder named by the environment, if it is an absolute path. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] == '/' ? value : NULL;
}

const char *place_data(struct arena *a)
{
	const char *data = variable("XDG_DATA_HOME");
	const char *home = variable("HOME");

	if (data)
		return arena_fmt(a, "%s/garde", data);
	if (home)
		return arena_fmt(a, "%s/.local/share/garde", home);
	return NULL;
}

const char *place_temporary(struct arena *a)
{
	const char *folder = variable("TMPDIR");

	return arena_fmt(a, "%s/garde-%ld", folder ? folder : "/tmp",
	                 (long)getuid());
}

bool place_make_private(const char *folder, struct err *e)
{
	mode_t mask = umask(077);
	bool made = file_mkdir(folder, e);
	struct stat st;

	umask(mask);
	if (!made)
		return false;
	if (lstat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
		return err_set(e, "%s is not a folder", folder);
	if (st.st_uid != geteuid())
		return err_set(e, "%s belongs to somebody else", folder);
	if (st.st_mode & 077 && chmod(folder, 0700) != 0)
		return err_set(e, "%s is open to others", folder);
	return true;
}

int64_t place_user(void)
{
	const char *name = getenv("SUDO_UID");
	int64_t uid;

	if (getuid() == 0 && name && text_int(name, 0, UINT32_MAX, &uid))
		return uid;
	return (int64_t)getuid();
}

void place_guard(const char *folder)
{
	struct stat st;
	mode_t mask = 077;

	if (folder && stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
		mask &= ~st.st_mode;
	umask(mask);
}
