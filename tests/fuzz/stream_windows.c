/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/stream.h"

#include <wchar.h>
#include <windows.h>

FILE *stream_open(const uint8_t *data, size_t size)
{
	wchar_t folder[MAX_PATH + 1];
	wchar_t path[MAX_PATH];
	FILE *file;

	if (GetTempPathW(MAX_PATH + 1, folder) == 0 ||
	    GetTempFileNameW(folder, L"fuz", 0, path) == 0)
		return NULL;
	/* T and D: kept in memory where that can be, removed when closed. */
	file = _wfopen(path, L"w+bTD");
	if (file && fwrite(data, 1, size, file) == size) {
		rewind(file);
		return file;
	}
	if (file)
		fclose(file);
	return NULL;
}
