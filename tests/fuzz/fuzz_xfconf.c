/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/xfconf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char out[16];

	if (size > 0 &&
	    xfconf_find((const char *)data, size, "/lock/enabled", out,
	                sizeof(out)) &&
	    strlen(out) >= sizeof(out))
		abort();
	return 0;
}
