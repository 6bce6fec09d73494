/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order_state.h"

#include "core/file.h"
#include "core/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INSTALLED "/var/lib/garde-coordinator"
#define BESIDE    "garde-coordinator.state"
#define DEPTH     4 /* folders in each other that the state has at most */

static const char *choose(const struct order_line *line)
{
	const char *named = line->value[ORDER_STATE];
	const char *given = getenv("STATE_DIRECTORY");

	if (named && named[0])
		return named;
	if (given && given[0] == '/')
		return given;
	return file_exists(INSTALLED) ? INSTALLED : BESIDE;
}

/* Whether the folder may be used by who runs this. */
static bool check(const char *folder, struct err *e)
{
	struct stat st;

	if (stat(folder, &st) != 0)
		return err_sys(e, errno, "%s", folder);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, "%s is not a folder", folder);
	if (st.st_uid != geteuid() && geteuid() != 0)
		return err_set(e, "%s belongs to somebody else", folder);
	if (st.st_mode & 077 && chmod(folder, 0700) != 0)
		return err_sys(e, errno, "%s is open to others", folder);
	return true;
}

bool order_state_known(const struct order_line *line)
{
	const char *folder = choose(line);

	return strcmp(folder, BESIDE) != 0 || file_exists(folder);
}

bool order_state_open(struct order_line *line, struct err *e)
{
	const char *folder = choose(line);
	const char *store = line->value[ORDER_STORE];

	/* Of the service's, /var/lib has a link alone. */
	if (!file_exists(folder) && !place_make_private(folder, e))
		return false;
	if (!check(folder, e))
		return false;
	line->state = folder;
	line->store = store && store[0]
	                  ? store
	                  : arena_fmt(line->arena, "%s/region.db", folder);
	return line->store || err_set(e, "out of memory");
}

/* Whom what is made in the state is to belong to. */
struct owner {
	uid_t uid;
	gid_t gid;
};

/* Give the folder and what it holds; its descriptor is closed. */
static void give(int folder, struct owner to, unsigned depth)
{
	DIR *names = fdopendir(folder);
	const struct dirent *one;

	if (!names) {
		close(folder);
		return;
	}
	while ((one = readdir(names))) {
		struct stat st;
		int inner;

		if (strcmp(one->d_name, ".") == 0 ||
		    strcmp(one->d_name, "..") == 0 ||
		    fstatat(dirfd(names), one->d_name, &st,
		            AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		/* What cannot be given is root's, and the service says so. */
		if (st.st_uid == 0 &&
		    fchownat(dirfd(names), one->d_name, to.uid, to.gid,
		             AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (!S_ISDIR(st.st_mode) || depth == 0)
			continue;
		inner = openat(dirfd(names), one->d_name,
		               O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (inner >= 0)
			give(inner, to, depth - 1);
	}
	closedir(names);
}

void order_state_close(const struct order_line *line)
{
	struct stat st;
	int folder;

	if (!line->state || geteuid() != 0)
		return;
	folder = open(line->state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return;
	if (fstat(folder, &st) == 0 && st.st_uid != 0)
		give(folder, (struct owner){ st.st_uid, st.st_gid }, DEPTH);
	else
		close(folder);
}
