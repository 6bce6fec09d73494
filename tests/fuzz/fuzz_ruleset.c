/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/ruleset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Rules that never name a refusal keep nobody out. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	if (ruleset_nft(text) && !strstr(text, "drop") &&
	    !strstr(text, "reject"))
		abort();
	if (ruleset_iptables(text) && !strstr(text, "DROP") &&
	    !strstr(text, "REJECT"))
		abort();
	free(text);
	return 0;
}
