/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/keyfile.h"

#include "core/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TEMPORARY 64 /* bytes of a name */

bool keyfile_owned(const struct stat *st, const char *what, struct err *e)
{
	if (st->st_uid != geteuid() && geteuid() != 0)
		return err_set(
		    e,
		    "%s belongs to another user, run the command as the one who owns it",
		    what);
	if (st->st_mode & 077)
		return err_set(
		    e,
		    "%s can be read by others, the keys may be known: close it with chmod go=",
		    what);
	return true;
}

char *keyfile_read(int folder, const char *name, struct err *e)
{
	int fd = openat(folder, name,
	                O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	char *text = NULL;
	struct stat st;
	ssize_t n = 0;

	if (fd < 0 || fstat(fd, &st) != 0) {
		err_sys(e, errno, "cannot read the key %s", name);
	} else if (!S_ISREG(st.st_mode) || st.st_size > KEYFILE_BYTES) {
		err_set(e, "%s is no key", name);
	} else if (keyfile_owned(&st, name, e)) {
		text = calloc(1, KEYFILE_BYTES + 1);
		n = text ? read(fd, text, KEYFILE_BYTES) : -1;
		if (n < 0)
			err_sys(e, errno, "cannot read the key %s", name);
	}
	if (fd >= 0)
		close(fd);
	if (n > 0)
		return text;
	if (n == 0 && text)
		err_set(e, "%s is no key", name);
	free(text);
	return NULL;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

bool keyfile_write(int folder, const char *path, const char *name,
                   const struct buf *text, struct err *e)
{
	char token[RANDOM_TOKEN];
	char temporary[TEMPORARY];
	bool ok;
	int fd;

	if (!random_token(token, e))
		return false;
	snprintf(temporary, sizeof(temporary), ".tmp-%.16s", token);
	fd = openat(folder, temporary,
	            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_sys(e, errno, "cannot write a key to %s", path);
	ok = write_all(fd, text->data, text->len) &&
	     linkat(folder, temporary, folder, name, 0) == 0;
	if (!ok)
		err_sys(e, errno, "cannot write the key %s", name);
	close(fd);
	unlinkat(folder, temporary, 0);
	if (ok && fsync(folder) != 0)
		ok = err_sys(e, errno, "cannot write the key %s", name);
	return ok;
}
