/* SPDX-License-Identifier: Apache-2.0 */
/* RTLD_NEXT is GNU's. */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Preloaded before the program under test: FAULT=malloc:7 makes the seventh
 * allocation of the process fail, FAULT=write:3:28 the third write() with
 * error 28; so do fsync, rename, pwrite and fdatasync. A negative count fails that call and all
 * that follow, as a full disk does.
 */

static struct {
	char call[16];
	long at; /* which call of this kind, from 1 */
	int error;
	int lasting; /* all that follow too */
	int read;    /* the environment was */
} fault;

static void read_fault(void)
{
	const char *text = getenv("FAULT");
	const char *colon = text ? strchr(text, ':') : NULL;

	fault.read = 1;
	if (!colon || (size_t)(colon - text) >= sizeof(fault.call))
		return;
	memcpy(fault.call, text, (size_t)(colon - text));
	fault.at = strtol(colon + 1, NULL, 10);
	fault.lasting = fault.at < 0;
	fault.at = labs(fault.at);
	colon = strchr(colon + 1, ':');
	fault.error = colon ? (int)strtol(colon + 1, NULL, 10) : ENOMEM;
}

/* Whether this call of that kind is the one to fail. */
static int fails(const char *call, long *count)
{
	if (!fault.read)
		read_fault();
	if (strcmp(call, fault.call) != 0)
		return 0;
	(*count)++;
	if (*count != fault.at && !(fault.lasting && *count > fault.at))
		return 0;
	errno = fault.error;
	return 1;
}

/* The real function behind a name, without ISO C's pointer conversion. */
#define REAL(pointer, name)                                        \
	do {                                                       \
		if (!(pointer)) {                                  \
			void *found = dlsym(RTLD_NEXT, name);      \
			memcpy(&(pointer), &found, sizeof(found)); \
		}                                                  \
	} while (0)

/* One counter for all that allocates. */
static long allocations;

__attribute__((visibility("default"))) void *malloc(size_t size)
{
	static void *(*real)(size_t size);

	REAL(real, "malloc");
	return fails("malloc", &allocations) ? NULL : real(size);
}

__attribute__((visibility("default"))) void *realloc(void *old, size_t size)
{
	static void *(*real)(void *old, size_t size);

	REAL(real, "realloc");
	return fails("malloc", &allocations) ? NULL : real(old, size);
}

__attribute__((visibility("default"))) ssize_t write(int fd, const void *data,
                                                     size_t len)
{
	static ssize_t (*real)(int fd, const void *data, size_t len);
	static long count;

	REAL(real, "write");
	/* What is said to the user is another matter. */
	if (fd > 2 && fails("write", &count))
		return -1;
	return real(fd, data, len);
}

__attribute__((visibility("default"))) int fsync(int fd)
{
	static int (*real)(int fd);
	static long count;

	REAL(real, "fsync");
	return fails("fsync", &count) ? -1 : real(fd);
}

__attribute__((visibility("default"))) int rename(const char *from,
                                                  const char *to)
{
	static int (*real)(const char *from, const char *to);
	static long count;

	REAL(real, "rename");
	return fails("rename", &count) ? -1 : real(from, to);
}

/* What SQLite writes and syncs with. */
__attribute__((visibility("default"))) ssize_t
pwrite64(int fd, const void *data, size_t len, int64_t at)
{
	static ssize_t (*real)(int fd, const void *data, size_t len,
	                       int64_t at);
	static long count;

	REAL(real, "pwrite64");
	return fails("pwrite", &count) ? -1 : real(fd, data, len, at);
}

__attribute__((visibility("default"))) int fdatasync(int fd)
{
	static int (*real)(int fd);
	static long count;

	REAL(real, "fdatasync");
	return fails("fdatasync", &count) ? -1 : real(fd);
}

/* dlsym() itself callocs, so calloc() cannot ask it the first time. */
extern void *__libc_calloc(size_t count, size_t size);

__attribute__((visibility("default"))) void *calloc(size_t count, size_t size)
{
	return fails("malloc", &allocations) ? NULL
	                                     : __libc_calloc(count, size);
}
