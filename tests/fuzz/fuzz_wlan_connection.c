/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/wlan_connection.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *security;

	if (!wlan_connection_parse(data, size, &security) && security)
		abort();
	return 0;
}
