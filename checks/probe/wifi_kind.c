/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/wifi_kind.h"

#include <string.h>

/* From the weakest. */
static const char *const kinds[] = { "open", "wep",  "wpa1",
	                             "owe",  "wpa2", "wpa3" };

size_t wifi_kind_strength(const char *security)
{
	size_t i = 0;

	while (i < sizeof(kinds) / sizeof(kinds[0]) &&
	       strcmp(kinds[i], security) != 0)
		i++;
	return i;
}
