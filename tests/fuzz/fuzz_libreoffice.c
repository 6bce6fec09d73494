/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/libreoffice.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t level = libreoffice_macros((const char *)data, size, 2);

	if (level < 0 || level > 3)
		abort();
	return 0;
}
