/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/os_release.h"

#include "core/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the file, what is kept is text that may be shown. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct os_release r;

	os_release_parse(&r, (const char *)data, size);
	if (!r.id[0] || !text_valid(r.id, strlen(r.id)) ||
	    !text_valid(r.name, strlen(r.name)) ||
	    !text_valid(r.version_id, strlen(r.version_id)) ||
	    strchr(r.name, '\033'))
		abort();
	return 0;
}
