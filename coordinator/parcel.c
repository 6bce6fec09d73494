/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/parcel.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64u << 10)

struct parcel {
	struct archive *archive;
	int64_t time;
};

static bool fail(struct parcel *p, struct err *e)
{
	const char *why = archive_error_string(p->archive);

	return err_set(e, "the kit cannot be written: %s",
	               why ? why : "out of memory");
}

/* Of the speeds of deflate the first: the programs are packed for each kit. */
struct parcel *parcel_open(int fd, int64_t time, struct err *e)
{
	struct parcel *p = calloc(1, sizeof(*p));

	if (!p || !(p->archive = archive_write_new())) {
		free(p);
		err_set(e, "out of memory");
		return NULL;
	}
	p->time = time;
	if (archive_write_set_format_zip(p->archive) != ARCHIVE_OK ||
	    archive_write_set_options(p->archive, "zip:compression-level=1") !=
	        ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(p->archive, 1) !=
	        ARCHIVE_OK ||
	    archive_write_open_fd(p->archive, fd) != ARCHIVE_OK) {
		fail(p, e);
		archive_write_free(p->archive);
		free(p);
		return NULL;
	}
	return p;
}

bool parcel_close(struct parcel *p, struct err *e)
{
	bool ok;

	if (!p)
		return true;
	ok = archive_write_close(p->archive) == ARCHIVE_OK || fail(p, e);
	archive_write_free(p->archive);
	free(p);
	return ok;
}

static bool begin(struct parcel *p, const char *name, int64_t size,
                  unsigned rights, struct err *e)
{
	struct archive_entry *entry = archive_entry_new();
	bool ok;

	if (!entry)
		return err_set(e, "out of memory");
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, (mode_t)rights);
	archive_entry_set_size(entry, size);
	archive_entry_set_mtime(entry, (time_t)p->time, 0);
	ok = archive_write_header(p->archive, entry) == ARCHIVE_OK;
	archive_entry_free(entry);
	return ok || fail(p, e);
}

static bool add_bytes(struct parcel *p, const void *data, size_t len,
                      struct err *e)
{
	return archive_write_data(p->archive, data, len) == (la_ssize_t)len ||
	       fail(p, e);
}

bool parcel_add(struct parcel *p, const char *name, const void *data,
                size_t len, struct err *e)
{
	return begin(p, name, (int64_t)len, 0644, e) &&
	       add_bytes(p, data, len, e);
}

bool parcel_add_file(struct parcel *p, const char *name, const char *path,
                     bool program, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *chunk = malloc(CHUNK);
	struct stat st;
	bool ok =
	    chunk && fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	int64_t left;

	if (!ok)
		err_sys(e, errno, "cannot read %s", path);
	ok = ok && begin(p, name, st.st_size, program ? 0755 : 0644, e);
	left = ok ? st.st_size : 0;
	while (ok && left > 0) {
		ssize_t n = read(fd, chunk, CHUNK);

		if (n <= 0 || n > left)
			ok = err_set(e, "%s changed while it was read", path);
		else
			ok = add_bytes(p, chunk, (size_t)n, e);
		left -= n;
	}
	free(chunk);
	if (fd >= 0)
		close(fd);
	return ok;
}
