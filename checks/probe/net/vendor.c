/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/vendor.h"

#include "checks/probe/net/vendor_data.h"

#include <stddef.h>
#include <string.h>

/* Bits of the first byte (IEEE 802, 8.2): of a group; given by nobody. */
#define GROUP 1u
#define LOCAL 2u

const char *vendor_find(const uint8_t mac[6])
{
	static const uint8_t unknown[6] = { 0 };
	size_t low = 0, high = vendor_count;

	if ((mac[0] & (GROUP | LOCAL)) ||
	    memcmp(mac, unknown, sizeof(unknown)) == 0)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const uint8_t *row = vendor_table[middle];
		int order = memcmp(mac, row, 3);

		if (order == 0)
			return vendor_names + ((size_t)row[3] << 16 |
			                       (size_t)row[4] << 8 | row[5]);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
