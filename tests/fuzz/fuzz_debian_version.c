/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/debian_version.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

/* Three versions, a line each: the order must be an order. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	char upstream[32];
	const char *v[3] = { "", "", "" };
	int ab, bc, ac;

	if (!text)
		return 0;
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	v[0] = text;
	for (int i = 1; i < 3; i++) {
		char *nl = strchr(v[i - 1], '\n');

		if (!nl)
			break;
		*nl = '\0';
		v[i] = nl + 1;
	}
	ab = sign(debian_version_compare(v[0], v[1]));
	bc = sign(debian_version_compare(v[1], v[2]));
	ac = sign(debian_version_compare(v[0], v[2]));
	if (ab != -sign(debian_version_compare(v[1], v[0])) ||
	    debian_version_compare(v[0], v[0]) != 0)
		abort();
	if (ab == bc && ac != ab)
		abort();
	debian_version_upstream(upstream, sizeof(upstream), v[0]);
	free(text);
	return 0;
}
