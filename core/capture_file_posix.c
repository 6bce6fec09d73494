/* SPDX-License-Identifier: Apache-2.0 */
#include "core/capture.h"

#include <errno.h>
#include <sys/stat.h>

#define FILE_BUFFER (256u << 10) /* bytes */

FILE *capture_file(const char *path, struct err *e)
{
	struct stat st;
	FILE *f;

	/* Before it is opened: a pipe would hang. */
	if (stat(path, &st) != 0) {
		err_sys(e, errno, "%s", path);
		return NULL;
	}
	if (!S_ISREG(st.st_mode)) {
		err_sys(e, S_ISDIR(st.st_mode) ? EISDIR : EINVAL, "%s", path);
		return NULL;
	}
	f = fopen(path, "rb");
	if (!f)
		err_sys(e, errno, "%s", path);
	else
		setvbuf(f, NULL, _IOFBF, FILE_BUFFER);
	return f;
}
