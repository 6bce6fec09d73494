/* SPDX-License-Identifier: Apache-2.0 */
#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MAX  10000 /* in one folder */
#define PATH_BYTES 4096  /* Linux PATH_MAX */

/* Why nothing could be written: a quota that is used up is a full disk. */
static int refusal(void)
{
	return errno == EDQUOT ? ENOSPC : errno;
}

static bool read_all(int fd, struct buf *out, const char *name, struct err *e)
{
	char chunk[16384];

	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, errno, "cannot read %s", name);
		if (n == 0)
			return true;
		if (!buf_add(out, chunk, (size_t)n))
			return err_set(e, "%s is larger than %zu bytes", name,
			               out->limit);
	}
}

bool file_read(const char *path, struct buf *out, struct err *e)
{
	struct stat st;
	bool ok = false;
	int fd;

	/* Opening is an act: /dev/watchdog would restart the machine. */
	if (stat(path, &st) != 0)
		return err_sys(e, errno, "cannot open %s", path);
	if (S_ISDIR(st.st_mode))
		return err_sys(e, EISDIR, "cannot read %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, "%s is not a file", path);
	/* O_NONBLOCK: it may have become a pipe without a writer. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_sys(e, errno, "cannot open %s", path);
	if (fstat(fd, &st) != 0)
		err_sys(e, errno, "cannot read %s", path);
	else if (!S_ISREG(st.st_mode))
		err_set(e, "%s is not a file", path);
	else
		ok = read_all(fd, out, path, e);
	close(fd);
	return ok;
}

bool file_read_stdin(struct buf *out, struct err *e)
{
	return read_all(STDIN_FILENO, out, "standard input", e);
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* fsync of the folder, so that the new name survives a power cut. */
static void sync_folder(const char *path)
{
	char folder[PATH_BYTES];
	char *slash;
	int fd;

	if (snprintf(folder, sizeof(folder), "%s", path) >= (int)sizeof(folder))
		return;
	slash = strrchr(folder, '/');
	if (!slash)
		snprintf(folder, sizeof(folder), ".");
	else
		slash[slash == folder] = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	/* Some file systems refuse it; the data itself is synced already. */
	(void)fsync(fd);
	close(fd);
}

static int open_temporary(const char *path, char *name, size_t size,
                          struct err *e)
{
	int fd;

	if (snprintf(name, size, "%s" FILE_TEMPORARY "XXXXXX", path) >=
	    (int)size) {
		err_set(e, "the path %s is too long", path);
		return -1;
	}
	fd = mkstemp(name);
	if (fd < 0)
		err_sys(e, refusal(), "cannot write %s", path);
	return fd;
}

/* What a new file would get: mkstemp() makes 0600, which locks others out. */
static void set_mode(int fd, const char *path)
{
	struct stat st;
	mode_t mask = umask(0);

	umask(mask);
	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode))
		(void)fchmod(fd, st.st_mode & 0777);
	else
		(void)fchmod(fd, 0666 & ~mask);
}

/*
 * Whether path is something to write into, a pipe or a device, which a rename
 * would put a file in the place of. A link is replaced itself, so that one
 * that was planted leads nowhere, but for /dev/stdout and its like.
 */
static bool is_stream(const char *path)
{
	struct stat st;

	if (strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0)
		return true;
	return lstat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	       !S_ISDIR(st.st_mode) && !S_ISLNK(st.st_mode);
}

static bool write_stream(const char *path, const void *data, size_t len,
                         struct err *e)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	bool ok;

	/* Not blocking lets a pipe without a reader fail; then we may wait. */
	ok = fd >= 0 && fcntl(fd, F_SETFL, 0) == 0 && write_all(fd, data, len);
	if (!ok)
		err_sys(e, refusal(), "cannot write %s", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool file_write(const char *path, const void *data, size_t len, struct err *e)
{
	return is_stream(path) ? write_stream(path, data, len, e)
	                       : file_replace(path, data, len, e);
}

bool file_replace(const char *path, const void *data, size_t len, struct err *e)
{
	char name[PATH_BYTES];
	bool ok;
	int fd;

	fd = open_temporary(path, name, sizeof(name), e);
	if (fd < 0)
		return false;
	set_mode(fd, path);
	ok = write_all(fd, data, len) && fsync(fd) == 0;
	if (!ok)
		err_sys(e, refusal(), "cannot write %s", path);
	if (close(fd) != 0 && ok)
		ok = err_sys(e, refusal(), "cannot write %s", path);
	if (ok && rename(name, path) != 0)
		ok = err_sys(e, refusal(), "cannot replace %s", path);
	if (!ok) {
		unlink(name);
		return false;
	}
	sync_folder(path);
	return true;
}

bool file_mkdir(const char *path, struct err *e)
{
	char part[PATH_BYTES];
	struct stat st;

	if (snprintf(part, sizeof(part), "%s", path) >= (int)sizeof(part))
		return err_set(e, "the path %s is too long", path);
	for (char *p = part + 1;; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(part, 0777) != 0 && errno != EEXIST &&
		    !(c && file_exists(part)))
			return err_sys(e, refusal(),
			               "cannot make the folder %s", path);
		if (!c)
			break;
		*p = c;
	}
	if (stat(path, &st) != 0)
		return err_sys(e, refusal(), "cannot make the folder %s", path);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, "%s is not a folder", path);
	return true;
}

bool file_can_write(const char *folder, struct err *e)
{
	char path[PATH_BYTES];
	char name[PATH_BYTES];
	int fd;

	if (snprintf(path, sizeof(path), "%s/.garde", folder) >=
	    (int)sizeof(path))
		return err_set(e, "the path %s is too long", folder);
	fd = open_temporary(path, name, sizeof(name), e);
	if (fd < 0)
		return false;
	close(fd);
	unlink(name);
	return true;
}

bool file_remove(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT;
}

bool file_rename(const char *from, const char *to, struct err *e)
{
	return rename(from, to) == 0 ||
	       err_sys(e, errno, "cannot rename %s", from);
}

bool file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool file_is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool read_names(DIR *dir, char **names, size_t *count, struct err *e)
{
	const struct dirent *entry;

	while (*count < NAMES_MAX && (entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		names[*count] = strdup(entry->d_name);
		if (!names[*count])
			return err_set(e, "out of memory");
		(*count)++;
	}
	return true;
}

bool file_list(const char *folder, bool (*each)(void *ctx, const char *name),
               void *ctx, struct err *e)
{
	DIR *dir = opendir(folder);
	char **names;
	size_t count = 0;
	bool ok;

	if (!dir)
		return err_sys(e, errno, "cannot list %s", folder);
	names = calloc(NAMES_MAX, sizeof(*names));
	if (!names) {
		closedir(dir);
		return err_set(e, "out of memory");
	}
	ok = read_names(dir, names, &count, e);
	closedir(dir);
	if (ok)
		qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; ok && i < count; i++)
		if (!each(ctx, names[i]))
			break;
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return ok;
}
