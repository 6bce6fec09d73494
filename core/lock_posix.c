/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * A record lock, not flock(): it also works between two machines that share
 * the folder over NFS or SMB.
 */
struct lock {
	int fd;
};

enum lock_result lock_open(struct lock **out, const char *path)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

	*out = NULL;
	if (fd < 0)
		return LOCK_MISSING;
	if (fcntl(fd, F_SETLK, &whole) != 0) {
		bool busy = errno == EACCES || errno == EAGAIN;

		close(fd);
		return busy ? LOCK_BUSY : LOCK_MISSING;
	}
	*out = malloc(sizeof(**out));
	if (!*out) {
		close(fd);
		return LOCK_MISSING;
	}
	(*out)->fd = fd;
	return LOCK_TAKEN;
}

void lock_close(struct lock *l)
{
	if (!l)
		return;
	close(l->fd);
	free(l);
}
