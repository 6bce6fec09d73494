/* SPDX-License-Identifier: Apache-2.0 */
#include "core/capture.h"

#include "core/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <windows.h>

#define FILE_BUFFER (256u << 10) /* bytes */

/* A regular file to read, or INVALID_HANDLE_VALUE and *why. */
static HANDLE open_file(const wchar_t *path, int *why)
{
	DWORD attributes = GetFileAttributesW(path);
	HANDLE file;

	if (attributes != INVALID_FILE_ATTRIBUTES &&
	    attributes & FILE_ATTRIBUTE_DIRECTORY) {
		*why = EISDIR;
		return INVALID_HANDLE_VALUE;
	}
	file =
	    CreateFileW(path, GENERIC_READ,
	                FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
	                NULL, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
	*why = wide_errno(GetLastError());
	if (file != INVALID_HANDLE_VALUE &&
	    GetFileType(file) != FILE_TYPE_DISK) {
		CloseHandle(file);
		*why = EINVAL;
		return INVALID_HANDLE_VALUE;
	}
	return file;
}

FILE *capture_file(const char *path, struct err *e)
{
	wchar_t *wide = wide_path(path);
	int why = errno;
	HANDLE file = wide ? open_file(wide, &why) : INVALID_HANDLE_VALUE;
	FILE *f;
	int fd;

	free(wide);
	if (file == INVALID_HANDLE_VALUE) {
		err_sys(e, why, "%s", path);
		return NULL;
	}
	fd = _open_osfhandle((intptr_t)file, _O_RDONLY | _O_BINARY);
	if (fd < 0)
		CloseHandle(file);
	f = fd >= 0 ? _fdopen(fd, "rb") : NULL;
	if (fd >= 0 && !f)
		_close(fd);
	if (!f)
		err_set(e, "out of memory");
	else
		setvbuf(f, NULL, _IOFBF, FILE_BUFFER);
	return f;
}
