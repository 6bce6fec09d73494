/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/gvdb.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const keys[] = {
		"/org/gnome/deja-dup/last-backup",
		"/org/gnome/deja-dup/periodic",
		"/org/gnome/deja-dup/include-list",
		"/org/gnome/desktop/session/idle-delay",
		"/test/big",
		"",
		"/",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char out[64];

		memset(out, 'x', sizeof(out));
		if (gvdb_find(data, size, keys[i], out, sizeof(out)) &&
		    strlen(out) >= sizeof(out))
			abort();
		if (gvdb_find(data, size, keys[i], out, 1) && out[0])
			abort();
	}
	return 0;
}
