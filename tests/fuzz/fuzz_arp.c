/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/arp.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);
	uint8_t mac[6];
	uint32_t address;

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	if (arp_read(copy, size, &address, mac) &&
	    (size < ARP_FRAME || (mac[0] & 1)))
		abort();
	free(copy);
	return 0;
}
