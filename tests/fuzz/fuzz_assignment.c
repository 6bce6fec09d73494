/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/assignment.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	(void)assignment_find(text, "ad.anynet.pwd_hash", NULL);
	memcpy(text, data, size);
	(void)assignment_find(text, "password", "true");
	free(text);
	return 0;
}
