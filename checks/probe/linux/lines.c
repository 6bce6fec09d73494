/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/lines.h"

#include "core/text.h"

#include <errno.h>
#include <fcntl.h>
#include <lz4frame.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK     32768
#define LINE      4096
#define BYTES_MAX (UINT64_C(1) << 30) /* a bomb, not a package list */

struct lines {
	int fd;
	LZ4F_dctx *lz4; /* NULL for a plain file */
	char *packed;   /* CHUNK bytes, with lz4 */
	size_t packed_at;
	size_t packed_len;
	size_t hint; /* 0: the last frame was whole */
	char text[CHUNK];
	size_t at;
	size_t len;
	uint64_t total; /* bytes unpacked */
	char line[LINE];
	bool end;
	bool failed;
	struct err err;
};

static const char *const foreign[] = { ".gz", ".xz", ".bz2", ".zst", ".lzma" };

static bool start_lz4(struct lines *l)
{
	l->packed = malloc(CHUNK);
	return l->packed && !LZ4F_isError(LZ4F_createDecompressionContext(
				&l->lz4, LZ4F_VERSION));
}

static bool open_file(struct lines *l, const char *path, struct err *e)
{
	struct stat st;

	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		if (text_ends(path, foreign[i]))
			return err_set(e,
			               "%s is packed as %s, which is not "
			               "read here",
			               path, foreign[i] + 1);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return err_set(e, "%s is not a file", path);
	l->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (l->fd < 0)
		return err_sys(e, errno, "cannot open %s", path);
	if (fstat(l->fd, &st) != 0)
		return err_sys(e, errno, "cannot read %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, "%s is not a file", path);
	if (text_ends(path, ".lz4") && !start_lz4(l))
		return err_set(e, "out of memory");
	return true;
}

struct lines *lines_open(const char *path, struct err *e)
{
	struct lines *l = calloc(1, sizeof(*l));

	if (!l) {
		err_set(e, "out of memory");
		return NULL;
	}
	l->fd = -1;
	e->sys = 0;
	if (!open_file(l, path, e)) {
		lines_close(l);
		return NULL;
	}
	return l;
}

/* Read from the file; 0 at its end or on failure. */
static size_t read_some(struct lines *l, char *to, size_t size)
{
	for (;;) {
		ssize_t n = read(l->fd, to, size);

		if (n >= 0)
			return (size_t)n;
		if (errno == EINTR)
			continue;
		l->failed = true;
		err_sys(&l->err, errno, "cannot read");
		return 0;
	}
}

static size_t unpack(struct lines *l)
{
	for (;;) {
		size_t in = l->packed_len - l->packed_at;
		size_t out = sizeof(l->text);

		if (in == 0) {
			l->packed_at = 0;
			l->packed_len = read_some(l, l->packed, CHUNK);
			in = l->packed_len;
		}
		if (in == 0) {
			if (!l->failed && l->hint != 0) {
				l->failed = true;
				err_set(&l->err, "the packed file is cut");
			}
			return 0;
		}
		l->hint = LZ4F_decompress(l->lz4, l->text, &out,
		                          l->packed + l->packed_at, &in, NULL);
		if (LZ4F_isError(l->hint)) {
			l->failed = true;
			err_set(&l->err, "the packed file is damaged: %s",
			        LZ4F_getErrorName(l->hint));
			return 0;
		}
		l->packed_at += in;
		if (out > 0)
			return out;
	}
}

/* More text, or false at the end. */
static bool fill(struct lines *l)
{
	if (l->end || l->failed)
		return false;
	l->at = 0;
	l->len = l->lz4 ? unpack(l) : read_some(l, l->text, sizeof(l->text));
	l->total += l->len;
	if (l->total > BYTES_MAX) {
		l->failed = true;
		err_set(&l->err, "the file is too large");
		l->len = 0;
	}
	l->end = l->len == 0;
	return !l->end;
}

/* Append part of a line, as far as there is room. */
static size_t keep(struct lines *l, size_t n, const char *part, size_t len)
{
	size_t room = LINE - 1 - n;

	if (len > room)
		len = room;
	memcpy(l->line + n, part, len);
	return n + len;
}

char *lines_next(struct lines *l)
{
	bool any = false;
	size_t n = 0;

	while (l->at < l->len || fill(l)) {
		char *part = l->text + l->at;
		char *nl = memchr(part, '\n', l->len - l->at);
		size_t len = nl ? (size_t)(nl - part) : l->len - l->at;

		any = true;
		n = keep(l, n, part, len);
		l->at += len + (nl ? 1 : 0);
		if (nl)
			break;
	}
	if (!any || l->failed)
		return NULL;
	if (n > 0 && l->line[n - 1] == '\r')
		n--;
	l->line[n] = '\0';
	return l->line;
}

bool lines_failed(const struct lines *l, struct err *e)
{
	if (l->failed)
		*e = l->err;
	return l->failed;
}

void lines_close(struct lines *l)
{
	if (!l)
		return;
	if (l->fd >= 0)
		close(l->fd);
	if (l->lz4)
		LZ4F_freeDecompressionContext(l->lz4);
	free(l->packed);
	free(l);
}
