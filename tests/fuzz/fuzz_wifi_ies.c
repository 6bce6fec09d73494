/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/wifi_ies.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *open = wifi_ies_security(data, size, false);
	const char *kept = wifi_ies_security(data, size, true);

	/* The privacy bit only tells open from WEP. */
	if (!open != !kept)
		abort();
	if (open && strcmp(open, kept) != 0 &&
	    (strcmp(open, "open") != 0 || strcmp(kept, "wep") != 0))
		abort();
	return 0;
}
